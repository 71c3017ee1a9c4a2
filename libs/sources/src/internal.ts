import { type LeadlineEvent, parseEvent, unknownType } from '@leadline/events';
import { parseJson, textOf } from './json-body.js';
import type { Delivery, Normalized, RejectionCode, Source } from './source.js';

/**
 * What Leadline states itself: the catalogue, corrections, imports. Bodies are lists of events under their final ids.
 * Nobody can send it: it is no kind of endpoint, and no request verifies.
 */
export const internal: Source = {
  id: 'leadline',
  title: 'Leadline',
  deliveryId: () => null,
  eventName: () => 'events',
  verify: () => ({ outcome: 'refused', reason: 'invalid_signature' }),
  normalize,
};

function normalize({ body }: Delivery): Normalized {
  const json = parseJson(textOf(body), { copiedWhole: true });
  if (json.outcome !== 'json') {
    return rejected(json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex', json.message);
  }
  if (!Array.isArray(json.value)) return rejected('invalid_body', 'expected a list of events');
  const events: LeadlineEvent[] = [];
  for (const [index, value] of json.value.entries()) {
    const parsed = parseEvent(value);
    switch (parsed.outcome) {
      case 'event':
        events.push(parsed.known.event);
        break;
      case 'unknown_type':
        return rejected('unknown_type', unknownType(parsed.type), `/${index}/type`);
      case 'invalid': {
        const [problem] = parsed.problems;
        return rejected('invalid_body', problem?.message ?? 'is no event', `/${index}${problem?.pointer ?? ''}`);
      }
    }
  }
  return events.length > 0 ? { outcome: 'events', events } : { outcome: 'ignored', reason: 'an empty list' };
}

function rejected(code: RejectionCode, message: string, pointer = ''): Normalized {
  return { outcome: 'rejected', code, message, pointer };
}
