import { type Named, wholeOf, wordsIn } from '../layers.js';
import { namedRows, quoted, rowsOf } from '../rows.js';
import { latestBit } from './latest.js';
import { stateColumns, STATES } from './states.js';

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
  /**
   * Which rows are wanted, as a condition on their names, of rows that are the latest and look ahead: the others are only
   * looked at. None of them is a success itself.
   */
  readonly only?: string;
  /** Text of the statement around the rows: what it does not use is not computed. Default: everything is. */
  readonly usedBy?: string;
  /** Read from the narrow table of states, which has every column that is needed. Default: false. */
  readonly areStates?: boolean;
  /** Which rows of the evidence can be any. Default: those of which something was known themselves. */
  readonly isThere?: string;
}

/** Columns that every statement may use of a row. */
const shown = [
  'service',
  'environment',
  'tier',
  'deployment',
  'occurrence',
  'repository',
  'other_repositories',
  'tags',
  'flags',
];

/** The relation that numbers and their evidence are both made from: what each row is named as, for one query. */
export function knownRows({
  named,
  conditions,
  keyConditions = [],
  looksAhead,
  only,
  usedBy,
  areStates = false,
  isThere = 'notEmpty(base.knownFrom)',
}: KnownRows): string {
  const isLatest = Object.hasOwn(named, 'is_latest');
  const rowsFor = (text: string | undefined): string => {
    const wanted = {
      named,
      conditions: [isLatest ? latestBit('is_there') : isThere, ...conditions],
      keyConditions,
      ...(text === undefined ? {} : { usedBy: text }),
    };
    if (!areStates) return rowsOf({ table: 'deployments', shown, ...wanted });
    const columns = Object.keys(stateColumns);
    return namedRows({
      from: `${STATES} FINAL`,
      columns,
      shown: shown.filter((column) => columns.includes(column)),
      ...wanted,
    });
  };
  if (!looksAhead) return `(${rowsFor(usedBy)})`;
  if (isLatest && usedBy !== undefined && only !== undefined) {
    const used = [...wordsIn(usedBy)].filter((word) => word !== 'next_success' && isOfRow(word, named));
    return withNextSuccess(rowsFor(`${usedBy} ${only} is_success is_latest state.finishedAt`), used, only);
  }
  const rows = rowsFor(usedBy === undefined ? undefined : `${usedBy} ${nextSuccess}`);
  return `(\n  SELECT *, ${nextSuccess}\n  FROM (${rows}))`;
}

const isOfRow = (word: string, named: Named): boolean =>
  Object.hasOwn(named, word) || Object.hasOwn(named, wholeOf(word)) || shown.includes(word);

/**
 * The same where few rows are wanted: of each service and environment the instants of all successes, and of the wanted
 * rows what is used of them. Nothing else of a row is sorted, copied or looked up. Instants are doubled, and one more where
 * a wanted row ended: so of what ended at one instant the successes come first, and what follows a row is later than it.
 */
function withNextSuccess(rows: string, used: readonly string[], only: string): string {
  const own = used.filter((word) => !['service', 'environment'].includes(word));
  const members = own.map((word, index) => `ended.1.${index + 2} AS ${quoted(word)}`);
  return `(
  SELECT service, environment, ${members.map((member) => `${member}, `).join('')}if(bitAnd(ended.2, 1) = 0, intDiv(ended.2, 2), NULL) AS next_success, rows_beyond
  FROM (
    SELECT service, environment, countIf(NOT is_latest) AS rows_beyond,
      arraySort(groupArrayIf(state.finishedAt * 2 + NOT is_success, is_success OR (${only}))) AS instants,
      arrayFilter((next, instant) -> bitAnd(instant, 1) = 1, arrayReverseFill(i -> bitAnd(i, 1) = 0, instants), instants) AS nexts,
      arrayJoin(arrayZip(arraySort(e -> e.1, groupArrayIf((${['state.finishedAt', ...own].join(', ')}), ${only})), nexts)) AS ended
    FROM (${rows})
    GROUP BY service, environment))`;
}

/**
 * The next later finish of a success in the same service and environment, of any kind, counted or not (3.4). Latest
 * first: a frame that only grows is summed up once.
 */
const nextSuccess = `minIf(state.finishedAt, is_success) OVER (
      PARTITION BY service, environment ORDER BY state.finishedAt DESC
      RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_success_or_zero,
    nullIf(next_success_or_zero, 0) AS next_success`;
