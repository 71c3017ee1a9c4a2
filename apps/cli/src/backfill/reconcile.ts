import { askApi, fetchHistory, fromTheBeginning } from '@leadline/pipeline';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { counted, duration } from '../terminal/quantities.js';
import { reachedBy } from './backfill.js';
import { accessTo, type SenderApi, senderApis, sourceOf, targetOf } from './sender-api.js';

/** What a sender keeps of its deliveries, in days. */
const keptDays: Readonly<Record<SenderApi['id'], number>> = { github: 3, gitlab: 7 };

/** `leadline reconcile github|gitlab <target>`: what nobody took is sent again. */
export async function reconcile(invocation: Invocation, id: SenderApi['id']): Promise<ExitCode> {
  const { args, options, io, output } = invocation;
  const sender = senderApis[id];
  const target = targetOf(sender, args[0] ?? '');
  const since = parsePointInTime(requiredText(options, 'since', `${keptDays[id]}d`), '--since', io.now());
  const endpoint = requiredText(options, 'endpoint', id);
  const { redelivery } = sourceOf(sender);
  if (redelivery === undefined) throw new Error(`${sender.title} sends nothing again`);
  const access = accessTo(sender, invocation);
  const isDryRun = options.isSet('dryRun');
  const wanted = { target, since, until: io.now(), endpoint, hook: hookOf(optionalText(options, 'hook')) };
  const end = await fetchHistory(fromTheBeginning(redelivery.begin(wanted)), {
    history: redelivery,
    ask: askApi(access, {
      ...io,
      onWait: (reason, milliseconds) => {
        if (milliseconds >= 1_000)
          output.message(`${sender.title}: ${reason}; waiting ${duration(milliseconds / 1000)}`);
      },
    }),
    deliver: async () => undefined,
    keep: async () => undefined,
    onProgress: () => undefined,
    now: io.now,
    countOnly: isDryRun,
  });
  const { found, leftOut } = reachedBy(end, sender);
  const result = {
    attempts: found['attempts'] ?? 0,
    missed: found['missed'] ?? 0,
    sentAgain: found['sent again'] ?? 0,
    givenUp: found['given up'] ?? 0,
    notSentAgain: found['not sent again'] ?? 0,
  };
  if (leftOut.length > 0) {
    throw new Failure('refused', `${sender.title} does not list what it sent: ${leftOut[0]?.reason ?? ''}`, [
      `Bring in that time instead: leadline backfill ${id} ${target} --since ${keptDays[id]}d`,
    ]);
  }
  output.data({ source: id, target, since: new Date(since).toISOString(), dryRun: isDryRun, ...result }, () =>
    resultText(result, sender, isDryRun),
  );
  return result.givenUp + result.notSentAgain > 0 ? exitCodes.failed : exitCodes.ok;
}

interface Result {
  readonly attempts: number;
  readonly missed: number;
  readonly sentAgain: number;
  readonly givenUp: number;
  readonly notSentAgain: number;
}

function resultText(
  { attempts, missed, sentAgain, givenUp, notSentAgain }: Result,
  sender: SenderApi,
  isDryRun: boolean,
) {
  const deliveries = (count: number): string => counted(count, 'delivery', 'deliveries');
  return [
    `Looked at ${counted(attempts, 'attempt')} of ${sender.title} to deliver: ${deliveries(missed)} missed.`,
    isDryRun ? 'Nothing was sent again.' : `${deliveries(sentAgain)} sent again; they come as webhooks.`,
    ...(givenUp === 0
      ? []
      : [`Given up: ${deliveries(givenUp)} failed five times; see what ${sender.title} was answered.`]),
    ...(notSentAgain === 0
      ? []
      : [`${deliveries(notSentAgain)} could not be sent again: ${sender.title} no longer has them.`]),
  ].join('\n');
}

function hookOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Failure('usage', `--hook: expected the number of a webhook, not "${text}"`);
}
