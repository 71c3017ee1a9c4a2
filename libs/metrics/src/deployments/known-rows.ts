import type { Named } from '../layers.js';
import { rowsOf } from '../rows.js';

/** Rows of `deployments` for one query. */
export interface KnownRows {
  /** Expressions over a row, by name; each may use those that are named. */
  readonly named: Named;
  /** On what is stored, before neighbours are looked at. */
  readonly conditions: readonly string[];
  /** On service and environment alone: rows that do not fit are not even read. */
  readonly keyConditions?: readonly string[];
  /** Adds `next_success`, for which the whole history of the services must be among the rows. */
  readonly looksAhead: boolean;
  /** Text of the statement around the rows: what it does not use is not computed. Default: everything is. */
  readonly usedBy?: string;
}

/** Columns that every statement may use of a row. */
const shown = ['service', 'environment', 'tier', 'deployment', 'occurrence', 'repository', 'tags', 'flags'];

/** The relation that numbers and their evidence are both made from: what each row is named as, for one query. */
export function knownRows({ named, conditions, keyConditions = [], looksAhead, usedBy }: KnownRows): string {
  const isLatest = Object.hasOwn(named, 'is_latest');
  const rowsFor = (text: string | undefined): string =>
    rowsOf({
      table: 'deployments',
      shown,
      named,
      conditions: [isLatest ? 'latest.there = 1' : 'notEmpty(base.knownFrom)', ...conditions],
      keyConditions,
      ...(text === undefined ? {} : { usedBy: text }),
    });
  if (!looksAhead) return `(${rowsFor(usedBy)})`;
  if (isLatest)
    return withSuccesses(rowsFor(`${usedBy ?? ''} state.finishedAt`), rowsFor('state.finishedAt is_success'));
  const rows = rowsFor(usedBy === undefined ? undefined : `${usedBy} ${nextSuccess}`);
  return `(\n  SELECT *, ${nextSuccess}\n  FROM (${rows}))`;
}

/** The same by looking it up: where rows are narrow, reading them twice is cheaper than sorting everything they show. */
const withSuccesses = (rows: string, again: string): string => `(
  SELECT *, nullIf(next_success_or_zero, 0) AS next_success
  FROM (${rows}) AS deployed
  ASOF LEFT JOIN (
    SELECT service AS success_service, environment AS success_environment, state.finishedAt AS next_success_or_zero
    FROM (${again})
    WHERE is_success) AS successes
  ON deployed.service = success_service AND deployed.environment = success_environment
    AND state.finishedAt < next_success_or_zero)`;

/**
 * The next later finish of a success in the same service and environment, of any kind, counted or not (3.4). Latest
 * first: a frame that only grows is summed up once.
 */
const nextSuccess = `minIf(state.finishedAt, is_success) OVER (
      PARTITION BY service, environment ORDER BY state.finishedAt DESC
      RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_success_or_zero,
    nullIf(next_success_or_zero, 0) AS next_success`;
