import { createHash } from 'node:crypto';
import { canonicalJson } from '@leadline/events';
import { verifySharedToken } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source } from '../source.js';
import { attributesOf, isBinaryMode } from './read-cloud-events.js';
import { cloudeventsTestEvents } from './test-events.js';
import { validateEvents } from './validate-events.js';

/** CloudEvents, CDEvents and Leadline's own kinds, as `POST /events` takes them. */
export const cloudevents: Source = {
  id: 'cloudevents',
  title: 'CloudEvents and CDEvents',
  deliveryId,
  eventName,
  verify: (request, secrets) => verifySharedToken(request, 'authorization', secrets, 'Bearer '),
  normalize,
  testEvents: cloudeventsTestEvents,
};

/**
 * An id is given where part of the event stands in headers, so that the body's hash would not tell two events apart.
 * It covers the data too: a sender that repeats an id with other data corrects itself.
 */
function deliveryId(request: HookRequest): string | null {
  if (!isBinaryMode(request)) return null;
  return createHash('sha256')
    .update(canonicalJson(attributesOf(request)))
    .update('\n')
    .update(request.body)
    .digest('hex');
}

/** The type, which stands in a header in binary mode only; else the format. */
function eventName(request: HookRequest): string {
  return request.headers['ce-type'] ?? request.headers['content-type']?.split(';')[0]?.trim() ?? '';
}

function normalize(delivery: Delivery): Normalized {
  const validated = validateEvents(delivery, delivery.receivedAt);
  if (validated.outcome === 'problems') {
    const [first = { pointer: '', message: '' }, ...others] = validated.problems;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return { outcome: 'rejected', code: validated.code, message: first.message + more, pointer: first.pointer };
  }
  const { events, ignored } = validated;
  if (events.length > 0) return { outcome: 'events', events: events.map(({ event }) => event) };
  return { outcome: 'ignored', reason: ignored[0]?.reason ?? 'an empty batch' };
}
