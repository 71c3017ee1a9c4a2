import type { SqlStatement } from '../statement.js';
import { entriesOf } from './entries-sql.js';
import { episodeItems, type FailureRow, failuresStatement } from './episodes.js';
import type { EvidenceItem } from './evidence-item.js';
import {
  entriesStatement,
  entryCountsStatement,
  type EvidenceRequest,
  type EvidenceRow,
  itemOf,
} from './evidence-statement.js';
import type { PointReference } from './point-reference.js';

/** How to come to the evidence of a point: run the statements, then let `read` make items of their rows. */
export type PlannedEvidence =
  /** Paged where the rows are. */
  | {
      readonly form: 'rows';
      readonly counts: SqlStatement;
      readonly page: (request: EvidenceRequest) => SqlStatement;
      readonly read: (row: EvidenceRow) => EvidenceItem;
    }
  /** Whole: entries exist only when all rows are seen together. */
  | {
      readonly form: 'whole';
      readonly statement: SqlStatement;
      readonly read: (rows: readonly FailureRow[]) => readonly EvidenceItem[];
    }
  /** Nobody has said yet what this metric's evidence is. */
  | { readonly form: 'none' };

export function planEvidence(point: PointReference): PlannedEvidence {
  if (point.metric === 'FAILED_DEPLOYMENT_RECOVERY_TIME') {
    return { form: 'whole', statement: failuresStatement(point), read: (rows) => episodeItems(point, rows) };
  }
  if (entriesOf[point.metric] === undefined) return { form: 'none' };
  return {
    form: 'rows',
    counts: entryCountsStatement(point),
    page: (request) => entriesStatement(point, request),
    read: itemOf,
  };
}
