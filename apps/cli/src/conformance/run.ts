import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse } from '@leadline/adapters';
import { type Case, readCases } from './case-file.js';
import { problemOf, runCase } from './run-case.js';

export interface CaseResult {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  /** How the answer differs from the expected one; none: the case passed. */
  readonly problems: readonly string[];
}

export interface ConformanceCounts {
  readonly passed: number;
  readonly failed: number;
}

/** Who wants to know how a run goes. */
export interface Listener {
  /** Every file has been read; so many cases will be run. */
  readonly onStart?: (cases: number) => void;
  readonly onResult: (result: CaseResult) => void;
}

/**
 * Runs every case of the files, each in a world of its own, and tells each result as it is known. A file that cannot be
 * read is a failed case.
 *
 * @param signal Ends the run after the case that is running.
 */
export async function runConformance(
  files: readonly string[],
  { onStart, onResult }: Listener,
  signal?: AbortSignal,
): Promise<ConformanceCounts> {
  const cases: { file: string; one: Case }[] = [];
  for (const file of files) cases.push(...(await readCases(file)).map((one) => ({ file, one })));
  onStart?.(cases.length);
  const directory = await mkdtemp(join(tmpdir(), 'leadline-conformance-'));
  const counts = { passed: 0, failed: 0 };
  try {
    const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'conformance');
    try {
      await warehouse.migrate();
      for (const { file, one } of cases) {
        if (signal?.aborted) break;
        const problems = await runCase(one, warehouse).catch(problemOf);
        counts[problems.length === 0 ? 'passed' : 'failed'] += 1;
        onResult({ file, id: one.case.id, title: one.case.title, problems });
      }
    } finally {
      await warehouse.close();
    }
    return counts;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
