import { int, millis, name, table, text } from './column.js';

/** What became of each delivery: the audit of ingest, and where its bytes lie in the log. */
export const deliveriesTable = table({
  name: 'deliveries',
  columns: {
    /** "<partition>:<offset>" in the topic deliveries. */
    position: text,
    /** Delivery id as the sender gave it, else the SHA-256 of the body. */
    delivery_id: text,
    endpoint: name,
    source: name,
    /** What the sender calls it, e.g. "deployment_status". */
    event: text,
    /** normalized, ignored or quarantined. */
    outcome: name,
    /** Why it was ignored or quarantined. */
    reason: text,
    events: int,
    bytes: int,
    received_at: millis,
  },
  key: ['position'],
});

/** Deliveries and events that could not be understood, with the reason and the place. Nothing leaves it silently. */
export const quarantineTable = table({
  name: 'quarantine',
  columns: {
    /** "<partition>:<offset>" of the delivery. */
    id: text,
    delivery_id: text,
    endpoint: name,
    source: name,
    /** normalize or fold. */
    stage: name,
    /** Closed set of codes, e.g. unreadable_body, invalid_event, unknown_type. */
    code: name,
    message: text,
    /** JSON pointer into the body. */
    pointer: text,
    received_at: millis,
    /** open, or resolved by a later attempt. */
    state: name,
    attempts: int,
  },
  key: ['id'],
});

/** Scopes whose derivation failed: shown on their tiles, tried again with each touch. */
export const staleScopesTable = table({
  name: 'stale_scopes',
  columns: { service: text, error: text, state: name },
  key: ['service'],
});
