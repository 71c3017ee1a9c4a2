import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { followWork } from '../server/admin-stream.js';
import { printable } from '../terminal/printable.js';
import { dropGeneration, listGenerations } from './generations.js';
import { stageProgress } from './stage-progress.js';

/** `leadline rebuild [--compare|--list|--drop <generation>]`: everything derived, again from the log; with `--compare`, differences are failures. */
export async function rebuild(invocation: Invocation): Promise<ExitCode> {
  const { options, io, output, server: connect } = invocation;
  const compare = options.isSet('compare');
  const drop = optionalText(options, 'drop');
  if ([compare, options.isSet('list'), drop !== undefined].filter(Boolean).length > 1) {
    throw new Failure('usage', '--compare, --list and --drop cannot be given together');
  }
  if (options.isSet('list')) return listGenerations(invocation);
  if (drop !== undefined) return dropGeneration(invocation, drop);
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
