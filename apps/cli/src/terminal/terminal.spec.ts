import { describe, expect, it } from 'vitest';
import type { Io } from '../io.js';
import { parsePointInTime } from '../point-in-time.js';
import { Gathering, noon } from '../testing/run-leadline.js';
import { createOutput } from './output.js';
import { oneLine, printable } from './printable.js';
import { pace, startProgress } from './progress.js';
import { counted, duration, grouped } from './quantities.js';
import { table } from './table.js';

function io(overrides: Partial<Io> = {}): Io & { stdout: Gathering; stderr: Gathering } {
  return {
    env: {},
    fetch,
    now: () => noon,
    cwd: '/',
    isTTY: { stdout: true, stderr: false },
    sleep: async () => undefined,
    signal: new AbortController().signal,
    ...overrides,
    stdout: new Gathering(),
    stderr: new Gathering(),
  };
}

describe('text that somebody else wrote', () => {
  it('cannot steer the terminal', () => {
    expect(printable('a\u001b]0;x\u0007\u009b\u202eb\nc')).toBe('a\\u001b]0;x\\u0007\\u009b\\u202eb\nc');
    expect(oneLine('a\r\nb\tc')).toBe('a b c');
    expect(oneLine('x'.repeat(300)).length).toBe(200);
  });

  it('does so too where a command forgot, and styles stay', () => {
    const plain = io({ isTTY: { stdout: false, stderr: false } });
    const coloured = io({ env: { TERM: 'xterm' } });

    for (const one of [plain, coloured]) {
      const output = createOutput(one, false);
      output.data({}, () => `${output.style('bold', 'x')} \u001b]0;title\u0007`);
      output.item({}, () => 'a\u009b1m');
      output.message('b\u001b[2J');
    }

    expect(plain.stdout.text).toBe('x \\u001b]0;title\\u0007\na\\u009b1m\n');
    expect(coloured.stdout.text).toBe('\u001b[1mx\u001b[22m \\u001b]0;title\\u0007\na\\u009b1m\n');
    expect(plain.stderr.text).toBe('b\\u001b[2J\n');
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [18_120, '5 h 2 min'],
    [187_200, '2 d 4 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('groups digits and counts nouns', () => {
    expect([grouped(999), grouped(1_234_567), counted(1, 'commit'), counted(0, 'delivery', 'deliveries')]).toEqual([
      '999',
      '1,234,567',
      '1 commit',
      '0 deliveries',
    ]);
  });
});

describe('a point in time', () => {
  it.each([
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['1h', '2026-06-01T11:00:00.000Z'],
    ['2w', '2026-05-18T12:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(parsePointInTime(text, '--since', noon)).toISOString()).toBe(instant);
  });

  it.each([['2026-02-30'], ['yesterday'], ['2026-03-02T10:00:00'], ['2026-13-01'], ['']])('%s is none', (text) => {
    expect(() => parsePointInTime(text, '--since', noon)).toThrow('is no point in time');
  });
});

describe('tables', () => {
  it('align their columns', () => {
    expect(
      table(
        ['A', 'LONGER'],
        [
          ['value', 'x'],
          ['b', ''],
        ],
      ),
    ).toBe('A      LONGER\nvalue  x\nb');
  });
});

describe('colours', () => {
  it.each<[string, Partial<Io>, boolean, string]>([
    ['on a terminal', {}, false, '\u001b[1mx\u001b[22m'],
    ['not in a pipe', { isTTY: { stdout: false, stderr: true } }, false, 'x'],
    ['not with NO_COLOR', { env: { NO_COLOR: '1' } }, false, 'x'],
    ['not on a dumb terminal', { env: { TERM: 'dumb' } }, false, 'x'],
    ['not in JSON', {}, true, 'x'],
  ])('%s', (_, overrides, json, text) => {
    expect(createOutput(io(overrides), json).style('bold', 'x')).toBe(text);
  });
});

describe('progress', () => {
  it('tells rate and time left', () => {
    expect([pace(0, 100, 5000), pace(100, 100, 500), pace(2400, 48_000, 2000), pace(5, 10, 2000)]).toEqual([
      'starting',
      'starting',
      '1,200/s, 40 s left',
      '2.5/s, 4 s left',
    ]);
  });

  it('is a line now and then where there is no terminal', async () => {
    let now = noon;
    const world = io({ now: () => now });
    const progress = await startProgress(world, { total: 30_000, already: 0, of: 'events' });

    for (let second = 1; second <= 25; second += 1) {
      now = noon + second * 1000;
      progress.advance(1000);
    }
    progress.stop();

    expect(world.stderr.text).toBe(
      '10,000 of 30,000 events (1,000/s, 20 s left)\n20,000 of 30,000 events (1,000/s, 10 s left)\n',
    );
  });
});
