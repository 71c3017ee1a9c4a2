import { type EventData, type EventKind, eventOf } from '@leadline/events';
import type { Fact } from '../delivery.js';

/** Who says it, as the `source` of a CloudEvent. */
export const tellers = {
  pipeline: 'https://ci.halden.example/pipelines',
  desk: 'https://desk.halden.example/incidents',
  monitoring: 'https://monitoring.halden.example',
  flags: 'https://flags.halden.example',
  trains: 'https://trains.halden.example/timetable',
  people: 'https://leadline.halden.example/judgements',
} as const;

/** A fact in Leadline's own vocabulary, as `POST /events` takes it. `what` sets apart what is said of one entity. */
export function said<K extends EventKind>(
  kind: K,
  { by, at, what }: { by: keyof typeof tellers; at: number; what: string },
  data: EventData<K>,
): Fact {
  const envelope = { id: what, source: tellers[by], time: exact(at) };
  const event = eventOf(kind, envelope, { ...data, occurredAt: exact(at) });
  return { at, kind: 'event', body: event };
}

/** RFC 3339 with milliseconds. */
export const exact = (at: number): string => new Date(at).toISOString();

/** Orders what is said of one entity: later outranks earlier, and of one instant the later state. */
export const revisionAt = (at: number, rank = 0): number => Math.floor(at) * 10 + rank;
