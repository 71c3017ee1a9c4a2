import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** Stands for the program of `leadline serve`. */
function program(source: string): { LEADLINE_STANDALONE: string } {
  const folder = mkdtempSync(join(tmpdir(), 'leadline-serve-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'main.mjs');
  writeFileSync(path, source);
  return { LEADLINE_STANDALONE: path };
}

describe('leadline serve', () => {
  it('is the program: its environment, its output, its exit code', async () => {
    const env = {
      ...program('console.log(process.env.LEADLINE_PORT); console.error("bad"); process.exitCode = 7'),
      LEADLINE_PORT: '4711',
    };

    const ran = await runLeadline(['serve'], { env });

    expect(ran).toMatchObject({ code: 7, stdout: '4711\n', stderr: 'bad\n' });
  });

  it('lets it end in order when interrupted', async () => {
    const interruption = new AbortController();
    const env = program(
      "process.on('SIGTERM', () => { console.log('closed'); process.exit(0) }); setInterval(() => {}, 1000); console.error('up')",
    );
    const { Gathering } = await import('../testing/run-leadline.js');
    const stderr = new Gathering();
    const running = runLeadline(['serve'], { env, signal: interruption.signal, stderr });
    await expect.poll(() => stderr.text, { timeout: 10_000 }).toBe('up\n');

    interruption.abort();

    expect(await running).toMatchObject({ code: 0, stdout: 'closed\n' });
  });

  it('says how to build it when it is not there', async () => {
    const ran = await runLeadline(['serve'], { env: { LEADLINE_STANDALONE: '/nonexistent/main.js' } });

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('Build it: npm run build');
  });
});
