import { eventOf } from '@leadline/events';
import type { Invocation } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { oneLine } from '../terminal/printable.js';
import { subjectOf } from './checkout.js';
import { defined } from './defined.js';
import { sendReport } from './send-report.js';

/**
 * `leadline report incident`: without `--id` a new one that begins now (or `--started-at`); with `--id` what is newly
 * known of it, such as its end.
 */
export async function reportIncident(invocation: Invocation): Promise<ExitCode> {
  const { options, io } = invocation;
  const now = io.now();
  const known = optionalText(options, 'id');
  const instant = (name: string, option: string): string | undefined => {
    const text = optionalText(options, name);
    return text === undefined ? undefined : new Date(parsePointInTime(text, option, now)).toISOString();
  };
  const service = known === undefined ? (await subjectOf(invocation)).service : optionalText(options, 'service');
  const startedAt =
    instant('startedAt', '--started-at') ?? (known === undefined ? new Date(now).toISOString() : undefined);
  const resolvedAt =
    instant('resolvedAt', '--resolved-at') ?? (options.isSet('resolved') ? new Date(now).toISOString() : undefined);
  const id = known ?? `cli/${service}/${startedAt}`;
  const causedBy = [...options.texts('causedBy')];
  const notCausedByChange = options.isSet('notCausedByChange') ? true : undefined;
  if (causedBy.length > 0 && notCausedByChange) {
    throw new Failure('usage', 'either --caused-by or --not-caused-by-change, not both');
  }
  const revision = now * 10;
  const event = eventOf(
    'incident',
    {
      id: `cli:incident:${id}:${revision}`,
      source: 'cli',
      time: resolvedAt ?? startedAt ?? new Date(now).toISOString(),
    },
    defined({
      revision,
      occurredAt: new Date(now).toISOString(),
      id,
      service,
      severity: optionalText(options, 'severity'),
      startedAt,
      detectedAt: instant('detectedAt', '--detected-at'),
      resolvedAt,
      causedBy: causedBy.length === 0 ? undefined : causedBy,
      notCausedByChange,
      title: optionalText(options, 'title'),
      url: optionalText(options, 'url'),
      source: 'cli',
    }),
  );
  const state = resolvedAt === undefined ? (known === undefined ? 'open' : 'updated') : 'resolved';
  return sendReport(invocation, {
    events: [event],
    summary: `Reported incident ${oneLine(id)}: ${state}.`,
    next:
      resolvedAt === undefined ? ['', `When it is over: leadline report incident --id ${oneLine(id)} --resolved`] : [],
  });
}
