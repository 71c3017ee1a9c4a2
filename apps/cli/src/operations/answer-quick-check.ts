import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';

const written = z.object({ answerQuickCheck: z.object({ event: z.string(), position: z.string() }) });

/** `leadline scorecard quick-check <metric>`. */
export async function answerQuickCheck({ args, options, output, server: connect }: Invocation): Promise<ExitCode> {
  const metric = (args[0] ?? '').trim().toUpperCase().replaceAll('-', '_');
  const [team, service] = [optionalText(options, 'team'), optionalText(options, 'service')];
  if (team !== undefined && service !== undefined)
    throw new Failure('usage', 'a word counts for one scope: give --team or --service, not both');
  const said = optionalText(options, 'value');
  if ((said !== undefined) === options.isSet('takeBack'))
    throw new Failure('usage', 'what is it? Give --value, or --take-back');
  const value = said === undefined ? null : Number(said);
  if (value !== null && !Number.isFinite(value)) throw new Failure('usage', '--value: expected a number, such as 0.15');
  const input = {
    metric,
    value,
    reason: requiredText(options, 'reason'),
    ...(team === undefined ? {} : { team }),
    ...(service === undefined ? {} : { service }),
  };
  const server = await connect();
  const { answerQuickCheck: made } = readAnswer(written, await server.graphql(documents.answerQuickCheck, { input }));
  output.data({ ...input, ...made }, () =>
    value === null ? 'Taken back. What tools told stands alone.' : 'Written down. It stands beside what tools told.',
  );
  return exitCodes.ok;
}
