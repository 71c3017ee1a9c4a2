import { type EventProblem, jsonPointer, type KnownEvent } from '@leadline/events';
import { absurdity } from '../absurd-time.js';
import { isRecord } from '../body-reading.js';
import { epochMsOf } from '../rfc3339.js';

/** Instants of something that has happened. Plans, periods of validity and declarations lie where they like. */
const happened = [
  'occurredAt',
  'committedAt',
  'authoredAt',
  'pushedAt',
  'openedAt',
  'readyAt',
  'mergedAt',
  'closedAt',
  'startedAt',
  'finishedAt',
  'detectedAt',
  'acknowledgedAt',
  'resolvedAt',
  'publishedAt',
  'movedAt',
  'archivedAt',
  'departedAt',
  'at',
];

/** Times of an event that cannot be meant, each with its pointer into the envelope. */
export function absurdTimes({ event }: KnownEvent, receivedAt: number): EventProblem[] {
  const reviews: unknown = event.data['reviews'];
  return [
    ...absurd(event.time, ['time'], receivedAt),
    ...happened.flatMap((name) => absurd(event.data[name], ['data', name], receivedAt)),
    ...(Array.isArray(reviews) ? reviews : []).flatMap((review: unknown, index) =>
      isRecord(review) ? absurd(review['at'], ['data', 'reviews', index, 'at'], receivedAt) : [],
    ),
  ];
}

function absurd(value: unknown, path: readonly PropertyKey[], receivedAt: number): EventProblem[] {
  const at = typeof value === 'string' ? epochMsOf(value) : null;
  const message = at === null ? null : absurdity(at, receivedAt);
  return message === null ? [] : [{ pointer: jsonPointer(path), message: `${message}: ${String(value)}` }];
}
