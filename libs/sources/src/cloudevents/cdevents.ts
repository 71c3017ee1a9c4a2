import {
  type EventKind,
  type EventProblem,
  jsonPointer,
  type KnownEvent,
  kinds,
  parseEvent,
  unknownType,
} from '@leadline/events';
import { absurdity } from '../absurd-time.js';
import { isRecord } from '../body-reading.js';
import { revisionOf } from '../revision.js';
import { epochMsOf, inUtc } from '../rfc3339.js';
import { absurdTimes } from './absurd-times.js';
import { type CdEvent, cdEvent, TYPE } from './cdevents-message.js';
import { type CdMapping, type CdPath, mappings, reasonToIgnore } from './cdevents-mappings.js';
import { eventIdOf, STAND_IN, subjectIdOf } from './identity.js';
import { kept, keptAlone } from './kept-message.js';
import type { ValidatedEvent } from './validated-event.js';

export const isCdEventsType = (type: string): boolean => /^dev\.cdeventsx?\./.test(type);

/** Whether something is a CDEvent by itself rather than the data of a CloudEvent. */
export function isCdEvent(value: unknown): boolean {
  return isRecord(value) && isRecord(value['context']) && value['specversion'] === undefined;
}

/** With what a message came. */
export interface Arrival {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Of the whole body. */
  readonly bytes: number;
}

/** Checks a CDEvent and says it in Leadline's kinds. `pointer`: where in the envelope it stands. */
export function readCdEvent(value: unknown, pointer: string, { receivedAt, bytes }: Arrival): ValidatedEvent {
  const parsed = cdEvent.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      pointer: pointer + jsonPointer(path),
      message,
    }));
    return { outcome: 'problems', problems };
  }
  const { context } = parsed.data;
  const absurd = absurdity(epochMsOf(context.timestamp) ?? Number.NaN, receivedAt);
  if (absurd !== null) return problemAt(`${pointer}/context/timestamp`, `${absurd}: ${context.timestamp}`);
  const [, custom, subject, predicate] = TYPE.exec(context.type) ?? [];
  const said = `${subject}.${predicate}`;
  const found = custom ? undefined : mappings.get(said);
  const told: Told = { event: parsed.data, message: value, receivedAt, bytes };
  return found === undefined ? ignored(told, reasonToIgnore(said)) : mapped(told, found, pointer);
}

/** A message that was checked. */
interface Told extends Arrival {
  readonly event: CdEvent;
  /** As it was sent. */
  readonly message: unknown;
}

const ignored = ({ event, message, bytes }: Told, reason: string): ValidatedEvent => ({
  outcome: 'ignored',
  id: event.context.id,
  reason,
  kept: keptAlone(event, message, bytes),
});

function mapped(told: Told, found: readonly CdMapping[], pointer: string): ValidatedEvent {
  const { event } = told;
  const { id } = event.context;
  const lacking = found.find((mapping) => isWithout(event, mapping));
  if (lacking?.without?.outcome === 'ignored') return ignored(told, lacking.without.message);
  if (lacking?.without) {
    const place = lacking.fields[lacking.without.name] ?? [];
    return problemAt(pointer + jsonPointer(place), lacking.without.message);
  }
  const results = found.map((mapping) => factOf(told, mapping));
  const problems = results.flatMap((result, index) =>
    Array.isArray(result) ? result.map((problem) => inCdEvent(problem, event, found[index], pointer)) : [],
  );
  if (problems.length > 0) return { outcome: 'problems', problems };
  return { outcome: 'events', id, events: results.filter((result): result is KnownEvent => !Array.isArray(result)) };
}

function isWithout(event: CdEvent, mapping: CdMapping): boolean {
  const { without } = mapping;
  if (without === undefined) return false;
  const value = valueOf(event, mapping, without.name);
  return value === undefined || without.isNone?.(value) === true;
}

/** The fact that a mapping makes of a CDEvent, or what is wrong with it. */
function factOf({ event, message, receivedAt, bytes }: Told, mapping: CdMapping): KnownEvent | EventProblem[] {
  const { context, subject } = event;
  const at = inUtc(context.timestamp);
  const data: Record<string, unknown> = {
    occurredAt: at,
    revision: mapping.rank < 0 ? mapping.rank : revisionOf(at, mapping.rank),
  };
  Object.assign(data, mapping.says(at, subject.content));
  for (const field of [...Object.keys(mapping.fields), ...mapping.custom]) {
    const value = valueOf(event, mapping, field);
    if (value !== undefined) data[field] = value;
  }
  if (mapping.identity !== null) data[mapping.identity] = subjectId(mapping.kind, event);
  // A stand-in says nothing that was told.
  if (mapping.rank >= 0) Object.assign(data, kept(message, bytes));
  const parsed = parseEvent({
    specversion: '1.0',
    id: (mapping.rank < 0 ? STAND_IN : '') + eventIdOf(context.source, context.id),
    source: subject.source ?? context.source,
    type: kinds[mapping.kind].type,
    time: at,
    data,
  });
  if (parsed.outcome === 'invalid') return [...parsed.problems];
  if (parsed.outcome === 'unknown_type') return [{ pointer: '/type', message: unknownType(parsed.type) }];
  const absurd = absurdTimes(parsed.known, receivedAt);
  return absurd.length > 0 ? absurd : parsed.known;
}

/** A rollout is an occurrence and has the id of its event; what lives on between events has that of its subject. */
function subjectId(kind: EventKind, { context, subject }: CdEvent): string {
  if (kind === 'deployment') return subjectIdOf(context.source, context.id);
  return subjectIdOf(subject.source ?? context.source, subject.id);
}

/** A field of the fact: from customData where the mapping allows it, else from where CDEvents has it. */
function valueOf(event: CdEvent, mapping: CdMapping, field: string): unknown {
  const custom = mapping.custom.includes(field) && isRecord(event.customData) ? event.customData[field] : undefined;
  if (custom !== undefined) return custom;
  const path = mapping.fields[field];
  return path === undefined ? undefined : at(event, path);
}

function at(event: CdEvent, path: CdPath): unknown {
  return path.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), event);
}

/** A problem of the fact as a problem of what it was made from. */
function inCdEvent(
  problem: EventProblem,
  event: CdEvent,
  mapping: CdMapping | undefined,
  pointer: string,
): EventProblem {
  const [, , field = '', ...rest] = problem.pointer.split('/');
  const isCustom =
    isRecord(event.customData) && event.customData[field] !== undefined && mapping?.custom.includes(field);
  const place = isCustom ? ['customData', field] : (mapping?.fields[field] ?? []);
  return { pointer: [pointer + jsonPointer(place), ...rest].join('/'), message: problem.message };
}

const problemAt = (pointer: string, message: string): ValidatedEvent => ({
  outcome: 'problems',
  problems: [{ pointer, message }],
});
