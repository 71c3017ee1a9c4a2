import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';

/** What `leadline conformance` starts. */
export interface ConformanceRun {
  /** Case files, resolved against the current folder. */
  readonly files: readonly string[];
  /** One JSON object per case instead of a line of text, and one for the sum. */
  readonly json: boolean;
  readonly io: Io;
}

/** Prints one line a case and closes with "N passed, N failed"; 1 when a case failed, 4 when a file cannot be read. */
export type RunConformance = (run: ConformanceRun) => Promise<ExitCode>;
