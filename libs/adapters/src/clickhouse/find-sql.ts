import type { CheckedFind, Condition } from '../facts/checked-find.js';
import { quoted } from './identifier.js';

/** A statement with `{name:Type}` placeholders, and their values. */
export interface FindStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** SQL of a find whose lists are short enough for one statement; gives at most `rows` rows of `columns`. */
export function findStatement(find: CheckedFind, columns: readonly string[], rows: number): FindStatement {
  const params: Record<string, unknown> = {};
  const rendered = find.conditions.map((condition) => {
    const name = `p${Object.keys(params).length}`;
    params[name] = condition.operator === 'atMost' ? condition.value : [...condition.values];
    return { ofKey: find.key.includes(condition.column), sql: conditionSql(condition, name) };
  });
  const ofKey = rendered.filter((condition) => condition.ofKey).map(({ sql }) => sql);
  const ofContent = rendered.filter((condition) => !condition.ofKey).map(({ sql }) => sql);
  const clauses = [
    `SELECT ${columns.map(quoted).join(', ')}`,
    `FROM ${quoted(find.table)} FINAL`,
    ...prewhere(find, ofKey, ofContent),
    ...(ofContent.length === 0 ? [] : [`WHERE ${ofContent.join(' AND ')}`]),
    ...orderClause(find),
    `LIMIT ${rows}`,
  ];
  return { sql: clauses.join('\n'), params };
}

/**
 * What is read before versions are compared. Conditions on the key may be: they hold for all versions of a row or for
 * none. Conditions on content may not, or an old version would answer for a new one that no longer fits; but every
 * row that fits has its key among the keys of all versions that fit, and those come from the skip indexes.
 */
function prewhere(find: CheckedFind, ofKey: readonly string[], ofContent: readonly string[]): string[] {
  if (ofKey.length > 0) return [`PREWHERE ${ofKey.join(' AND ')}`];
  // NULL is IN nothing.
  if (ofContent.length === 0 || find.key.some((column) => find.nullable.has(column))) return [];
  const key = find.key.map(quoted).join(', ');
  return [`PREWHERE (${key}) IN (SELECT ${key} FROM ${quoted(find.table)} WHERE ${ofContent.join(' AND ')})`];
}

function conditionSql(condition: Condition, param: string): string {
  const column = quoted(condition.column);
  switch (condition.operator) {
    case 'in':
      return `${column} IN {${param}:Array(${condition.kind === 'text' ? 'String' : 'Int64'})}`;
    case 'hasAny':
      return `hasAny(${column}, {${param}:Array(String)})`;
    case 'atMost':
      return `${column} <= {${param}:Int64}`;
  }
}

function orderClause({ orderBy }: CheckedFind): string[] {
  if (orderBy === undefined) return [];
  return [`ORDER BY ${quoted(orderBy.column)} ${orderBy.direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`];
}
