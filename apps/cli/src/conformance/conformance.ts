import { basename, resolve } from 'node:path';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { oneLine } from '../terminal/printable.js';
import { type Progress, startProgress } from '../terminal/progress.js';
import { type CaseResult, type ConformanceCounts, runConformance } from './run.js';

/** `leadline conformance <file...>`: one line a case, closing with "N passed, N failed". */
export async function conformance({ args, io, output }: Invocation): Promise<ExitCode> {
  let progress: Progress | undefined;
  // Where the lines themselves stand on the terminal, they are the progress.
  const isShown = io.isTTY.stderr && !io.isTTY.stdout;
  let started = Promise.resolve();
  const onStart = (total: number): void => {
    if (isShown) started = startProgress(io, { total, already: 0, of: 'cases' }).then((bar) => void (progress = bar));
  };
  const onResult = (result: CaseResult): void => {
    progress?.advance(1);
    const { problems, ...named } = result;
    output.item({ ...named, passed: problems.length === 0, problems }, () => lineOf(result, output.style));
  };
  const files = args.map((file) => resolve(io.cwd, file));
  let counts: ConformanceCounts;
  try {
    counts = await runConformance(files, { onStart, onResult }, io.signal);
  } finally {
    await started;
    progress?.stop();
  }
  if (io.signal.aborted) throw new Failure('interrupted', 'interrupted before every case was run');
  output.item(counts, () => `${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? exitCodes.ok : exitCodes.failed;
}

function lineOf({ file, id, title, problems }: CaseResult, style: Invocation['output']['style']): string {
  const named = [basename(file), oneLine(id), oneLine(title)].filter((part) => part !== '').join(' ');
  if (problems.length === 0) return `${style('green', 'ok')} ${named}`;
  const reasons = problems.slice(0, MOST_REASONS).map((problem) => oneLine(problem, 300));
  const rest = problems.length - reasons.length;
  const more = rest > 0 ? `; and ${rest} more` : '';
  return `${style('red', 'FAILED')} ${named}: ${reasons.join('; ')}${more}`;
}

const MOST_REASONS = 6;
