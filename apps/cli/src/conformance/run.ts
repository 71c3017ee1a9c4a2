import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse } from '@leadline/adapters';
import { type Case, casesIn } from './case-file.js';
import { runCase } from './run-case.js';

export interface CaseResult {
  readonly file: string;
  readonly id: string;
  readonly problems: readonly string[];
}

/** Runs every case of the files and tells each result as it is known. A file that cannot be read is a failed case. */
export async function runConformance(
  files: readonly string[],
  onResult: (result: CaseResult) => void,
): Promise<{ passed: number; failed: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-conformance-'));
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'conformance');
  const counts = { passed: 0, failed: 0 };
  const tell = (file: string, id: string, problems: readonly string[]): void => {
    counts[problems.length === 0 ? 'passed' : 'failed']++;
    onResult({ file, id, problems });
  };
  try {
    await warehouse.migrate();
    for (const file of files) {
      for (const [id, run] of await casesOf(file, warehouse)) tell(file, id, await run().catch(problemOf));
    }
    return counts;
  } finally {
    await warehouse.close();
    await rm(directory, { recursive: true, force: true });
  }
}

type Run = () => Promise<readonly string[]>;

async function casesOf(file: string, warehouse: Parameters<typeof runCase>[1]): Promise<[id: string, run: Run][]> {
  try {
    const cases = casesIn(JSON.parse(await readFile(file, 'utf8')));
    return cases.map((one) => [idOf(one), () => runCase(one, warehouse)]);
  } catch (error) {
    return [[file, () => Promise.resolve(problemOf(error))]];
  }
}

const idOf = (one: Case): string => (one.form === 'unknown' ? one.id : one.case.id);

const problemOf = (error: unknown): string[] => [error instanceof Error ? error.message : String(error)];
