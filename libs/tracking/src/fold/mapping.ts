import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type Catalogue,
  type EventData,
  type EventKind,
  type EventProblem,
  kinds,
  type KnownEvent,
  mappableKinds,
  parseEvent,
} from '@leadline/events';
import { type JsonValue, query } from 'jsonpath-rfc9535';
import { type Coerced, coerced } from './mapped-value.js';
import type { Patch } from './patches.js';

/** Attribute of a mapped fact: the mapping it was made by. */
const MAPPED_BY = 'mappedBy';

/** What a mapping made of a body, and what of it cannot be: with the place in the configuration. */
export interface Mapped {
  readonly events: readonly KnownEvent[];
  readonly problems: readonly EventProblem[];
}

type Mapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Facts that the catalogue makes of what an unknown tool said: of each kind one whose condition holds, or one for each
 * member of a list.
 */
export function mapForeign(data: EventData<'foreign'>, catalogue: Catalogue): Mapped {
  const declared = catalogue.endpoints.find(({ name }) => name === data.endpoint)?.mapping;
  if (declared === undefined) return { events: [], problems: [] };
  const made = Object.entries(declared).map(([kind, fields]) =>
    mapKind(kind, fields, data, markOf(data.endpoint, declared)),
  );
  return { events: made.flatMap(({ events }) => events), problems: made.flatMap(({ problems }) => problems) };
}

/**
 * The patches of an entity as the catalogue has them now. What another mapping than the one in force made of a body says
 * nothing any more; the names it gave are left for finding whom it concerned.
 */
export function inForce(patches: readonly Patch[], catalogue: Catalogue): readonly Patch[] {
  if (!patches.some(({ data }) => data[MAPPED_BY] !== undefined)) return patches;
  const marks = new Set(
    catalogue.endpoints.flatMap(({ name, mapping }) => (mapping === undefined ? [] : markOf(name, mapping))),
  );
  const isInForce = (mark: unknown): boolean => mark === undefined || (typeof mark === 'string' && marks.has(mark));
  return patches.map((patch) => (isInForce(patch.data[MAPPED_BY]) ? patch : { ...patch, data: {} }));
}

/** A mapping by its content: the same for as long as it is. */
function markOf(endpoint: string, mapping: Mapping): string {
  return `${endpoint}@${createHash('sha256').update(canonicalJson(mapping)).digest('hex').slice(0, 12)}`;
}

const isKind = (name: string): name is EventKind => mappableKinds.some((kind) => kind === name);

/** What a body, or one member of a list in it, is to become. */
interface Subject {
  /** Of the message, and of the member within it. */
  readonly id: string;
  readonly data: EventData<'foreign'>;
  /** Begins of a path, by what they lead into. */
  readonly roots: Readonly<Record<string, unknown>>;
}

/** A body with more members is no message but a dump: it waits in quarantine. */
const MOST_MEMBERS = 1_000;

type Fields = Readonly<Record<string, string>>;

function mapKind(kind: string, { each, ...fields }: Fields, data: EventData<'foreign'>, mark: string): Mapped {
  const whole: Subject = { id: data.id, data, roots: { $: data.body } };
  if (each === undefined) return mapOne(kind, fields, whole, mark);
  const members = valuesOf(each, whole.roots);
  const place = `/endpoints/${data.endpoint}/mapping/${kind}/each`;
  if (typeof members === 'string') return { events: [], problems: [{ pointer: place, message: members }] };
  if (members.length > MOST_MEMBERS) {
    const message = `the body has ${members.length} of them, more than ${MOST_MEMBERS}`;
    return { events: [], problems: [{ pointer: place, message }] };
  }
  const made = members.map((member, index) =>
    mapOne(kind, fields, { id: `${data.id}/${index}`, data, roots: { $: data.body, '@': member } }, mark),
  );
  return { events: made.flatMap(({ events }) => events), problems: made.flatMap(({ problems }) => problems) };
}

