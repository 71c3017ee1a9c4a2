import { MemoryFacts, type Warehouse } from '@leadline/adapters';
import { canonicalJson, compareText, type LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';
import { deriveWorld } from './case-world.js';

type Events = readonly LeadlineEvent[];

/**
 * Fills the warehouse with what the events come to, and asks; then again with the events shuffled and each delivered
 * twice: the answers must be as expected both times, and the rows the same. Two more orders are compared by their
 * rows alone, which are all that an answer is made from.
 */
export async function inAnyOrder(
  events: Events,
  warehouse: Warehouse,
  ask: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const told = async (order: Events): Promise<{ problems: readonly string[]; rows: string }> => {
    await warehouse.empty();
    await deriveWorld(order, warehouse.facts);
    return { problems: await ask(), rows: await rowsIn(warehouse.facts) };
  };
  const first = await told(events);
  if (first.problems.length > 0) return first.problems;
  const doubled = await told([...byHash(events), ...events]);
  if (doubled.problems.length > 0) return doubled.problems.map((problem) => `shuffled, delivered twice: ${problem}`);
  const problems = doubled.rows === first.rows ? [] : ['other rows when the events are shuffled and delivered twice'];
  const orders: [name: string, events: Events][] = [
    ['reversed', [...events].reverse()],
    ['shuffled', byHash(events)],
  ];
  for (const [name, order] of orders) {
    const facts = new MemoryFacts();
    await deriveWorld(order, facts);
    if ((await rowsIn(facts)) !== first.rows) problems.push(`other rows when the events are ${name}`);
  }
  return problems;
}

/** An order that has nothing to do with the one given, and is the same each time. */
const byHash = (events: Events): LeadlineEvent[] => [...events].sort((a, b) => compareText(a.id, b.id));

/** Content of what metrics are made of; when a row was written is not content, and neither are rows that say nothing. */
async function rowsIn(facts: Facts): Promise<string> {
  const all = <N extends TableName>(table: N): Promise<TableRow<N>[]> => facts.find({ table, where: [] });
  const [deployments, flagIncidents, ...folded] = await Promise.all([
    all('deployments'),
    all('flag_incidents'),
    all('incidents'),
    all('flag_changes'),
    all('flags'),
  ]);
  const rows = [
    ...deployments.filter(({ base }) => base.length > 0),
    ...flagIncidents.filter(({ attributions }) => attributions.length > 0),
    ...folded.flat(),
  ];
  const contents = rows.map((row) => canonicalJson({ ...row, version: 0 }));
  return contents.sort().join('\n');
}
