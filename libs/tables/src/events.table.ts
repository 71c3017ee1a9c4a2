import { int, maybeMillis, millis, name, table, text } from './column.js';

/**
 * Every normalized event: the audit store that entities are folded from. One row per different content of one event id,
 * so that the winner among them is chosen by rule (revision, time, hash), never by arrival.
 */
export const eventsTable = table({
  name: 'events',
  columns: {
    /** Entity the event is a patch of; `catalogue:<partition>` for catalogues. */
    entity: text,
    event_id: text,
    /** SHA-256 hex of the canonical JSON of `data`. */
    hash: text,
    kind: name,
    source: text,
    /** When it happened by the source's clock. */
    time: maybeMillis,
    revision: int,
    /** JSON of the event's data. */
    data: text,
    /** Delivery it came with: "<partition>:<offset>" of the topic deliveries. */
    delivery: text,
    received_at: millis,
    /** Partition of the topic events. */
    log_partition: int,
  },
  key: ['entity', 'event_id', 'hash'],
  provenance: ['delivery', 'received_at', 'log_partition'],
});
