import type { KnownEvent, LeadlineEvent } from '@leadline/events';
import type { Facts, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { foldEntity, type Patch, renamingIn } from '@leadline/tracking';
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
  const told = rows.map((row, index): Told => ({ ...row, data: events[index]?.known.event.data ?? {} }));
  const patches = patchesIn([...before.map(toldIn), ...told]);
  for (const entity of entities) seen.add(entity);
  return foldPatches(facts, meaning, patches, version);
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
