import { askApi, redeliver, type RedeliveryCounts } from '@leadline/pipeline';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { counted } from '../terminal/quantities.js';
import { oneLine } from '../terminal/printable.js';
import { refusedBy, waitText } from './backfill.js';
import { accessTo, apiOf, type SenderApi, senderApis, sourceOf, targetOf } from './sender-api.js';

/** `leadline reconcile github|gitlab <target>`: what nobody took is sent again. */
export async function reconcile(invocation: Invocation, id: SenderApi['id']): Promise<ExitCode> {
  const { args, options, io, output } = invocation;
  const sender = senderApis[id];
  const target = targetOf(sender, args[0] ?? '');
  const { keptDays } = apiOf(sender);
  const since = parsePointInTime(requiredText(options, 'since', `${keptDays}d`), '--since', io.now());
  const endpoint = requiredText(options, 'endpoint', id);
  const hook = hookOf(optionalText(options, 'hook'));
  const { redelivery } = sourceOf(sender);
  if (redelivery === undefined) throw new Error(`${sender.title} sends nothing again`);
  const isDryRun = options.isSet('dryRun');
  const onWait = (reason: string, milliseconds: number): void => {
    if (milliseconds >= 1_000) output.message(waitText(sender, reason, milliseconds, io.now()));
  };
  const ask = askApi(accessTo(sender, invocation), { ...io, onWait });
  const wanted = { target, since, until: io.now(), endpoint, hook };
  const redelivered = await redeliver(wanted, { redelivery, ask, now: io.now, countOnly: isDryRun });
  switch (redelivered.outcome) {
    case 'refused':
      throw refusedBy(sender, redelivered);
    case 'stopped':
      if (redelivered.why === 'interrupted') throw new Failure('interrupted', 'interrupted');
      throw new Failure('unreachable', oneLine(redelivered.reason, 400));
    case 'not_listed':
      throw new Failure('refused', `${sender.title} does not list what it sent: ${oneLine(redelivered.reason)}`, [
        `Bring in that time instead: leadline backfill ${id} ${target} --since ${keptDays}d`,
      ]);
    case 'done': {
      const { counts } = redelivered;
      output.data({ source: id, target, since: new Date(since).toISOString(), dryRun: isDryRun, ...counts }, () =>
        resultText(counts, sender, isDryRun),
      );
      return counts.givenUp + counts.notSentAgain > 0 ? exitCodes.failed : exitCodes.ok;
    }
  }
}

function resultText(
  { attempts, missed, sentAgain, givenUp, notSentAgain }: RedeliveryCounts,
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
