import { type Column, type DeploymentRow, tables } from '@leadline/tables';
import { evaluator } from '../evaluate/evaluated.js';
import { latestColumns } from './latest-columns.js';
import { latestMembers } from './latest.js';
import { statesTable } from './states-table.js';

/**
 * The row of the narrow table of states that the engine makes of a row of `deployments`, without the engine: the same
 * expressions, evaluated here. The engine takes a twentieth of a second of a processor to take them apart, for each insert
 * anew.
 *
 * @returns Values in the order of the table's columns, as JSON writes them.
 */
export function stateOfRow(): (row: DeploymentRow) => readonly unknown[] {
  const { columns, expressions } = statesTable();
  const latestOf = evaluator(
    Object.fromEntries(latestColumns().map(({ name, expression }) => [name, expression])),
    defaultOf,
  );
  // A column that is only copied would be defined by itself.
  const made = Object.fromEntries(Object.entries(expressions).filter(([name, expression]) => name !== expression));
  const stateOf = evaluator(made, defaultOf);
  const names = Object.keys(columns);
  return (row) => {
    const latest = latestOf({ ...row });
    const state = stateOf({ ...row, ...latest, latest: named(latest['latest']) });
    const all: Readonly<Record<string, unknown>> = { ...row, ...latest, ...state };
    return names.map((name) => all[name]);
  };
}

const members = ['from', 'there', ...Object.keys(latestMembers)];

/** The members of `latest` by name. */
const named = (values: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    (Array.isArray(values) ? values : []).map((value: unknown, place) => [members[place] ?? '', value]),
  );

/** What the engine has at a place of a list that is not there: nothing of the member's type. */
function defaultOf(column: string, member: string): unknown {
  const columns: Readonly<Record<string, Column<unknown>>> = tables.deployments.columns;
  const type = columns[column]?.members?.[member]?.type;
  if (type === undefined) throw new Error(`deployments.${column} has no member ${member}`);
  if (type.startsWith('Array')) return [];
  if (type.startsWith('Nullable')) return null;
  return type.includes('String') ? '' : 0;
}
