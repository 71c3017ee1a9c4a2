import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Ran, runLeadline } from '../testing/run-leadline.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs the case files of a folder that has these and no others. */
function conformance(files: Readonly<Record<string, string | object>>, ...options: string[]): Promise<Ran> {
  const cwd = mkdtempSync(join(tmpdir(), 'leadline-cases-'));
  folders.push(cwd);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
  return runLeadline(['conformance', ...Object.keys(files), ...options], { cwd });
}

const deployment = (id: string, day: string, sha: string) => ({
  type: 'deployment',
  id,
  service: 'api',
  environment: 'production',
  envTier: 'production',
  status: 'succeeded',
  startedAt: `2026-03-${day}T10:00:00Z`,
  finishedAt: `2026-03-${day}T10:00:00Z`,
  sha,
});
const commit = (sha: string, at: string, ...parents: string[]) => ({
  type: 'commit',
  repo: 'acme/api',
  sha,
  committedAt: at,
  authoredAt: at,
  parents,
});
const week = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z', asOf: '2026-03-09T00:00:00Z' };
const events = [
  commit('a', '2026-03-01T10:00:00Z'),
  commit('b', '2026-03-03T06:00:00Z', 'a'),
  commit('c', '2026-03-03T08:00:00Z', 'b'),
  deployment('d1', '02', 'a'),
  deployment('d2', '03', 'c'),
];

/** Two commits, four and two hours old when d2 carried them; d1 was the first and has no baseline. */
const leadTime = (p50: number) => ({
  id: 'lt',
  title: 'two commits',
  metric: 'change_lead_time',
  input: { events },
  query: { metric: 'change_lead_time', ...week, options: { timezone: 'UTC', unit: 'commit' } },
  expected: { n: 2, p50, samplesSeconds: [7200, 14_400] },
});
/** Median of 1, 2, 4, 8 by type 7: halfway between 2 and 4. */
const median = { id: 'q', function: 'quantileType7', input: { values: [1, 2, 4, 8], p: [0.5] }, expected: { q: [3] } };

describe('leadline conformance', () => {
  it('prints a line a case, and the sum', async () => {
    const ran = await conformance({ 'm.json': { cases: [leadTime(10_800)] }, 's.json': { vectors: [median] } });

    expect(ran.stderr).toBe('');
    expect([ran.code, ran.stdout]).toEqual([0, 'ok m.json lt two commits\nok s.json q\n2 passed, 0 failed\n']);
  });

  it('ends with 0 when all pass, with 1 and the reason when one does not', async () => {
    const passing = await conformance({ 'm.json': { cases: [leadTime(10_800)] } });
    const failing = await conformance({ 'm.json': { cases: [leadTime(10_801), leadTime(10_800)] } });

    expect([passing.code, passing.stdout]).toEqual([0, 'ok m.json lt two commits\n1 passed, 0 failed\n']);
    expect([failing.code, failing.stdout]).toEqual([
      1,
      'FAILED m.json lt two commits: p50: expected 10801, got 10800\nok m.json lt two commits\n1 passed, 1 failed\n',
    ]);
  });

  it('answers in JSON, a line a case', async () => {
    const ran = await conformance({ 'm.json': { cases: [leadTime(10_800)] } }, '--json');

    const lines = ran.stdout.trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ id: 'lt', passed: true, problems: [] }),
      { passed: 1, failed: 0 },
    ]);
  });

  it('asks each checkpoint of a scenario as of its instant, and names what is missing', async () => {
    const frequency = (asOf: string, count: number, days: number) => ({
      query: { metric: 'deployment_frequency', ...week, asOf, options: { timezone: 'UTC' } },
      // Stories count the days that have begun.
      expected: { count, days },
    });
    const scenario = (id: string, later: number, alerts: object[] = []) => ({
      id,
      title: 'a week',
      input: { events },
      checkpoints: [
        { asOf: '2026-03-02T12:00:00Z', alerts, metrics: [frequency('2026-03-02T12:00:00Z', 1, 1)] },
        { asOf: '2026-03-04T12:00:00Z', metrics: [frequency('2026-03-04T12:00:00Z', later, 3)] },
      ],
    });
    const alert = { rule: 'CANARY_REGRESSION', key: 'd1', state: 'open' };
    const scenarios = [scenario('right', 2), scenario('wrong', 3), scenario('alert', 2, [alert])];

    const ran = await conformance({ 'stories.json': { scenarios } });

    expect(ran.stdout.split('\n')).toEqual([
      'ok stories.json right a week',
      'FAILED stories.json wrong a week: 2026-03-04T12:00:00Z deployment_frequency: count: expected 3, got 2',
      'FAILED stories.json alert a week: 2026-03-02T12:00:00Z alert CANARY_REGRESSION of d1: expected open, got none',
      '1 passed, 2 failed',
      '',
    ]);
  });

  it.each<[string, string | object | undefined, string]>([
    ['is missing', undefined, 'm.json file: cannot be read: ENOENT'],
    ['is not JSON', '{\n  "cases": [,]\n}', 'm.json file: is not JSON: line 2, column 13 ('],
    ['has no cases', { facts: [] }, 'm.json file: is no case file: it has no list named cases, vectors or scenarios'],
    [
      'has a case without a window',
      { cases: [{ ...leadTime(1), query: { options: {} } }] },
      'm.json lt: cases[0].query.from: ',
    ],
    ['asks for a metric that is none', { cases: [{ ...leadTime(1), metric: 'speed' }] }, 'there is no metric speed'],
    [
      'asks for an option that is none',
      { cases: [{ ...leadTime(1), query: { ...week, options: { unit: 'commit', mood: 'good' } } }] },
      'there is no option mood (asked for "good")',
    ],
    ['calls a function that is none', { vectors: [{ ...median, function: 'guess' }] }, 'there is no function guess'],
  ])('a file that %s is a failed case that says where', async (_, content, message) => {
    const isThere = content !== undefined;
    const ran = isThere ? await conformance({ 'm.json': content }) : await runLeadline(['conformance', 'm.json']);

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('FAILED m.json');
    expect(ran.stdout).toContain(message);
    expect(ran.stdout).toMatch(/\n0 passed, 1 failed\n$/);
  });
});
