import type { KnownEvent, LeadlineEvent } from '@leadline/events';
import type { Facts, Rows, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { type Folded, foldEntity, type Patch, prefixOf, renamingIn } from '@leadline/tracking';
import type { Meaning } from './catalogues.js';
import { eventRow } from './event-record.js';
import { rowsByTable } from './rows-by-table.js';

/** A service that must be derived again, and the SHAs whose facts changed. */
export interface Touch {
  readonly service: string;
  readonly shas: readonly string[];
}

/** What came of folding. */
export interface FoldedBatch {
  readonly touches: readonly Touch[];
  /** Renamings of repositories that nobody told and that the entities' events show. */
  readonly renamings: readonly LeadlineEvent<'repository'>[];
}

export interface ReadEvent {
  readonly known: KnownEvent;
  readonly record: StoredRecord;
}

/**
 * Stores events, folds each touched entity from all its events, writes its rows, and says which services are touched.
 * Rows are visible before anything is looked up through them, so that of two entities that mention each other at least
 * one finds the other.
 */
export async function foldBatch(
  facts: Facts,
  meaning: Meaning,
  events: readonly ReadEvent[],
  version: number,
  seen: SeenEntities = everyEntity,
): Promise<FoldedBatch> {
  const rows = events.map(({ known, record }) => eventRow(known, record));
  const entities = [...new Set(rows.map(({ entity }) => entity))];
  // What is stored is asked for while the batch is being stored, and joined with it.
  const stored = entities.filter((entity) => seen.has(entity));
  const [before] = await allOf(eventsOf(facts, stored), facts.store({ events: rows }));
  const told = rows.map((row, index): Told => ({ ...row, data: events[index]?.known.event.data ?? {} }));
  const patches = patchesIn([...before.map(toldIn), ...told]);
  for (const entity of entities) seen.add(entity);
  return foldPatches(facts, meaning, patches, version);
}

/** Entities of which events may be stored; of any other, all there are came with the batch. */
export interface SeenEntities {
  has(entity: string): boolean;
  add(entity: string): void;
}

const everyEntity: SeenEntities = { has: () => true, add: () => undefined };

/** For a generation that is made from its first event on; by hash: two entities with one hash only cost a look. */
export function seenEntities(): SeenEntities {
  const hashes = new Set<number>();
  return { has: (entity) => hashes.has(hashOf(entity)), add: (entity) => void hashes.add(hashOf(entity)) };
}

/** 53 bits of a text (cyrb53). */
function hashOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}

/** Folds entities from their stored events, writes their rows, and says which services are touched. */
export async function foldEntities(
  facts: Facts,
  meaning: Meaning,
  entities: readonly string[],
  version: number,
): Promise<FoldedBatch> {
  return foldPatches(facts, meaning, patchesIn((await eventsOf(facts, entities)).map(toldIn)), version);
}

async function foldPatches(
  facts: Facts,
  { catalogue, names }: Meaning,
  patches: ReadonlyMap<string, readonly Patch[]>,
  version: number,
): Promise<FoldedBatch> {
  const entities = [...patches.keys()];
  const folded = entities.map((entity) => foldEntity(entity, patches.get(entity) ?? [], catalogue));
  const rows = folded.flatMap((one) => one.rows.map(({ table, row }) => ({ table, row: { version, ...row } })));
  const mentions = folded.flatMap((one, index) => [
    ...one.mentions.map((mentioned) => ({ mentioned, by: entities[index] ?? '', version })),
    ...(one.groups ?? []).flatMap((group) => one.mentions.map((by) => ({ mentioned: group, by, version }))),
    ...(one.artifacts ?? []).flatMap((name) =>
      one.services.map((service) => ({ mentioned: `artifact:${name}`, by: `service:${service}`, version })),
    ),
    ...(one.waitsFor ?? []).flatMap(({ name, names: own }) =>
      own.map((waiting) => ({ mentioned: `artifact:${name}`, by: `artifact:${waiting}`, version })),
    ),
  ]);
  await facts.store({ ...rowsByTable(rows), mentions });
  const renamings = [...patches.values()].flatMap((own) => renamingIn(own, catalogue, names) ?? []);
  return { touches: await touches(facts, entities, folded, version), renamings };
}

