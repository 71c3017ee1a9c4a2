import { type TableName, tables } from '@leadline/tables';
import type { CheckedFind, Condition } from '../checked-find.js';

/** Rows of a table that are kept together: all current ones with one value in the column `by`. */
export interface Selection {
  readonly table: TableName;
  readonly by: string;
  /** Columns of what is kept, the key's and the version among them. */
  readonly columns: readonly string[];
  /** Whether a row can come to hold another value: the column is no part of the key. */
  readonly isMovable: boolean;
  readonly mostBytes: number;
}

interface Kept {
  readonly table: TableName;
  readonly by: string;
  /** Default: all. */
  readonly columns?: readonly string[];
  readonly megabytes: number;
}

/** What fold and derive ask for again and again while something goes on in a service. */
const kept: readonly Kept[] = [
  { table: 'events', by: 'entity', megabytes: 8 },
  { table: 'events', by: 'kind', megabytes: 1 },
  { table: 'mentions', by: 'mentioned', megabytes: 8 },
  { table: 'commits', by: 'sha', megabytes: 8 },
  { table: 'commits', by: 'prefix', megabytes: 1 },
  { table: 'changes', by: 'entity', megabytes: 4 },
  { table: 'reports', by: 'services', megabytes: 48 },
  { table: 'incidents', by: 'services', megabytes: 8 },
  { table: 'flag_changes', by: 'ever_services', megabytes: 2 },
  { table: 'flag_changes', by: 'ever_flags', megabytes: 2 },
  { table: 'flag_incidents', by: 'service', megabytes: 1 },
  { table: 'rollout_facts', by: 'entity', megabytes: 8 },
  { table: 'observations', by: 'services', megabytes: 4 },
  { table: 'observations', by: 'entity', megabytes: 4 },
  { table: 'artifacts', by: 'name', megabytes: 4 },
  { table: 'link_index', by: 'sha', megabytes: 8 },
  { table: 'stale_scopes', by: 'service', megabytes: 1 },
  // Which rows there are, and their hashes: what is in them is asked for only where it changes.
  {
    table: 'deployments',
    by: 'service',
    columns: ['verdict_hash', 'chain_hash', 'links_hash', 'carried_flags', 'acquittals'],
    megabytes: 24,
  },
  { table: 'stays', by: 'service', megabytes: 8 },
];

export const selections: readonly Selection[] = kept.map(({ table, by, columns, megabytes }) => {
  const key: readonly string[] = tables[table].key;
  const all = Object.keys(tables[table].columns);
  return {
    table,
    by,
    columns: columns === undefined ? all : [...key, ...columns, 'version'],
    isMovable: !key.includes(by),
    mostBytes: megabytes * 1024 * 1024,
  };
});

/** A condition for values one by one. */
export type Listing = Exclude<Condition, { operator: 'atMost' }> & { readonly values: ReadonlySet<string> };

/** The condition that a selection answers, if every column the find needs is kept. */
export function listingFor({ by, columns }: Selection, find: CheckedFind): Listing | undefined {
  const needed = [...find.columns, ...find.conditions.map(({ column }) => column), find.orderBy?.column ?? by];
  if (!needed.every((column) => columns.includes(column))) return undefined;
  return find.conditions.find((condition): condition is Listing => condition.column === by && isListing(condition));
}

/** Half characters cannot be stored as they are asked for. */
function isListing(condition: Condition): condition is Listing {
  if (condition.operator === 'atMost') return false;
  for (const value of condition.values) if (typeof value !== 'string' || !value.isWellFormed()) return false;
  return true;
}
