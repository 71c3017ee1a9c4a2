import { type EventProblem, type KnownEvent, parseEvent, unknownType } from '@leadline/events';
import { isRecord } from '../body-reading.js';
import type { HookRequest, RejectionCode } from '../source.js';
import { absurdTimes } from './absurd-times.js';
import { type Arrival, isCdEvent, isCdEventsType, readCdEvent } from './cdevents.js';
import { eventIdOf } from './identity.js';
import { readCloudEvents } from './read-cloud-events.js';
import type { ValidatedEvent } from './validated-event.js';

export type ValidatedEvents =
  | {
      readonly outcome: 'accepted';
      /** The ids the sender gave, in the sender's order. */
      readonly ids: readonly string[];
      readonly events: readonly KnownEvent[];
      /** What is valid but says nothing that Leadline measures; among the events it is kept as it came. */
      readonly ignored: readonly { readonly id: string; readonly reason: string }[];
    }
  | { readonly outcome: 'problems'; readonly code: RejectionCode; readonly problems: readonly EventProblem[] };

/**
 * Checks a whole request: every problem of every event at once, each with its JSON pointer into the body ("/3/data/
 * finishedAt"). In binary mode pointers are into the envelope that the headers and the body make together.
 *
 * @param receivedAt epoch milliseconds, by which absurd times are judged
 */
export function validateEvents(request: HookRequest, receivedAt: number): ValidatedEvents {
  const read = readCloudEvents(request);
  if (read.outcome === 'problems') return read;
  const ids: string[] = [];
  const events: KnownEvent[] = [];
  const ignored: { id: string; reason: string }[] = [];
  const problems: EventProblem[] = [];
  for (const [index, envelope] of read.envelopes.entries()) {
    const validated = validateEvent(envelope, { receivedAt, bytes: request.body.byteLength });
    switch (validated.outcome) {
      case 'events':
        ids.push(validated.id);
        events.push(...validated.events);
        break;
      case 'ignored':
        ids.push(validated.id);
        events.push(...validated.kept);
        ignored.push({ id: validated.id, reason: validated.reason });
        break;
      case 'problems':
        problems.push(...onePerPlace(validated.problems).map((said) => inBatch(said, read.batch ? index : null)));
    }
  }
  if (problems.length > 0) return { outcome: 'problems', code: 'invalid_body', problems };
  return { outcome: 'accepted', ids, events, ignored };
}

/** The first of several problems of one place: the others mostly follow from it. */
function onePerPlace(problems: readonly EventProblem[]): EventProblem[] {
  const places = new Map(problems.toReversed().map((said) => [said.pointer, said]));
  return [...places.values()].toReversed();
}

function inBatch({ pointer, message }: EventProblem, index: number | null): EventProblem {
  return { pointer: index === null ? pointer : `/${index}${pointer}`, message };
}

function validateEvent(envelope: unknown, arrival: Arrival): ValidatedEvent {
  if (isCdEvent(envelope)) return readCdEvent(envelope, '', arrival);
  const identified = withEventId(envelope);
  const parsed = parseEvent(identified.envelope);
  switch (parsed.outcome) {
    case 'invalid':
      return { outcome: 'problems', problems: parsed.problems };
    case 'unknown_type':
      if (isCdEventsType(parsed.type) && isRecord(envelope)) return readCdEvent(envelope['data'], '/data', arrival);
      return problem('/type', unknownType(parsed.type));
    case 'event': {
      if (parsed.known.kind === 'subject_erased')
        return problem('/type', 'told by "leadline erase" alone, which erases too');
      const absurd = absurdTimes(parsed.known, arrival.receivedAt);
      if (absurd.length > 0) return { outcome: 'problems', problems: absurd };
      return { outcome: 'events', id: identified.sent, events: [parsed.known] };
    }
  }
}

/** What is read of the envelope, under the id that its source and id make together. One that lacks either is left for the check to say. */
function withEventId(envelope: unknown): { envelope: unknown; sent: string } {
  if (!isRecord(envelope)) return { envelope, sent: '' };
  const { specversion, source, id, type, time, data } = envelope;
  if (typeof source !== 'string' || typeof id !== 'string' || source === '' || id === '') return { envelope, sent: '' };
  return { envelope: { specversion, id: eventIdOf(source, id), source, type, time, data }, sent: id };
}

const problem = (pointer: string, message: string): ValidatedEvent => ({
  outcome: 'problems',
  problems: [{ pointer, message }],
});
