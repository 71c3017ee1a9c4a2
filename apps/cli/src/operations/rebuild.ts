import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followWork } from '../server/admin-stream.js';
import { printable } from '../terminal/printable.js';
import { stageProgress } from './stage-progress.js';

/** `leadline rebuild [--compare]`: everything derived, again from the log; with `--compare`, differences are failures. */
export async function rebuild({ options, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const compare = options.isSet('compare');
  const server = await connect();
  const progress = stageProgress(io);
  const result = await followWork(server, { path: '/admin/rebuild', json: { compare } }, progress.show).finally(
    progress.end,
  );
  output.data(result, () => resultText(result));
  return compare && result['equal'] !== true ? exitCodes.failed : exitCodes.ok;
}

function resultText(result: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(result).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return printable(lines.join('\n'));
}
