import { type Catalogue, emptyCatalogue, kinds } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import { type BorneNames, borneNames, type Patch, renamedRepositories, withRenamed } from '@leadline/tracking';
import { catalogueEntity, isOfPartition } from './event-record.js';

/** What names mean. */
export interface Meaning {
  readonly catalogue: Catalogue;
  /** Every name of a repository that its renamings told. */
  readonly names: BorneNames;
}

/** The catalogue in force in a partition: the one declared last; before any, every name is a service of its own. */
export async function meaningIn(facts: Facts, partition: number): Promise<Meaning> {
  const [catalogues, repositories] = await Promise.all([
    facts.find({ table: 'events', where: [{ column: 'entity', in: [catalogueEntity(partition)] }] }),
    facts.find({ table: 'events', where: [{ column: 'kind', in: ['repository'] }] }),
  ]);
  const told = repositories.filter((row) => isOfPartition(row, partition));
  const catalogue = latest(catalogues);
  if (told.length === 0) return { catalogue, names: new Map() };
  const patches = told.map(({ event_id: eventId, data, ...row }): Patch => ({
    ...row,
    eventId,
    data: JSON.parse(data) as Patch['data'],
  }));
  return { catalogue: withRenamed(catalogue, renamedRepositories(patches)), names: borneNames(patches) };
}

/** The catalogue declared last in any partition: what derive goes by. */
export async function latestCatalogue(facts: Facts): Promise<Catalogue> {
  return latest(await facts.find({ table: 'events', where: [{ column: 'kind', in: ['catalogue'] }] }));
}

function latest(rows: readonly { data: string }[]): Catalogue {
  return rows.map(declaredIn).reduce((last, next) => (isLater(next, last) ? next : last), emptyCatalogue);
}

/** By the row: one that is found again as the same object declares the same catalogue. */
const declared = new WeakMap<object, Catalogue>();

function declaredIn(row: { readonly data: string }): Catalogue {
  const catalogue = declared.get(row) ?? kinds.catalogue.schema.parse(JSON.parse(row.data));
  declared.set(row, catalogue);
  return catalogue;
}

function isLater(a: Catalogue, b: Catalogue): boolean {
  const [left, right] = [Date.parse(a.declaredAt), Date.parse(b.declaredAt)];
  return left > right || (left === right && a.version > b.version);
}
