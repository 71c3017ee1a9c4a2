import { kinds, type LeadlineEvent } from '@leadline/events';
import type { EventLog, Facts, LogRecord, StoredRecord } from '@leadline/ports';
import { type Delivery, type Normalized, type Source } from '@leadline/sources';
import type { TableRow } from '@leadline/tables';
import { eventRecord } from '../fold-events/event-record.js';
import { recordedDelivery, type RecordedDelivery } from '../ingest/delivery-record.js';
import type { Generation } from '../topics.js';

export interface NormalizeDeps {
  readonly log: Pick<EventLog, 'append' | 'partitions'>;
  readonly facts: Facts;
  readonly generation: Generation;
  /** The source that understands a delivery; undefined: nobody does. */
  readonly sourceOf: (id: string) => Source | undefined;
}

/**
 * Turns deliveries into events. What cannot be understood is shown in quarantine with the reason and blocks nobody;
 * what became of every delivery is written down. Events are durable before that is, and before the position advances.
 */
export async function normalizeBatch(deps: NormalizeDeps, records: readonly StoredRecord[]): Promise<void> {
  const read = records.map((record) => {
    const delivery = recordedDelivery(record);
    return { record, delivery, normalized: normalizeOne(deps.sourceOf(delivery.source), delivery) };
  });
  const partitions = await deps.log.partitions(deps.generation.events);
  const events = read.flatMap(({ record, delivery, normalized }) =>
    normalized.outcome === 'events'
      ? normalized.events.flatMap((event) => recordsOf(event, record, delivery, partitions))
      : [],
  );
  if (events.length > 0) await deps.log.append(deps.generation.events, events);
  await deps.facts.store({
    deliveries: read.map(({ record, delivery, normalized }) => deliveryRow(record, delivery, normalized, deps)),
    quarantine: read.flatMap(({ record, delivery, normalized }) => quarantineRows(record, delivery, normalized)),
  });
}

/** A source that throws has a bug; its delivery waits in quarantine for the version that has not. */
function normalizeOne(source: Source | undefined, delivery: RecordedDelivery): Normalized {
  if (!source) {
    const message = `No source "${delivery.source}" is known to this version of Leadline`;
    return { outcome: 'rejected', code: 'unknown_type', message, pointer: '' };
  }
  try {
    return source.normalize(delivery);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The source ${source.id} could not read it: ${reason}`;
    return { outcome: 'rejected', code: 'invalid_body', message, pointer: '' };
  }
}

/** Every partition gets its own copy of the catalogue: the owner of each folds with it from that record on. */
function recordsOf(
  event: LeadlineEvent,
  record: StoredRecord,
  { receivedAt }: Delivery,
  partitions: number,
): LogRecord[] {
  const appended = eventRecord(event, { position: positionOf(record), receivedAt });
  if (event.type !== kinds.catalogue.type) return [appended];
  return Array.from({ length: partitions }, (_, partition) => ({ ...appended, partition }));
}

const positionOf = ({ partition, offset }: StoredRecord): string => `${partition}:${offset}`;

function deliveryRow(
  record: StoredRecord,
  delivery: RecordedDelivery,
  normalized: Normalized,
  { sourceOf }: NormalizeDeps,
): TableRow<'deliveries'> {
  return {
    position: positionOf(record),
    delivery_id: delivery.id,
    endpoint: delivery.endpoint,
    source: delivery.source,
    event: sourceOf(delivery.source)?.eventName(delivery) ?? '',
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

function quarantineRows(
  record: StoredRecord,
  delivery: RecordedDelivery,
  normalized: Normalized,
): TableRow<'quarantine'>[] {
  if (normalized.outcome !== 'rejected') return [];
  return [
    {
      id: positionOf(record),
      delivery_id: delivery.id,
      endpoint: delivery.endpoint,
      source: delivery.source,
      stage: 'normalize',
      code: normalized.code,
      message: normalized.message,
      pointer: normalized.pointer,
      received_at: record.time,
      state: 'open',
      attempts: 1,
      version: record.offset + 1,
    },
  ];
}
