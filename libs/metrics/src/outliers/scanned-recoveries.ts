import { deployments } from '../deployments/relation.js';
import { failedDeploymentRecoveryTime, recoveriesIn } from '../failed-deployment-recovery-time.metric.js';
import type { Cells } from '../metric.js';
import type { MetricQuestion } from '../query.js';
import type { SqlStatement } from '../statement.js';
import { columnOf, statementOfLatest, statementOver } from '../to-sql.js';
import type { ComparableGroup } from './scanned-deployments.js';

/** A recovery from failed deployments, as the recovery time counts it. */
export interface ScannedRecovery {
  /** When it opened, epoch milliseconds. */
  readonly at: number;
  /** Up to asOf where it has not ended. */
  readonly seconds: number;
  readonly isOpen: boolean;
}

/**
 * The recoveries of each group, whenever they opened: one statement, of the rows that the recovery time is made of. `latest`
 * is cheaper, and says nothing where one of its rows counts something `beyond`.
 */
export function planRecoveries(
  query: Omit<MetricQuestion, 'by' | 'bucket'>,
  by: ComparableGroup,
): {
  readonly statement: SqlStatement;
  readonly latest: SqlStatement | undefined;
  readonly read: (rows: readonly Cells[]) => ReadonlyMap<string, readonly ScannedRecovery[]>;
} {
  const asked: MetricQuestion = { ...query, by: [by] };
  const failures = columnOf(failedDeploymentRecoveryTime, 'failures');
  const own = [failedDeploymentRecoveryTime];
  return {
    statement: statementOver(deployments, asked, own, []),
    latest: statementOfLatest(deployments, asked, own, []),
    // One row for each group; who belongs nowhere has no peers there.
    read: (rows) =>
      new Map(
        rows
          .filter(({ g0 }) => g0 !== '')
          .map((row) => [String(row['g0']), recoveriesIn([{ failures: row[failures] }], asked)]),
      ),
  };
}
