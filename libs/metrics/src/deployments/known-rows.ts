import { tables } from '@leadline/tables';
import { layersOf, type Named, neededFor, wordsIn } from './layers.js';

/** Rows of `deployments` for one query. */
export interface KnownRows {
  /** Expressions over a row, by name; each may use those that are named. */
  readonly named: Named;
  /** On what is stored, before neighbours are looked at. */
  readonly conditions: readonly string[];
  /** Adds `next_success`, for which the whole history of the services must be among the rows. */
  readonly looksAhead: boolean;
  /** Text of the statement around the rows: what it does not use is not computed. Default: everything is. */
  readonly usedBy?: string;
}

/** Columns that every statement may use of a row. */
const shown = ['service', 'environment', 'tier', 'deployment', 'occurrence', 'repository', 'tags', 'flags'];

/** The relation that numbers and their evidence are both made from: what each row is named as, for one query. */
export function knownRows({ named: all, conditions, looksAhead, usedBy }: KnownRows): string {
  const named = usedBy === undefined ? all : neededFor(`${usedBy} ${looksAhead ? nextSuccess : ''}`, all);
  const [first = [], ...later] = layersOf(named);
  const stored = storedColumns(later.flat().map((name) => named[name] ?? ''));
  const stored0 = `
  SELECT ${[...shown, ...stored, ...written(first, named)].join(',\n    ')}
  FROM deployments FINAL
  WHERE ${['notEmpty(base)', ...conditions].join('\n    AND ')}`;
  const rows = later.reduce(
    (from, names) => `
  SELECT *, ${written(names, named).join(',\n    ')}
  FROM (${from})`,
    stored0,
  );
  return looksAhead ? `(\n  SELECT *, ${nextSuccess}\n  FROM (${rows}))` : `(${rows})`;
}

const written = (names: readonly string[], named: Named): string[] => names.map((name) => `${named[name]} AS ${name}`);

/** Columns as they are stored that a later layer uses itself. */
function storedColumns(expressions: readonly string[]): string[] {
  const words = wordsIn(expressions.join(' '));
  return Object.keys(tables.deployments.columns).filter((column) => words.has(column) && !shown.includes(column));
}

/** The next later finish of a success in the same service and environment, of any kind, counted or not (3.4). */
const nextSuccess = `minIf(state.finishedAt, is_success) OVER (
      PARTITION BY service, environment ORDER BY state.finishedAt
      RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_success_or_zero,
    nullIf(next_success_or_zero, 0) AS next_success`;