async function eventsOf(facts: Facts, entities: readonly string[]): Promise<EventContent[]> {
  if (entities.length === 0) return [];
  return facts.find({ table: 'events', columns, where: [{ column: 'entity', in: entities }] });
}

/** Both, when both have ended: nothing is being stored any more when a failure is told. */
async function allOf<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

const columns = ['entity', 'event_id', 'hash', 'kind', 'source', 'time', 'revision', 'data'] as const;
type EventContent = Pick<TableRow<'events'>, (typeof columns)[number]>;

/** An event as it is stored, with what it says as an object. */
type Told = Omit<EventContent, 'data'> & { readonly data: Patch['data'] };

const toldIn = (row: EventContent): Told => ({ ...row, data: JSON.parse(row.data) as Patch['data'] });

/** Patches by entity; the same event told twice is one. */
function patchesIn(events: readonly Told[]): Map<string, Patch[]> {
  const patches = new Map<string, Map<string, Patch>>();
  for (const { entity, event_id: eventId, hash, kind, source, time, revision, data } of events) {
    const known = patches.get(entity) ?? new Map<string, Patch>();
    known.set(`${eventId} ${hash}`, { eventId, kind, source, time, revision, hash, data });
    patches.set(entity, known);
  }
  return new Map([...patches].map(([entity, own]) => [entity, [...own.values()]]));
}

/** Services an entity concerns: those it names, and those reached through the commits and deployments it mentions. */
async function touches(
  facts: Facts,
  entities: readonly string[],
  folded: readonly Folded[],
  version: number,
): Promise<Touch[]> {
  const through = await servicesThrough(facts, folded);
  const shas = new Map<string, Set<string>>();
  const touch = (service: string, sha?: string): void => {
    const known = shas.get(service) ?? new Set<string>();
    if (sha !== undefined) known.add(sha);
    shas.set(service, known);
  };
  const named: Rows['mentions'] = folded.flatMap((one, index) =>
    one.through
      .flatMap((key) => (key.startsWith('deployment:') ? (through.services.get(key) ?? []) : []))
      .map((service) => ({ mentioned: `service:${service}`, by: entities[index] ?? '', version })),
  );
  const namedBy: Rows['mentions'] = folded.flatMap((one) =>
    reportKeys(one).flatMap((key) =>
      (through.mentionedBy.get(key) ?? []).flatMap((by) =>
        one.services.map((service) => ({ mentioned: `service:${service}`, by, version })),
      ),
    ),
  );
  const cross = [...named, ...namedBy];
  if (cross.length > 0) await facts.store({ mentions: cross });
  for (const { services, through: keys } of folded) {
    for (const service of services) touch(service);
    for (const key of keys) {
      for (const service of through.services.get(key) ?? []) touch(service, shaIn(key));
      for (const { service, sha } of through.carriers.get(key) ?? []) touch(service, sha);
    }
  }
  return [...shas].map(([service, set]) => ({ service, shas: [...set].sort() }));
}

/** Keys under which others name the deployments that were folded. */
const reportKeys = ({ rows }: Folded): string[] =>
  rows.flatMap((folded) => (folded.table === 'reports' ? [`deployment:${folded.row.id}`] : []));

const shaIn = (key: string): string | undefined => (key.startsWith('sha:') ? key.slice('sha:'.length) : undefined);

interface Through {
  /**
   * Services by "deployment:<id>", those whose deployments a group's attempts name by "group:…", those that carry a flag
   * by "flag:<flag>", and those that ask about an artifact.
   */
  readonly services: ReadonlyMap<string, readonly string[]>;
  /** Services that depend on a commit, by "sha:<sha>" or "patch:<id>". */
  readonly carriers: ReadonlyMap<string, readonly { service: string; sha: string }[]>;
  /** Entities that name a report, by "deployment:<id>". */
  readonly mentionedBy: ReadonlyMap<string, readonly string[]>;
}

