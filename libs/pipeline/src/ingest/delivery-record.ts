import type { LogRecord } from '@leadline/ports';
import type { Delivery } from '@leadline/sources';

/** On what grounds a delivery was let in. */
export type Verdict =
  /** Its signature matched a live secret. */
  | 'verified'
  /** The endpoint takes hooks without signature. */
  | 'unsigned'
  /** A token with the scope events:write, this machine where there are no tokens, or a topic that the configuration names. */
  | 'authorised'
  /** Leadline itself: the catalogue, corrections, imports. */
  | 'internal'
  /** Leadline itself, to try the way of an endpoint: it passed the same check, and nothing of it counts. */
  | 'test';

/** A delivery as it lies in the topic `deliveries`. */
export interface RecordedDelivery extends Delivery {
  /** The sender's id of it, else the SHA-256 of the body in hexadecimal. */
  readonly id: string;
  /** Id of the source that understands it; "leadline" for what Leadline sends itself. */
  readonly source: string;
  readonly verdict: Verdict;
}

/** Keeps the sender's headers apart from ours: no sender can name its own endpoint. */
const SENT = 'http.';

/** The record of a delivery: body as value, id as key, everything else as headers. */
export function deliveryRecord({
  id,
  endpoint,
  source,
  verdict,
  headers,
  body,
  receivedAt,
}: RecordedDelivery): LogRecord {
  const recorded: Record<string, string> = { endpoint, source, verdict };
  for (const name of Object.keys(headers)) recorded[SENT + name] = headers[name] ?? '';
  return { key: id, value: body, headers: recorded, time: receivedAt };
}

/**
 * The delivery of a record. What a record does not say is empty: a record from elsewhere then names no known source and
 * ends in quarantine.
 */
export function recordedDelivery({ key, value, headers = {}, time }: LogRecord): RecordedDelivery {
  const sent: Record<string, string> = {};
  for (const name in headers) if (name.startsWith(SENT)) sent[name.slice(SENT.length)] = headers[name] ?? '';
  return {
    id: key,
    endpoint: headers['endpoint'] ?? '',
    source: headers['source'] ?? '',
    verdict: verdictOf(headers['verdict']),
    headers: sent,
    body: value,
    receivedAt: time,
  };
}

function verdictOf(text: string | undefined): Verdict {
  return text === 'verified' || text === 'authorised' || text === 'internal' || text === 'test' ? text : 'unsigned';
}
