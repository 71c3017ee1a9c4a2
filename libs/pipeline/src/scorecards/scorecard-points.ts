import type { Catalogue } from '@leadline/events';
import type { MeasuredPoint, ScorecardFacts } from '@leadline/insights';
import {
  type CivilBucket,
  type GroupBy,
  type MetricId,
  type MetricQuery,
  type Point,
  withOptions,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { MetricRow, Provenance } from '../metric-rows/metric-row.js';
import { metricRows } from '../metric-rows/metric-rows.js';
import { queryMetrics } from '../query-metrics/query-metrics.js';
import { queryLeadTimePhases } from '../query-metrics/query-phases.js';
import { metricScope, type ScorecardQuestion } from './scorecard-question.js';

const overFourWeeks: readonly MetricId[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_LEAD_TIME',
  'CHANGE_FAIL_RATE',
  'CHANGE_SUCCESS_RATE',
  'TIME_TO_DEPLOY',
  'AUTOMATION_COVERAGE',
  'AUTOMATIC_SHARE',
  'DEPLOYMENT_DOWNTIME',
  'REDUCED_CAPACITY',
  'FLAG_RELEASE_FREQUENCY',
];
const overTwelveWeeks: readonly MetricId[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_FAIL_RATE',
  'TIME_TO_RESTORE',
  'ROLLBACK_RESPONSE',
];

/** The part of the facts that metrics tell, and each number as a row that can be opened, by its id. */
export interface ScorecardPoints extends Pick<
  ScorecardFacts,
  'weeks' | 'fourWeeks' | 'twelveWeeks' | 'failRateGroups' | 'phases'
> {
  readonly rows: ReadonlyMap<string, MetricRow>;
}

interface Asked {
  readonly analytics: Analytics;
  readonly catalogue: Catalogue;
  readonly question: ScorecardQuestion;
  readonly provenance: Provenance;
}

/** All metrics of one span in one query: a statement for each relation. */
export async function scorecardPoints(asked: Asked, weeks: readonly CivilBucket[]): Promise<ScorecardPoints> {
  const { question, analytics } = asked;
  const recent = weeks.slice(-4);
  const fourWeeks = { weeks: recent, ids: overFourWeeks };
  const [pooled, batches, long, daily, repositories, flags] = await Promise.all([
    spanOf(asked, fourWeeks),
    // A batch is counted in changes, whatever rules of services say.
    spanOf(
      { ...asked, question: { ...question, options: withOptions(question.options, { batchUnit: 'change' }) } },
      { weeks: recent, ids: ['BATCH_SIZE'] },
    ),
    spanOf(asked, { weeks, ids: overTwelveWeeks }),
    pointsOver(asked, { weeks: recent, ids: ['DEPLOYMENT_FREQUENCY'], bucket: 'DAY' }),
    groupsOf(asked, recent, { dimension: 'REPOSITORY' }),
    groupsOf(asked, recent, { dimension: 'FLAG' }),
  ]);
  const { ids: _, ...whole } = queryOver(asked, { weeks: recent, ids: [] });
  const [phases] = await queryLeadTimePhases(analytics, whole);
  return {
    weeks: recent.map(({ start, end }) => {
      const days = daily.points.filter(({ bucketStart }) => bucketStart >= start && bucketStart < end);
      const counts = days.map(({ numerator }) => numerator ?? 0);
      return {
        from: start,
        to: end,
        deployments: counts.reduce((sum, count) => sum + count, 0),
        activeDays: counts.filter((count) => count > 0).length,
      };
    }),
    fourWeeks: new Map([...pooled.points, ...batches.points]),
    twelveWeeks: long.points,
    failRateGroups: { repositories, flags: flags.filter((flag) => flag !== '(none)') },
    phases: { changes: phases?.n ?? 0, withGaps: phases?.missing ?? 0 },
    rows: new Map([...pooled.rows, ...batches.rows, ...long.rows]),
  };
}

interface Span {
  readonly weeks: readonly CivilBucket[];
  readonly ids: readonly MetricId[];
  readonly bucket?: 'DAY';
  readonly by?: GroupBy;
}

function queryOver({ question }: Asked, { weeks, ids, bucket, by }: Span): MetricQuery {
  const { timeZone, asOf, options, scope } = question;
  const window = { from: weeks[0]?.start ?? 0, to: weeks.at(-1)?.end ?? 0, timeZone };
  const groups = by === undefined ? [] : [by];
  return { ids, window, by: groups, scope: metricScope(scope), asOf, options, ...(bucket ? { bucket } : {}) };
}

async function pointsOver(
  asked: Asked,
  span: Span,
): Promise<{ readonly query: MetricQuery; readonly points: readonly Point[] }> {
  const query = queryOver(asked, span);
  const answer = await queryMetrics(asked.analytics, asked.catalogue, query);
  switch (answer.outcome) {
    case 'points':
      return { query, points: answer.points };
    case 'too_many_points':
      // Only grouped by flag or repository: then there are some, which is all that is asked.
      return { query, points: [] };
    case 'unanswerable':
      throw new Error(answer.problems.map(({ metric, message }) => `${metric}: ${message}`).join('; '));
  }
}

async function spanOf(
  asked: Asked,
  span: Span,
): Promise<{ readonly points: ReadonlyMap<MetricId, MeasuredPoint>; readonly rows: ReadonlyMap<string, MetricRow> }> {
  const { query, points } = await pointsOver(asked, span);
  const rows = metricRows(query, points, [], asked.provenance);
  const byMetric = new Map(points.map((point) => [point.metric, point]));
  return {
    points: new Map(
      rows.flatMap(({ id, metric, bucketStart, bucketEnd }) => {
        const point = byMetric.get(metric);
        return point === undefined ? [] : [[metric, { ...point, id, from: bucketStart, to: bucketEnd }] as const];
      }),
    ),
    rows: new Map(rows.map((row) => [row.id, row])),
  };
}

/** Groups that have a change fail rate, by name. */
async function groupsOf(asked: Asked, weeks: readonly CivilBucket[], by: GroupBy): Promise<string[]> {
  const { points } = await pointsOver(asked, { weeks, ids: ['CHANGE_FAIL_RATE'], by });
  const names = points.flatMap(({ value, group }) => (value === null ? [] : [group[0] ?? null]));
  return names.filter((name): name is string => name !== null).sort();
}
