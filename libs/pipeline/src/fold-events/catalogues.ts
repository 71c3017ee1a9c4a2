import { type Catalogue, emptyCatalogue, kinds } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import { catalogueEntity } from './event-record.js';

/** The catalogue in force in a partition: the one declared last; before any, every name is a service of its own. */
export async function catalogueOf(facts: Facts, partition: number): Promise<Catalogue> {
  return latest(await facts.find({ table: 'events', where: [{ column: 'entity', in: [catalogueEntity(partition)] }] }));
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
