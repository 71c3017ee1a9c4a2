import type { LeadlineEvent } from '@leadline/events';
import { deliveryRecord } from '@leadline/pipeline';
import type { LogRecord } from '@leadline/ports';

/** Bytes of a delivery's body: what a webhook of medium size has. */
const DELIVERY_BYTES = 2_048;

/** A delivery of one event, as `POST /events` takes it, received when it happened. */
export function deliveryOf(event: LeadlineEvent): LogRecord {
  const text = JSON.stringify(event);
  const note = 'x'.repeat(Math.max(0, DELIVERY_BYTES - text.length - 10));
  return deliveryRecord({
    id: event.id,
    endpoint: 'events',
    source: 'cloudevents',
    verdict: 'authorised',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: Buffer.from(`${text.slice(0, -1)},"note":"${note}"}`),
    receivedAt: Date.parse(event.time ?? ''),
  });
}
