import type { KnownEvent, LeadlineEvent } from '@leadline/events';
import type { Facts, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { type Folded, foldEntity, type Patch, renamingsIn } from '@leadline/tracking';
import type { Meaning } from './catalogues.js';
import { eventRow } from './event-record.js';
import { rowsByTable } from './rows-by-table.js';
import { everyEntity, type SeenEntities } from './seen-entities.js';
import { type Touch, touches } from './touched-services.js';

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
  const patches = new Map<string, Patch[]>();
  for (const row of before) tell(patches, row, toldIn(row));
  for (const [index, row] of rows.entries()) tell(patches, row, events[index]?.known.event.data ?? {});
  for (const entity of entities) seen.add(entity);
  return foldPatches(facts, meaning, eachOnce(patches), version, seen);
}

/** Folds entities from their stored events, writes their rows, and says which services are touched. */
export async function foldEntities(
  facts: Facts,
  meaning: Meaning,
  entities: readonly string[],
  version: number,
  seen: SeenEntities = everyEntity,
): Promise<FoldedBatch> {
  const patches = new Map<string, Patch[]>();
  for (const row of await eventsOf(facts, entities)) tell(patches, row, toldIn(row));
  return foldPatches(facts, meaning, eachOnce(patches), version, seen);
}

async function foldPatches(
  facts: Facts,
  { catalogue, names }: Meaning,
  patches: ReadonlyMap<string, readonly Patch[]>,
  version: number,
  { isDerived }: SeenEntities,
): Promise<FoldedBatch> {
  const entities = [...patches.keys()];
  const folded = entities.map((entity) => foldEntity(entity, patches.get(entity) ?? [], catalogue));
  const mentions: TableRow<'mentions'>[] = [];
  for (const [index, one] of folded.entries()) mentions.push(...mentionsIn(one, entities[index] ?? '', version));
  const rows = rowsByTable(
    folded.flatMap((one) => one.rows),
    version,
  );
  // Mentions are what is looked up first.
  await facts.store({ mentions, ...rows });
  const renamings = [...patches.values()].flatMap((own) => renamingsIn(own, catalogue, names));
  return { touches: await touches(facts, entities, folded, version, isDerived), renamings };
}

/** Under which names others find an entity. */
function mentionsIn(
  { mentions, groups = [], artifacts = [], services, waitsFor = [] }: Folded,
  entity: string,
  version: number,
): TableRow<'mentions'>[] {
  return [
    ...mentions.map((mentioned) => ({ mentioned, by: entity, version })),
    ...groups.flatMap((group) => mentions.map((by) => ({ mentioned: group, by, version }))),
    ...artifacts.flatMap((name) =>
      services.map((service) => ({ mentioned: `artifact:${name}`, by: `service:${service}`, version })),
    ),
    ...waitsFor.flatMap(({ name, names: own }) =>
      own.map((waiting) => ({ mentioned: `artifact:${name}`, by: `artifact:${waiting}`, version })),
    ),
  ];
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

const toldIn = ({ data }: EventContent): Patch['data'] => JSON.parse(data) as Patch['data'];

function tell(patches: Map<string, Patch[]>, row: Omit<EventContent, 'data'>, data: Patch['data']): void {
  const { entity, event_id: eventId, hash, kind, source, time, revision } = row;
  const patch = { eventId, kind, source, time, revision, hash, data };
  const own = patches.get(entity);
  if (own) own.push(patch);
  else patches.set(entity, [patch]);
}

/** Patches by entity; the same event told twice is one. */
function eachOnce(patches: Map<string, Patch[]>): Map<string, Patch[]> {
  for (const [entity, own] of patches) {
    if (own.length === 1) continue;
    const once = new Map(own.map((patch) => [`${patch.eventId} ${patch.hash}`, patch]));
    if (once.size < own.length) patches.set(entity, [...once.values()]);
  }
  return patches;
}
