import type { LeadlineEvent } from '@leadline/events';
import { parseEvent } from '@leadline/events';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { batches } from '../server/event-batches.js';
import { createEventSender } from '../server/send-events.js';

export interface Report {
  /** What is told; the last is what the command is about, the others support it. */
  readonly events: readonly LeadlineEvent[];
  /** Says in one line what was told. */
  readonly summary: string;
  readonly next?: readonly string[];
}

/** Sends what a command reports, or with `--dry-run` shows it. The answer is the reported event and its position. */
export async function sendReport(invocation: Invocation, { events, summary, next = [] }: Report): Promise<ExitCode> {
  const { options, io, output } = invocation;
  const event = events.at(-1);
  if (event === undefined) throw new Error('a report tells at least one event');
  for (const told of events) check(told);
  if (options.isSet('dryRun')) {
    output.data({ dryRun: true, events }, () => JSON.stringify(events, undefined, 2));
    return exitCodes.ok;
  }
  const sender = createEventSender(await invocation.server(), io, output.message);
  let position: string | undefined;
  for await (const batch of batches([events], 0)) position = await sender.send(batch);
  output.data({ event, events: events.length, position }, () => [summary, ...next].join('\n'));
  return exitCodes.ok;
}

/** What the server would refuse is refused here, with the option's name rather than a pointer where that is the same. */
function check(event: LeadlineEvent): void {
  const parsed = parseEvent(event);
  if (parsed.outcome !== 'invalid') return;
  const problems = parsed.problems.map(({ pointer, message }) => `${pointer.replace(/^\/data\//, '')}: ${message}`);
  throw new Failure('usage', 'this cannot be reported', problems);
}
