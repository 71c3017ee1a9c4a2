import { type KeyedRow, listedRows, nothingBeyond } from './group-rows.js';
import type { PlannedPart, PlannedQuery } from './plan.js';
import type { AnswerOfStates } from './points.js';
import { valuesAhead } from './values-ahead.js';

/** Answer of the statement over states: all rows that are counted, as lists, or all that look ahead; the other is empty. */
export interface RowOfStates {
  readonly counted: readonly KeyedRow[];
  /** Absent: none of its metrics looks ahead. */
  readonly ahead?: readonly KeyedRow[];
}

/** What the statement over states says; undefined: something changes after asOf, and it says nothing. */
export function answerOfStates(
  planned: PlannedQuery,
  { states, metrics }: Extract<PlannedPart, { readonly form: 'selected' }>,
  rows: readonly RowOfStates[],
): AnswerOfStates | undefined {
  if (states === undefined) throw new Error('This part has no statement over states');
  const counted = listedRows(
    states.counted,
    rows.flatMap((row) => row.counted),
  );
  if (!nothingBeyond(counted)) return undefined;
  if (states.ahead === undefined) return { counted };
  const ahead = listedRows(
    states.ahead,
    rows.flatMap((row) => row.ahead ?? []),
  );
  return nothingBeyond(ahead) ? { counted, ahead: valuesAhead(planned, metrics, ahead) } : undefined;
}
