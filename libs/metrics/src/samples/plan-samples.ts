import { sampledByDeployment } from '../options.js';
import type { Episode } from '@leadline/statistics';
import { changeLeadTime } from '../change-lead-time.metric.js';
import type { Cells, Measure } from '../metric.js';
import type { MetricQuestion } from '../query.js';
import { relationOf } from '../relations.js';
import type { SqlStatement } from '../statement.js';
import { restoreSamples, timeToRestore } from '../time-to-restore.metric.js';
import { columnOf, statementOver } from '../to-sql.js';

/** Metrics whose single samples can be asked for, to test them. */
export type SampledMetric = 'CHANGE_LEAD_TIME' | 'TIME_TO_RESTORE';

/** The samples of one service. */
export interface ServiceSamples {
  readonly service: string;
  /** Of lead time the median of each deployment; of what may still be open how long it has been. */
  readonly samples: readonly Episode[];
}

/** The statement over the samples of a window by service, and how to read its rows. */
export function planSamples(
  metric: SampledMetric,
  asked: Omit<MetricQuestion, 'by' | 'bucket'>,
): { readonly statement: SqlStatement; readonly read: (rows: readonly Cells[]) => ServiceSamples[] } {
  const options = metric === 'CHANGE_LEAD_TIME' ? sampledByDeployment(asked.options) : asked.options;
  const question: MetricQuestion = { ...asked, by: [{ dimension: 'SERVICE' }], options };
  const measure = measures[metric];
  const cellOf = (row: Cells, name: string): unknown => row[columnOf(measure, name)];
  const samplesIn = (row: Cells): readonly Episode[] =>
    metric === 'TIME_TO_RESTORE'
      ? restoreSamples([{ restored: cellOf(row, 'restored') }], question)
      : (cellOf(row, 'durations') as number[]).map((seconds) => ({ seconds, recovered: true }));
  return {
    statement: statementOver(relationOf(measure, question), question, [measure], []),
    read: (rows) => rows.map((row) => ({ service: String(row['g0']), samples: samplesIn(row) })),
  };
}

const measures: Readonly<Record<SampledMetric, Measure>> = {
  CHANGE_LEAD_TIME: {
    id: 'LEAD_TIME_SAMPLES',
    relation: changeLeadTime.relation,
    looksAhead: false,
    row: changeLeadTime.row,
    aggregates: () => ({ durations: 'groupArrayArrayIf(lead_samples, in_window AND is_counted)' }),
  },
  TIME_TO_RESTORE: timeToRestore,
};
