import type { Cells } from '../metric.js';
import type { MetricQuestion } from '../query.js';
import { relationOf } from '../relations.js';
import { type StaleFlag, staleFlags, staleFlagsIn } from '../stale-flags.metric.js';
import type { SqlStatement } from '../statement.js';
import { columnOf, statementOver } from '../to-sql.js';

/** The flags behind the number of stale ones. */
export interface StaleFlags {
  /** Longest first. */
  readonly stale: readonly StaleFlag[];
  /** Flags that are there, stale or not. */
  readonly total: number;
}

/** The statement over the flags of the scope, and how to read its rows: by the rule of STALE_FLAGS. */
export function planStaleFlags(asked: Omit<MetricQuestion, 'by' | 'bucket'>): {
  readonly statement: SqlStatement;
  readonly read: (rows: readonly Cells[]) => StaleFlags;
} {
  const question: MetricQuestion = { ...asked, by: [] };
  return {
    statement: statementOver(relationOf(staleFlags, question), question, [staleFlags], []),
    read: (rows) =>
      staleFlagsIn(
        rows.map((row) => ({ flags: row[columnOf(staleFlags, 'flags')] })),
        question.window.to,
        question,
      ),
  };
}
