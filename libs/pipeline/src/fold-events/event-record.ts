import {
  canonicalJson,
  kinds,
  type KnownEvent,
  type LeadlineEvent,
  parseEvent,
  type ParsedEvent,
} from '@leadline/events';
import type { LogRecord, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { hash } from 'node:crypto';

/** Header that names the delivery an event came with. */
const DELIVERY = 'delivery';

/** An event as a record of the topic `events`, keyed by its entity. */
export function eventRecord(
  event: LeadlineEvent,
  delivery: { readonly position: string; readonly receivedAt: number },
): LogRecord {
  return {
    key: event.subject,
    value: Buffer.from(JSON.stringify(event)),
    headers: { [DELIVERY]: delivery.position },
    time: delivery.receivedAt,
  };
}

/**
 * The records of an event. Every partition gets its own copy of the catalogue and of renamed repositories: the owner of
 * each folds with it from that record on.
 */
export function eventRecords(
  event: LeadlineEvent,
  delivery: { readonly position: string; readonly receivedAt: number },
  partitions: number,
): LogRecord[] {
  const record = eventRecord(event, delivery);
  if (!isOfMeaning(event)) return [record];
  return Array.from({ length: partitions }, (_, partition) => ({ ...record, partition }));
}

/** Reads a record of the topic `events`; Leadline wrote it, but perhaps an older one did. */
export function eventIn(record: StoredRecord): ParsedEvent {
  try {
    return parseEvent(JSON.parse(Buffer.from(record.value).toString('utf8')));
  } catch {
    return { outcome: 'invalid', problems: [{ pointer: '', message: 'not JSON' }] };
  }
}

/** The event's row in the table `events`. */
export function eventRow(known: KnownEvent, record: StoredRecord): TableRow<'events'> {
  const { event, kind } = known;
  const entity = entityIn(record.partition, kind, event.subject);
  const data = canonicalJson(event.data);
  return {
    entity,
    event_id: event.id,
    hash: hash('sha256', data),
    kind,
    source: event.source,
    time: event.time === undefined ? null : Date.parse(event.time),
    revision: typeof event.data.revision === 'number' ? event.data.revision : 0,
    data,
    delivery: record.headers[DELIVERY] ?? '',
    received_at: record.time,
    log_partition: record.partition,
    version: record.offset + 1,
  };
}

/** Each partition has its own copy of the catalogue, so that its owner knows when it learned of it. */
export const catalogueEntity = (partition: number): string => `catalogue:${partition}`;

/** The same of what repositories are called today. */
const ownCopy = (entity: string, partition: number): string => `${entity}@${partition}`;

export const isOfPartition = ({ entity }: { readonly entity: string }, partition: number): boolean =>
  entity.endsWith(ownCopy('', partition));

function entityIn(partition: number, kind: KnownEvent['kind'], subject: string): string {
  if (kind === 'catalogue') return catalogueEntity(partition);
  return kind === 'repository' ? ownCopy(subject, partition) : subject;
}

/** What every partition has to know: what names mean. */
const meanings: readonly string[] = [kinds.catalogue.type, kinds.repository.type];
export const isOfMeaning = ({ type }: { readonly type: string }): boolean => meanings.includes(type);