function mapOne(kind: string, { when, ...fields }: Fields, subject: Subject, mark: string): Mapped {
  const { id, data, roots } = subject;
  const place = (field: string): string => `/endpoints/${data.endpoint}/mapping/${kind}/${field}`;
  if (!isKind(kind)) return { events: [], problems: [] };
  const condition = when === undefined ? true : holds(when, roots);
  if (typeof condition === 'string') return { events: [], problems: [{ pointer: place('when'), message: condition }] };
  if (!condition) return { events: [], problems: [] };
  const said: Record<string, unknown> = {};
  const problems: EventProblem[] = [];
  for (const [field, expression] of Object.entries(fields)) {
    const found = valuesOf(expression, roots);
    const value: Coerced = typeof found === 'string' ? { problem: found } : coerced(kind, field, found);
    if ('problem' in value) problems.push({ pointer: place(field), message: value.problem });
    else if (value.value !== undefined) said[field] = value.value;
  }
  if (problems.length > 0) return { events: [], problems };
  const completed = withDefaults(kind, said, { ...data, id });
  const time = typeof completed['occurredAt'] === 'string' ? completed['occurredAt'] : undefined;
  const parsed = parseEvent({
    specversion: '1.0',
    id: `mapped:${mark}:${id}:${kind}`,
    source: data.endpoint,
    type: kinds[kind].type,
    time,
    data: { ...completed, [MAPPED_BY]: mark },
  });
  if (parsed.outcome === 'event') return { events: [parsed.known], problems: [] };
  const found = parsed.outcome === 'invalid' ? parsed.problems : [];
  return {
    events: [],
    problems: found.map(({ pointer, message }) => ({ pointer: place(pointer.replace(/^\/data\//, '')), message })),
  };
}

/** Name under which the member that is looked at stands in the body, so that a condition may speak of both. */
const MEMBER = '\u0000member';

/** Whether a condition holds, e.g. "$.type == 'deployed'", or why it is none. */
function holds(condition: string, { $: body, ...member }: Subject['roots']): boolean | string {
  // A filter is asked of each member of the body; one that speaks of the whole body holds for all of them or for none.
  if (!('@' in member)) return isFound(valuesOf(`$[?${condition}]`, { $: body }));
  const whole = typeof body === 'object' && body !== null ? body : {};
  return isFound(valuesOf(`$['\\u0000member'][?${condition}]`, { $: { ...whole, [MEMBER]: [member['@']] } }));
}

const isFound = (found: readonly JsonValue[] | string): boolean | string =>
  typeof found === 'string' ? found : found.length > 0;

/** Texts that start with "$" are paths into the body, with "@" into the member of a list; others stand for themselves. */
function valuesOf(expression: string, roots: Subject['roots']): JsonValue[] | string {
  const root = expression.slice(0, 1);
  if (!Object.hasOwn(roots, root)) return [expression];
  try {
    return query(roots[root] as JsonValue, `$${expression.slice(1)}`);
  } catch (error) {
    return error instanceof Error ? `${expression} is no JSON path: ${error.message}` : `${expression} is no JSON path`;
  }
}

/** Attributes that are ids of the sender's own objects: told apart from those of others by the endpoint's name. */
const ids = ['id', 'run'];
/** Attributes that name such objects; one with a "/" names another sender's. */
const references = ['deployment', 'rollbackOf', 'fixes', 'causedBy', 'causedByFlagChange', 'request', 'train', 'group'];
/** Instants of something that happened: the last of them is when the sender knew. */
const happened = [
  'committedAt',
  'pushedAt',
  'openedAt',
  'mergedAt',
  'closedAt',
  'startedAt',
  'finishedAt',
  'detectedAt',
  'acknowledgedAt',
  'resolvedAt',
  'publishedAt',
  'movedAt',
  'at',
];

/** What a mapping need not say: whose object it is, when it was known, and that a deployment went to production and went well. */
function withDefaults(
  kind: EventKind,
  said: Readonly<Record<string, unknown>>,
  { endpoint, id, sentAt }: EventData<'foreign'>,
): Record<string, unknown> {
  const shape = kinds[kind].schema.shape;
  const own = (value: unknown): unknown => `${endpoint}/${String(value)}`;
  const other = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(other) : String(value).includes('/') ? value : own(value);
  const named: Record<string, unknown> = { ...said };
  for (const name of ids) if (name in shape) named[name] = own(said[name] ?? id);
  for (const name of references) if (said[name] !== undefined) named[name] = other(said[name]);
  if ('source' in shape) named['source'] ??= endpoint;
  if (kind === 'deployment') Object.assign(named, deploymentDefaults(named, sentAt ?? undefined));
  if (kind === 'flag_change' || kind === 'rollout_step' || kind === 'mark') named['at'] ??= sentAt ?? undefined;
  const last = happened.map((name) => named[name]).filter((value) => typeof value === 'string');
  const times = [...last, ...(last.length === 0 && sentAt ? [sentAt] : [])].toSorted(
    (a, b) => Date.parse(a) - Date.parse(b),
  );
  const knownAt = times.at(-1);
  if (knownAt !== undefined) {
    named['occurredAt'] ??= knownAt;
    named['revision'] ??= Date.parse(knownAt) * 10;
  }
  return named;
}

function deploymentDefaults(
  said: Readonly<Record<string, unknown>>,
  sentAt: string | undefined,
): Record<string, unknown> {
  const isTold = said['startedAt'] !== undefined || said['finishedAt'] !== undefined;
  const finishedAt = said['finishedAt'] ?? (isTold || said['status'] === 'in_progress' ? undefined : sentAt);
  return {
    environment: said['environment'] ?? 'production',
    status: said['status'] ?? (finishedAt === undefined ? 'in_progress' : 'succeeded'),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}
