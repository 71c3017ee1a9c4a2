import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import type { Server } from '../server/server.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';

/** What is not sent again by itself, and can be sent once more. */
const lostStates: readonly string[] = ['REFUSED', 'GIVEN_UP', 'UNKNOWN'];

const askedAnswer = z.object({ sendNoticeAgain: z.object({ id: z.string(), channel: z.string(), state: z.string() }) });
type Asked = z.infer<typeof askedAnswer>['sendNoticeAgain'];

const notice = z.object({
  id: z.string(),
  channel: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  attempts: z.number(),
  at: z.string(),
  retryAt: z.string().nullable(),
  tells: z.array(
    z.object({
      event: z.string(),
      rule: z.string().nullable(),
      key: z.string().nullable(),
      deployment: z.string().nullable(),
    }),
  ),
});
type Notice = z.infer<typeof notice>;
type Told = Notice['tells'][number];

/** `leadline notices ls`. */
export async function listNotices({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const notices = await known(await connect(), options.isSet('lost') ? lostStates : null);
  output.data(notices, () => {
    if (notices.length === 0) return options.isSet('lost') ? 'Nothing was lost.' : 'No channel was told of anything.';
    const rows = notices.map(({ id, at, channel, state, attempts, tells, reason }) => [
      id,
      at,
      channel,
      inWords(state),
      String(attempts),
      toldText(tells),
      reason ?? '',
    ]);
    return [
      table(['ID', 'AT', 'CHANNEL', 'STATE', 'TRIES', 'TELLS', 'REASON'], rows),
      ...(notices.some(({ state }) => lostStates.includes(state))
        ? ['', 'Send one once more: leadline notices send-again <id>']
        : []),
    ].join('\n');
  });
  return exitCodes.ok;
}

function toldText(tells: readonly Told[]): string {
  const [first] = tells;
  if (first === undefined) return '';
  const one = first.rule === null ? `a deployment ${first.event.replaceAll('_', ' ')}` : `${first.rule} ${first.event}`;
  return tells.length === 1 ? one : `${one}, and ${tells.length - 1} more`;
}

/** `leadline notices send-again <id…>|--lost`: one after another, so that of each is said what became of the wish. */
export async function sendNoticesAgain({ args, options, output, server: connect }: Invocation): Promise<ExitCode> {
  const isEverything = options.isSet('lost');
  if (isEverything === args.length > 0) throw new Failure('usage', 'name what to send once more, or --lost');
  const server = await connect();
  const ids = isEverything ? (await known(server, lostStates)).map(({ id }) => id) : args;
  const asked: Asked[] = [];
  for (const id of ids) {
    asked.push(await askedFor(server, id, asked.length));
  }
  output.data(asked, () =>
    asked.length === 0
      ? 'Nothing was lost.'
      : [
          table(
            ['ID', 'CHANNEL', 'STATE'],
            asked.map(({ id, channel, state }) => [id, channel, inWords(state)]),
          ),
          '',
          'Sent within a minute or so; what became of it: leadline notices ls',
        ].join('\n'),
  );
  return exitCodes.ok;
}

/** Has one sent once more; of several the one that cannot be is named, with how many went before. */
async function askedFor(server: Server, id: string, before: number): Promise<Asked> {
  try {
    return readAnswer(askedAnswer, await server.graphql(documents.sendNoticeAgain, { id })).sendNoticeAgain;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const listed = error.kind === 'refused' ? ['What there is: leadline notices ls'] : [];
    const went = before === 0 ? [] : [`Before it, ${before} ${before === 1 ? 'was' : 'were'} asked for.`];
    throw new Failure(error.kind, `${oneLine(id)}: ${error.message}`, [...error.fix, ...listed, ...went], {
      cause: error,
    });
  }
}

async function known(server: Server, states: readonly string[] | null): Promise<readonly Notice[]> {
  const answer = await server.graphql(documents.notices, { states });
  return readAnswer(z.object({ notices: z.array(notice) }), answer).notices;
}
