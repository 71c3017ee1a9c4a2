import { canonicalJson, eventOf, kindOfType, type LeadlineEvent } from '@leadline/events';
import { MemoryLog } from '@leadline/adapters';
import type { Facts } from '@leadline/ports';
import { eventRecord, generation, runPipeline, peopleAsTold } from '@leadline/pipeline';
import { contentHash } from '@leadline/tracking';

/** An event of a case as Leadline's: the object is the event's data verbatim, its id the hash of it. */
export function caseEvent(data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const type = `dev.leadline.${String(data['type'])}.recorded`;
  const kind = kindOfType(type);
  if (kind === undefined) throw new Error(`A case has an event of the unknown kind ${canonicalJson(data['type'])}`);
  const said = data['occurredAt'];
  const time = typeof said === 'string' ? said : undefined;
  return eventOf(kind, { id: contentHash(data), source: 'case', time }, data as never);
}

/** Sends events through the log into fold and derive, in the order given, and waits until every row is there. */
export async function deriveWorld(events: readonly LeadlineEvent[], facts: Facts): Promise<void> {
  const log = new MemoryLog();
  const stop = new AbortController();
  const at = generation(1);
  const failures: unknown[] = [];
  const running = runPipeline(
    {
      log,
      facts,
      generation: at,
      people: peopleAsTold,
      sourceOf: () => undefined,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => {
        failures.push(error);
        stop.abort();
      },
    },
    stop.signal,
  );
  const records = events.map((event) => eventRecord(event, { position: '0:0', receivedAt: 0 }));
  for (let start = 0; start < records.length; start += 500)
    await log.append(at.events, records.slice(start, start + 500));
  await log.settled();
  stop.abort();
  await running;
  await log.close();
  if (failures.length > 0) throw failures[0];
}
