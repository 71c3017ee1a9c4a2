import { z } from 'zod';
import { instant } from './envelope.js';
import { type EventData, type EventKind, kindOfType, kinds } from './kinds/index.js';

/** A fact in Leadline's vocabulary: a CloudEvents 1.0 envelope around the data of one kind. */
export interface LeadlineEvent<K extends EventKind = EventKind> {
  readonly specversion: '1.0';
  /** Semantic identity: the same fact has the same id however often and whichever way it arrives. */
  readonly id: string;
  /** Who said it, e.g. "github:acme/payments". */
  readonly source: string;
  readonly type: (typeof kinds)[K]['type'];
  /** Entity the event is a patch of, e.g. "deployment:github/77". */
  readonly subject: string;
  /** When it happened, by the source's clock. */
  readonly time?: string | undefined;
  readonly data: EventData<K>;
}

/** An event as its kind is known: `{ kind: 'commit', event: LeadlineEvent<'commit'> }` and so on. */
export type KnownEvent = { [K in EventKind]: { readonly kind: K; readonly event: LeadlineEvent<K> } }[EventKind];

/** Makes an event of a kind: fills in the constant parts of the envelope and the entity. */
export function eventOf<K extends EventKind>(
  kind: K,
  envelope: { id: string; source: string; time?: string | undefined },
  data: EventData<K>,
): LeadlineEvent<K> {
  const definition = kinds[kind];
  const entity = definition.entity as (data: EventData<K>) => string;
  const { id, source, time } = envelope;
  return { specversion: '1.0', id, source, time, type: definition.type, subject: entity(data), data };
}

/** What else an envelope holds says nothing here, and is not copied. */
const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  time: instant.optional(),
  data: z.unknown(),
});

export interface EventProblem {
  /** JSON pointer (RFC 6901) to what is wrong, "" for the whole. */
  readonly pointer: string;
  readonly message: string;
}

export type ParsedEvent =
  | { readonly outcome: 'event'; readonly known: KnownEvent }
  | { readonly outcome: 'unknown_type'; readonly type: string }
  | { readonly outcome: 'invalid'; readonly problems: readonly EventProblem[] };

/** Reads an envelope with data of one of Leadline's kinds; every problem at once, each with its place. */
export function parseEvent(value: unknown): ParsedEvent {
  const parsed = envelope.safeParse(value);
  if (!parsed.success) return { outcome: 'invalid', problems: problemsOf(parsed.error) };
  const { id, source, type, time, data } = parsed.data;
  const kind = kindOfType(type);
  if (kind === undefined) return { outcome: 'unknown_type', type };
  const body = kinds[kind].schema.safeParse(data);
  if (!body.success) return { outcome: 'invalid', problems: problemsOf(body.error, ['data']) };
  const known = knownEvent(kind, { id, source, time }, body.data);
  parsedEvents.add(known.event);
  return { outcome: 'event', known };
}

/** Events that {@link parseEvent} gave: what they say is what their kind allows. */
const parsedEvents = new WeakSet<LeadlineEvent>();

/** The same of an event that is at hand as an object: one that was read here is not checked twice. */
export function checkEvent(event: LeadlineEvent): ParsedEvent {
  const kind = kindOfType(event.type);
  if (kind === undefined || !parsedEvents.has(event)) return parseEvent(event);
  return { outcome: 'event', known: { kind, event } as KnownEvent };
}

/** The event with other data that its kind allows, if it allowed those it had. */
export function restated<E extends LeadlineEvent>(event: E, data: Readonly<Record<string, unknown>>): E {
  const changed: E = { ...event, data };
  if (parsedEvents.has(event)) parsedEvents.add(changed);
  return changed;
}

function knownEvent<K extends EventKind>(kind: K, head: { id: string; source: string; time?: string }, data: unknown) {
  return { kind, event: eventOf(kind, head, data as EventData<K>) } as KnownEvent;
}

function problemsOf(error: z.ZodError, prefix: readonly PropertyKey[] = []): EventProblem[] {
  return error.issues.map((problem) => ({
    pointer: jsonPointer([...prefix, ...problem.path]),
    message: problem.message,
  }));
}

/** RFC 6901. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
