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
  const declared = rows.map(({ data }) => kinds.catalogue.schema.parse(JSON.parse(data)));
  return declared.reduce((last, next) => (isLater(next, last) ? next : last), emptyCatalogue);
}

function isLater(a: Catalogue, b: Catalogue): boolean {
  const [left, right] = [Date.parse(a.declaredAt), Date.parse(b.declaredAt)];
  return left > right || (left === right && a.version > b.version);
}
