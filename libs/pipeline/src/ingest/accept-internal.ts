import type { LeadlineEvent } from '@leadline/events';
import { createHash } from 'node:crypto';
import { appendDeliveries, type IngestDeps, type NotDurable, type TooLarge } from './append-deliveries.js';
import type { RecordedDelivery } from './delivery-record.js';
import { formatPosition } from './position.js';

export type InternalOutcome =
  /** One position per delivery the events were stored in, in order. */
  { readonly outcome: 'accepted'; readonly positions: readonly string[] } | TooLarge | NotDurable;

/** Endpoint and source of what Leadline itself states: the catalogue, corrections, imports. */
export const INTERNAL = 'leadline';

const headers = { 'content-type': 'application/cloudevents-batch+json' };
/** A delivery is read and parsed whole; this keeps each short work. */
const MOST_BYTES = 1024 * 1024;

/** Stores Leadline's own events as deliveries too, in CloudEvents batches of about a mebibyte: a replay finds everything in one place. */
export async function acceptInternal(
  { log, clock }: Pick<IngestDeps, 'log' | 'clock'>,
  events: readonly LeadlineEvent[],
): Promise<InternalOutcome> {
  if (events.length === 0) return { outcome: 'accepted', positions: [] };
  const receivedAt = clock.now();
  const deliveries = batches(events.map((event) => JSON.stringify(event))).map((batch): RecordedDelivery => {
    const body = Buffer.from(`[${batch.join(',')}]`);
    const id = createHash('sha256').update(body).digest('hex');
    return { id, endpoint: INTERNAL, source: INTERNAL, verdict: 'internal', headers, body, receivedAt };
  });
  const appended = await appendDeliveries(log, deliveries);
  if (appended.outcome !== 'appended') return appended;
  return { outcome: 'accepted', positions: appended.positions.map(formatPosition) };
}

function batches(texts: readonly string[]): string[][] {
  const result: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = Buffer.byteLength(text);
    if (batch.length > 0 && bytes + size > MOST_BYTES) {
      result.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(text);
    bytes += size;
  }
  result.push(batch);
  return result;
}
