import { askApi, type FetchEnd, fetchHistory, fromTheBeginning, type LeftOut, type Reached } from '@leadline/pipeline';
import type { History, HookRequest } from '@leadline/sources';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { isEarlier } from '../git-import/send-plan.js';
import { requiredText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import type { Server } from '../server/server.js';
import type { StateFile } from '../state-file.js';
import { oneLine } from '../terminal/printable.js';
import { startProgress } from '../terminal/progress.js';
import { counted, duration, grouped, instantText } from '../terminal/quantities.js';
import { backfillCheckpoint, type Checkpoint, reachedIn } from './checkpoint.js';
import { sendDeliveries } from './send-deliveries.js';
import { accessTo, historyOf, type SenderApi, senderApis, targetOf } from './sender-api.js';

/** `leadline backfill github|gitlab <target>`: what happened before there was a hook. */
export async function backfill(invocation: Invocation, id: SenderApi['id']): Promise<ExitCode> {
  const { args, options, io, output } = invocation;
  const sender = senderApis[id];
  const target = targetOf(sender, args[0] ?? '');
  const sinceText = requiredText(options, 'since', '90d');
  const since = parsePointInTime(sinceText, '--since', io.now());
  const endpoint = requiredText(options, 'endpoint', sender.id);
  const work: Work = { invocation, sender, history: historyOf(sender), target, since, endpoint };
  if (options.isSet('dryRun')) return dryRun(work);
  const server = await invocation.server();
  // Fails at once where nothing answers; later, a server that goes away is waited for.
  await server.ask({ method: 'GET', path: '/healthz' });
  const access = accessTo(sender, invocation);
  const file = backfillCheckpoint([sender.id, access.address, target, sinceText, endpoint, server.address], io);
  if (options.isSet('restart')) await file.remove();
  const started = io.now();
  const end = await fetchFrom({ ...work, access, server, file });
  const { reached, from } = end;
  await file.remove();
  const seconds = (io.now() - started) / 1000;
  tellLeftOut(invocation, reached.leftOut);
  const { asked, delivered, position, found, leftOut } = reached;
  output.data(
    {
      source: id,
      target,
      since: iso(from),
      found,
      questions: asked,
      deliveries: delivered,
      position,
      leftOut,
      seconds,
    },
    () => doneText(work, reached, from, seconds),
  );
  return leftOut.length > 0 ? exitCodes.refused : exitCodes.ok;
}

interface Work {
  readonly invocation: Invocation;
  readonly sender: SenderApi;
  readonly history: History;
  readonly target: string;
  readonly since: number;
  readonly endpoint: string;
}

interface Sending extends Work {
  readonly access: ReturnType<typeof accessTo>;
  readonly server: Server;
  readonly file: StateFile<Checkpoint>;
}

/** What was acknowledged before is gone: the server's log is another one. */
class Lost extends Error {}

async function fetchFrom(sending: Sending): Promise<{ readonly reached: Reached; readonly from: number }> {
  const { file, history, since, invocation } = sending;
  const kept = await file.read();
  const resumed = reachedIn(kept, history);
  const from = resumed === undefined || kept === undefined ? since : kept.since;
  if (resumed !== undefined && kept !== undefined) {
    invocation.output.message(
      `Going on after ${counted(resumed.asked, 'question')}, answered by ${instantText(kept.savedAt)}.`,
    );
  }
  try {
    return { reached: await fetchOnce(sending, resumed, from), from };
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    invocation.output.message('The server lost what was sent before; reading everything again.');
    await file.remove();
    return { reached: await fetchOnce(sending, undefined, since), from: since };
  }
}

async function fetchOnce(sending: Sending, resumed: Reached | undefined, since: number): Promise<Reached> {
  const { invocation, sender, history, target, access, server, endpoint, file } = sending;
  const { io } = invocation;
  const reached = resumed ?? fromTheBeginning(history.begin({ target, since, until: io.now(), endpoint }));
  const expected = (steps: Reached): number =>
    steps.asked + steps.steps.reduce((sum, step) => sum + history.weight(step), 0);
  const progress = await startProgress(io, { total: expected(reached), already: reached.asked, of: 'questions' });
  const deliver = async (deliveries: readonly HookRequest[]): Promise<string | undefined> => {
    const position = await sendDeliveries(server, io, { endpoint, say: progress.say }, deliveries).catch(goingOn);
    if (isEarlier(position, reached.position)) throw new Lost();
    return position;
  };
  try {
    const end = await fetchHistory(reached, {
      history,
      ask: askApi(access, {
        ...io,
        onWait: (reason, milliseconds) => {
          if (milliseconds >= 1_000) progress.say(waitText(sender, reason, milliseconds, io.now()));
        },
      }),
      deliver,
      keep: (state) => file.write({ ...state, since, savedAt: io.now() }),
      onProgress: (_, total) => {
        progress.expect(total);
        progress.advance(1);
      },
      now: io.now,
    });
    return reachedBy(end, sender);
  } finally {
    progress.stop();
  }
}

/** "GitHub: its limit is used up; waiting 40 min, until 2026-03-02 10:40:00Z". */
export const waitText = ({ title }: SenderApi, reason: string, milliseconds: number, now: number): string =>
  `${title}: ${reason}; waiting ${duration(milliseconds / 1000)}, until ${instantText(now + milliseconds)}`;

/** What was read before is durable: nothing is lost when Leadline goes away. */
function goingOn(error: unknown): never {
  if (!(error instanceof Failure) || (error.kind !== 'unreachable' && error.kind !== 'interrupted')) throw error;
  const fix = ['What was read so far is kept; the same command goes on.', ...error.fix];
  throw new Failure(error.kind, error.message, fix, { cause: error });
}

function reachedBy(end: FetchEnd, sender: SenderApi): Reached {
  switch (end.outcome) {
    case 'done':
      return end.reached;
    case 'refused':
      throw refusedBy(sender, end);
    case 'stopped': {
      const { asked } = end.reached;
      const going =
        asked === 0 ? 'Nothing was read yet.' : `${counted(asked, 'question')} are answered; the same command goes on.`;
      if (end.why === 'interrupted') throw new Failure('interrupted', 'interrupted', [going]);
      throw new Failure('unreachable', oneLine(end.reason, 400), [
        going,
        `See whether ${sender.title} has an incident.`,
      ]);
    }
  }
}

/** What a sender refuses altogether, and where the token that it was shown stands. */
export function refusedBy(
  { tokenVariables }: SenderApi,
  { message, fix }: { readonly message: string; readonly fix: string },
): Failure {
  return new Failure('refused', oneLine(message), [fix, `The token is taken from ${tokenVariables.join(' or ')}.`]);
}

/** Reads the lists and counts; what each member would take is known from them. */
async function dryRun({ invocation, sender, history, target, since, endpoint }: Work): Promise<ExitCode> {
  const { io, output } = invocation;
  const access = accessTo(sender, invocation);
  const say = output.message;
  const end = await fetchHistory(fromTheBeginning(history.begin({ target, since, until: io.now(), endpoint })), {
    history,
    ask: askApi(access, {
      ...io,
      onWait: (reason, ms) => say(waitText(sender, reason, ms, io.now())),
    }),
    deliver: async () => undefined,
    keep: async () => undefined,
    onProgress: () => undefined,
    now: io.now,
    countOnly: true,
  });
  const { found, asked, details, leftOut } = reachedBy(end, sender);
  tellLeftOut(invocation, leftOut);
  output.data(
    { source: sender.id, target, since: iso(since), dryRun: true, found, questions: asked + details, leftOut },
    () =>
      [
        `Would read of ${target} since ${iso(since)}: ${foundText(found)}.`,
        `That takes ${counted(asked + details, 'question')} to ${sender.title}.`,
        'Nothing was sent.',
      ].join('\n'),
  );
  return leftOut.length > 0 ? exitCodes.refused : exitCodes.ok;
}

function tellLeftOut({ output }: Invocation, leftOut: readonly LeftOut[]): void {
  for (const { what, reason, fix } of leftOut) {
    output.message(`Left out ${oneLine(what)}: ${oneLine(reason)}`);
    output.message(`  ${fix}`);
  }
}

function doneText({ target }: Work, reached: Reached, since: number, seconds: number): string {
  return [
    `Read of ${target} since ${iso(since)}, in ${duration(seconds)}: ${foundText(reached.found)}.`,
    `${counted(reached.delivered, 'delivery', 'deliveries')} sent. What hooks told too counts once.`,
    '',
    'Next:',
    '  leadline explain CHANGE_LEAD_TIME',
    '  leadline quarantine ls',
  ].join('\n');
}

function foundText(found: Readonly<Record<string, number>>): string {
  const parts = Object.entries(found).flatMap(([name, count]) =>
    count === 0 ? [] : [`${grouped(count)} ${count === 1 ? singular(name) : name}`],
  );
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

const singular = (name: string): string =>
  name.includes(' and ') ? name : name.replace(/ies$/, 'y').replace(/s$/, '');

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
