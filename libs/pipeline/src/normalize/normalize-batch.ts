import type { LeadlineEvent } from '@leadline/events';
import { type EventLog, type Facts, type LogRecord, RecordTooLarge, type StoredRecord } from '@leadline/ports';
import { type Normalized, OnceParsed, type Source } from '@leadline/sources';
import type { TableRow } from '@leadline/tables';
import { eventRecords } from '../fold-events/event-record.js';
import { INTERNAL } from '../ingest/accept-internal.js';
import { recordedDelivery, type RecordedDelivery } from '../ingest/delivery-record.js';
import { formatPosition } from '../ingest/position.js';
import { tried } from '../ingest/test-delivery.js';
import type { People } from '../people/people.js';
import { ATTEMPT, RETRY_OF } from '../quarantine/retry-quarantined.js';
import type { Generation } from '../topics.js';

export interface NormalizeDeps {
  readonly log: Pick<EventLog, 'append' | 'partitions'>;
  readonly facts: Facts;
  readonly generation: Generation;
  readonly people: People;
  /** The source that understands a delivery; undefined: nobody does. */
  readonly sourceOf: (id: string) => Source | undefined;
  /** A delivery went to quarantine as it came in; not told again when somebody tries it again. */
  readonly onQuarantined?: ((endpoint: string, receivedAt: number) => void) | undefined;
}

/** An event that was made, and the record that it is now. */
export interface MadeEvent {
  readonly event: LeadlineEvent;
  readonly record: StoredRecord;
}

/**
 * Turns deliveries into events. What cannot be understood is shown in quarantine with the reason and blocks nobody;
 * what became of every delivery is written down. Events are durable before that is, and before the position advances.
 */
export async function normalizeBatch(
  deps: NormalizeDeps,
  records: readonly StoredRecord[],
): Promise<readonly MadeEvent[]> {
  const partitions = await deps.log.partitions(deps.generation.events);
  const read = records.map((record): Read => {
    const delivery = recordedDelivery(record);
    const { understood, eventName } = understoodOf(delivery, deps);
    const normalized = delivery.verdict === 'test' ? tried(understood) : understood;
    const from = delivery.source === INTERNAL ? 'leadline' : 'sender';
    const events = normalized.outcome === 'events' ? normalized.events : [];
    return {
      record,
      delivery,
      eventName,
      normalized,
      made: events.flatMap((event) => madeOf(deps.people.veiled(event, from), record, partitions)),
    };
  });
  await deps.people.note(deps.facts);
  const { appended, events } = await appendEvents(deps, read);
  await deps.facts.store({
    deliveries: appended.map(deliveryRow),
    quarantine: appended.flatMap(quarantineRows),
  });
  for (const { record, delivery, normalized } of appended) {
    if (normalized.outcome !== 'rejected' || record.headers[RETRY_OF] !== undefined) continue;
    deps.onQuarantined?.(delivery.endpoint, record.time);
  }
  return events;
}

/** An event and what is to be appended of it. */
interface Made {
  readonly event: LeadlineEvent;
  readonly record: LogRecord;
}

/** A delivery, what became of it, and its events as records. */
interface Read {
  readonly record: StoredRecord;
  readonly delivery: RecordedDelivery;
  /** What its sender calls it; "": nobody knows the sender. */
  readonly eventName: string;
  readonly normalized: Normalized;
  readonly made: readonly Made[];
}

/** Makes the events durable. A delivery with an event larger than the log takes is rejected, and holds up nobody else. */
async function appendEvents(
  { log, generation }: NormalizeDeps,
  read: readonly Read[],
): Promise<{ appended: readonly Read[]; events: readonly MadeEvent[] }> {
  const events: MadeEvent[] = [];
  const fits = async (made: readonly Made[]): Promise<RecordTooLarge | null> => {
    if (made.length === 0) return null;
    try {
      const positions = await log.append(
        generation.events,
        made.map(({ record }) => record),
      );
      for (const [index, position] of positions.entries()) {
        const one = made[index];
        if (one) events.push({ event: one.event, record: { headers: {}, ...one.record, ...position } });
      }
      return null;
    } catch (error) {
      if (error instanceof RecordTooLarge) return error;
      throw error;
    }
  };
  if ((await fits(read.flatMap(({ made }) => made))) === null) return { appended: read, events };
  const appended: Read[] = [];
  for (const one of read) {
    // Some may have been stored already: the same event again changes nothing.
    const tooLarge = await fits(one.made);
    appended.push(tooLarge === null ? one : { ...one, normalized: rejectedAsTooLarge(tooLarge) });
  }
  return { appended, events };
}

function rejectedAsTooLarge({ bytes, limit }: RecordTooLarge): Normalized {
  const message = `An event of it has ${bytes} bytes, and the log takes ${limit}`;
  return { outcome: 'rejected', code: 'too_complex', message, pointer: '' };
}

interface Understood {
  readonly understood: Normalized;
  /** What its sender calls it; "": nobody can say. */
  readonly eventName: string;
}

/**
 * What becomes of a delivery and what its sender calls it, of a body that is parsed once for both and then let go. A source
 * that throws has a bug; its delivery waits in quarantine for the version that has not.
 */
function understoodOf(recorded: RecordedDelivery, { sourceOf }: NormalizeDeps): Understood {
  const source = sourceOf(recorded.source);
  if (!source) return unread('unknown_type', `No source "${recorded.source}" is known to this version of Leadline`);
  const delivery = new OnceParsed(recorded);
  try {
    return { understood: source.normalize(delivery), eventName: source.eventName(delivery) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unread('invalid_body', `The source ${source.id} could not read it: ${reason}`);
  }
}

const unread = (code: 'unknown_type' | 'invalid_body', message: string): Understood => ({
  understood: { outcome: 'rejected', code, message, pointer: '' },
  eventName: '',
});

function madeOf(event: LeadlineEvent, delivery: StoredRecord, partitions: number): Made[] {
  const of = { position: formatPosition(delivery), receivedAt: delivery.time };
  return eventRecords(event, of, partitions).map((record) => ({ event, record }));
}

function deliveryRow({ record, delivery, eventName, normalized }: Read): TableRow<'deliveries'> {
  return {
    position: formatPosition(record),
    delivery_id: delivery.id,
    endpoint: delivery.endpoint,
    source: delivery.source,
    event: eventName,
    outcome: { events: 'normalized', ignored: 'ignored', rejected: 'quarantined' }[normalized.outcome],
    reason: reasonOf(normalized),
    events: normalized.outcome === 'events' ? normalized.events.length : 0,
    bytes: delivery.body.byteLength,
    received_at: record.time,
    version: record.offset + 1,
  };
}

function reasonOf(normalized: Normalized): string {
  switch (normalized.outcome) {
    case 'events':
      return '';
    case 'ignored':
      return normalized.reason;
    case 'rejected':
      return normalized.code;
  }
}

function quarantineRows({ record, delivery, normalized }: Read): TableRow<'quarantine'>[] {
  const retried = record.headers[RETRY_OF];
  const entry = {
    id: retried ?? formatPosition(record),
    delivery_id: delivery.id,
    endpoint: delivery.endpoint,
    source: delivery.source,
    stage: 'normalize',
    received_at: record.time,
    attempts: Number(record.headers[ATTEMPT] ?? 1),
    version: record.offset + 1,
  };
  if (normalized.outcome === 'rejected') {
    const { code, message, pointer } = normalized;
    return [{ ...entry, code, message, pointer, state: 'open' }];
  }
  return retried === undefined ? [] : [{ ...entry, code: '', message: '', pointer: '', state: 'resolved' }];
}
