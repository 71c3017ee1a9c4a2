import type { Analytics } from '@leadline/ports';
import { type TableName, tables } from '@leadline/tables';

/** Rows of one table that two generations do not share. */
export interface TableDifference {
  readonly table: TableName;
  /** Rows whose content is in one generation only; a changed row counts in both. */
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Keys of some of them, as JSON. */
  readonly examples: readonly string[];
}

/** Hints and states of work, which may hold what is no longer true without changing any answer, are not compared. */
const compared: readonly TableName[] = [
  'events',
  'commits',
  'changes',
  'reports',
  'incidents',
  'flag_changes',
  'flags',
  'rollout_facts',
  'observations',
  'pipeline_runs',
  'trains',
  'artifacts',
  'other_entities',
  'deployments',
  'flag_incidents',
  'deliveries',
  'quarantine',
];

const MOST_EXAMPLES = 10;

/** Compares content, row by row: everything but when and where a row was written. */
export async function compareGenerations(before: Analytics, after: Analytics): Promise<TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const table of compared) {
    const [a, b] = await Promise.all([digest(before, table), digest(after, table)]);
    if (a.rows === b.rows && a.digest === b.digest) continue;
    differences.push(await differenceOf(table, before, after));
  }
  return differences;
}

async function digest(analytics: Analytics, table: TableName): Promise<{ rows: number; digest: string }> {
  const [answer] = await analytics.query<{ rows: number; digest: string }>({
    sql: `SELECT count() AS rows, toString(groupBitXor(content)) AS digest
          FROM (${contentSql(table)})`,
    params: {},
  });
  return answer ?? { rows: 0, digest: '0' };
}

/** Walks both in the order of their keys, so that neither is ever held whole. */
async function differenceOf(table: TableName, before: Analytics, after: Analytics): Promise<TableDifference> {
  const sql = `SELECT row_key, toString(content) AS content FROM (${contentSql(table)}) ORDER BY row_key, content`;
  const [left, right] = [before, after].map((side) =>
    side.stream<{ row_key: string; content: string }>({ sql, params: {} })[Symbol.asyncIterator](),
  );
  if (left === undefined || right === undefined) throw new Error('Two generations are compared');
  const examples: string[] = [];
  let [onlyBefore, onlyAfter] = [0, 0];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareRows(a.value, b.value);
    if (order !== 0 && examples.length < MOST_EXAMPLES) examples.push((order < 0 ? a : b).value.row_key);
    if (order < 0) onlyBefore += 1;
    if (order > 0) onlyAfter += 1;
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
  return { table, onlyBefore, onlyAfter, examples: [...new Set(examples)] };
}

type HashedRow = Readonly<Record<'row_key' | 'content', string>>;

const compareRows = (a: HashedRow, b: HashedRow): number =>
  Buffer.compare(Buffer.from(a.row_key), Buffer.from(b.row_key)) ||
  Buffer.compare(Buffer.from(a.content), Buffer.from(b.content));

/** Rows that say nothing stay where there was one that did: nobody who derives everything at once writes them. */
const saying: Readonly<Partial<Record<TableName, string>>> = {
  deployments: 'WHERE notEmpty(base)',
  flag_incidents: 'WHERE notEmpty(attributions)',
};

/**
 * Key and hash of the content of every row that says something. Names come from the declarations of the tables. Hashed as
 * a tuple: ClickHouse's hash of arguments is null where one of them is, and such rows would be compared with nothing.
 */
function contentSql(name: TableName): string {
  const { columns, key, provenance } = tables[name];
  const content = Object.keys(columns).filter((column) => !(provenance as readonly string[]).includes(column));
  const says = saying[name] ?? '';
  return `SELECT toJSONString(tuple(${key.join(', ')})) AS row_key, sipHash64(tuple(${content.join(', ')})) AS content
    FROM ${name} FINAL ${says}`;
}
