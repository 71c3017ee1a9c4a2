import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const fromSource = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register'];

/** Those that need neither a broker nor a browser nor a built product, without the largest; in their order. */
const light = ['normalize', 'incremental', 'one-deployment', 'graphql', 'where'] as const;

const report = z.object({
  benches: z.array(
    z.object({
      bench: z.string(),
      outcome: z.string(),
      error: z.string().optional(),
      figures: z.array(z.object({ figure: z.string(), measured: z.number() })).default([]),
    }),
  ),
});

describe('npm run bench', () => {
  it(
    'measures something with each bench, and finds no row that a rebuild makes otherwise',
    { timeout: 600_000 },
    async () => {
      // when they run in small
      const program = [...fromSource, 'test/bench/main.ts', '--quick', '--json', ...light];
      const { stdout } = await run(process.execPath, program, { cwd: root, maxBuffer: 2 ** 24 });
      const { benches } = report.parse(JSON.parse(stdout));

      // then each has figures
      expect(benches.map(({ bench, outcome, error }) => ({ bench, outcome, error }))).toEqual(
        light.map((bench) => ({ bench, outcome: 'measured', error: undefined })),
      );
      for (const { figures } of benches) expect(figures.length).toBeGreaterThan(0);
      // and deliveries that came repeated, corrected and late made the rows that a rebuild makes of them
      const incremental = benches.find(({ bench }) => bench === 'incremental');
      expect(incremental?.figures).toContainEqual(expect.objectContaining({ figure: 'rows that differ', measured: 0 }));
    },
  );
});
