import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';

const written = z.object({ answerCriterion: z.object({ event: z.string(), position: z.string() }) });

/** `leadline scorecard answer <criterion>`. */
export async function answerCriterion({ args, options, output, server: connect }: Invocation): Promise<ExitCode> {
  const criterion = (args[0] ?? '').trim().toUpperCase();
  const said = (
    [
      ['yes', 'YES'],
      ['no', 'NO'],
      ['notApplicable', 'NOT_APPLICABLE'],
    ] as const
  ).filter(([name]) => options.isSet(name));
  const [only] = said;
  if (only === undefined || said.length > 1)
    throw new Failure('usage', 'what is the answer? Give one of --yes, --no, --not-applicable');
  const [, answer] = only;
  const [team, service, link] = [
    optionalText(options, 'team'),
    optionalText(options, 'service'),
    optionalText(options, 'link'),
  ];
  if (team !== undefined && service !== undefined)
    throw new Failure('usage', 'an answer counts for one scope: give --team or --service, not both');
  const input = {
    criterion,
    answer,
    reason: requiredText(options, 'reason'),
    ...(team === undefined ? {} : { team }),
    ...(service === undefined ? {} : { service }),
    ...(link === undefined ? {} : { link }),
  };
  const server = await connect();
  const { answerCriterion: made } = readAnswer(written, await server.graphql(documents.answerCriterion, { input }));
  const scope = team ?? service ?? 'the organisation';
  output.data({ ...input, ...made }, () =>
    [
      `Written down of ${oneLine(criterion)} for ${oneLine(scope)}: ${answer.toLowerCase().replace('_', ' ')}.`,
      'It counts within seconds, and for 180 days.',
    ].join('\n'),
  );
  return exitCodes.ok;
}
