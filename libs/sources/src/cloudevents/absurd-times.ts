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
  const data: Readonly<Record<string, unknown>> = event.data;
  const problems: EventProblem[] = [];
  const check = (value: unknown, ...path: readonly PropertyKey[]): void => {
    const at = typeof value === 'string' ? epochMsOf(value) : null;
    const message = at === null ? null : absurdity(at, receivedAt);
    if (message !== null) problems.push({ pointer: jsonPointer(path), message: `${message}: ${String(value)}` });
  };
  check(event.time, 'time');
  for (const name of happened) if (data[name] !== undefined) check(data[name], 'data', name);
  const reviews: readonly unknown[] = Array.isArray(data['reviews']) ? data['reviews'] : [];
  for (const [index, review] of reviews.entries()) {
    if (isRecord(review)) check(review['at'], 'data', 'reviews', index, 'at');
  }
  return problems;
}