async function servicesThrough(facts: Facts, folded: readonly Folded[]): Promise<Through> {
  const keys = [...new Set(folded.flatMap(({ through }) => through))];
  const deployments = keys.filter((key) => key.startsWith('deployment:'));
  const patches = keys.filter((key) => key.startsWith('patch:'));
  const reports = folded.flatMap(reportKeys);
  const flags = keys.filter((key) => key.startsWith('flag:') || key.startsWith('artifact:'));
  const groups = keys.filter((key) => key.startsWith('group:'));
  const asked = [...patches, ...reports, ...flags, ...groups];
  const mentions = await mentionsOf(facts, asked);
  const namedByGroups = mentions.flatMap(({ mentioned, by }) => (mentioned.startsWith('group:') ? [by] : []));
  const named = await servicesByDeployment(facts, [...deployments, ...namedByGroups]);
  const shasByKey = new Map<string, string[]>();
  for (const key of keys) if (key.startsWith('sha:')) shasByKey.set(key, namesOfCommit(key.slice('sha:'.length)));
  for (const { mentioned, by } of mentions) {
    if (!mentioned.startsWith('patch:')) continue;
    shasByKey.set(mentioned, [...(shasByKey.get(mentioned) ?? []), by.slice('commit:'.length)]);
  }
  const shas = [...new Set([...shasByKey.values()].flat())];
  const index =
    shas.length === 0
      ? []
      : await facts.find({ table: 'link_index', columns: ['sha', 'service'], where: [{ column: 'sha', in: shas }] });
  const servicesOfSha = grouped(index, ({ sha }) => sha);
  const byMentioned = grouped(mentions, ({ mentioned }) => mentioned);
  const waiting = mentions.flatMap(({ by }) => (by.startsWith('artifact:') ? [by] : []));
  const byWaiting = grouped(await mentionsOf(facts, waiting), ({ mentioned }) => mentioned);
  const carrying = (flag: string): string[] =>
    (byMentioned.get(flag) ?? [])
      .flatMap(({ by }) => (by.startsWith('artifact:') ? (byWaiting.get(by) ?? []) : [{ by }]))
      .flatMap(({ by }) => (by.startsWith('service:') ? [by.slice('service:'.length)] : []));
  return {
    services: new Map([
      ...named,
      ...groups.map((group) => {
        const namedByIt = byMentioned.get(group) ?? [];
        return [group, [...new Set(namedByIt.flatMap(({ by }) => named.get(by) ?? []))]] as const;
      }),
      ...flags.map((flag) => [flag, carrying(flag)] as const),
    ]),
    carriers: new Map([...shasByKey].map(([key, own]) => [key, own.flatMap((sha) => servicesOfSha.get(sha) ?? [])])),
    mentionedBy: new Map([...byMentioned].map(([key, rows]) => [key, rows.map(({ by }) => by)])),
  };
}

/** Services of the deployments with these keys, "deployment:<id>". */
async function servicesByDeployment(
  facts: Facts,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keys.length === 0) return new Map();
  const ids = [...new Set(keys)].map((key) => key.slice('deployment:'.length));
  const rows = await facts.find({ table: 'reports', columns: ['id', 'services'], where: [{ column: 'id', in: ids }] });
  const byId = grouped(rows, ({ id }) => `deployment:${id}`);
  return new Map([...byId].map(([key, own]) => [key, own.flatMap(({ services }) => services)]));
}

async function mentionsOf(facts: Facts, mentioned: readonly string[]): Promise<readonly TableRow<'mentions'>[]> {
  return mentioned.length === 0
    ? []
    : facts.find({ table: 'mentions', where: [{ column: 'mentioned', in: mentioned }] });
}

/** A commit is also asked for by the beginning of its SHA. */
const namesOfCommit = (sha: string): string[] => [...new Set([sha, prefixOf(sha)])];

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
