import type { Catalogue } from '@leadline/events';
import {
  comparisons,
  type DoraMetricId,
  doraMetrics,
  type Figures,
  judgementOf,
  type MetricComparison,
} from '@leadline/insights';
import type { MetricQuery, Point, Window } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { groupedBy } from '../grouped-by.js';
import { byDeployment, countsIn, figuresIn } from './five-metrics.js';
import { queryMetrics } from './query-metrics.js';

/** Whether a metric changed against an earlier window. */
export type ChangeVerdict = 'better' | 'worse' | 'usual' | 'too_few' | 'no_history' | 'no_value';

/** The verdict on a metric of a group; null: it is none of DORA's five. */
export type ChangeVerdicts = (point: Pick<Point, 'metric' | 'group'>) => ChangeVerdict | null;

/**
 * Judges DORA's five of each group of a query against `before`, by the tests that insights and weekly mails use: what a page
 * calls a change is one in the mail. The five of a group are one family, whichever of them the query asks for.
 */
export async function changeVerdicts(
  analytics: Analytics,
  catalogue: Catalogue,
  query: Omit<MetricQuery, 'bucket'>,
  before: Window,
): Promise<ChangeVerdicts> {
  const run = async (window: Window, more: Partial<MetricQuery> = {}): Promise<readonly Point[]> => {
    const wanted = { ...query, ids: doraMetrics, window, withoutDetails: true, ...more };
    const answer = await queryMetrics(analytics, catalogue, wanted);
    // What cannot be grouped or narrowed so is not judged: the numbers themselves say why.
    return answer.outcome === 'points' ? answer.points : [];
  };
  const oneEach = byDeployment(query.options);
  const { window } = query;
  const span = { ...window, from: Math.min(before.from, window.from), to: Math.max(before.to, window.to) };
  const [now, earlier, leadTimeNow, leadTimeBefore, weeks] = await Promise.all([
    run(window),
    run(before),
    run(window, oneEach),
    run(before, oneEach),
    run(span, { ids: ['DEPLOYMENT_FREQUENCY'], bucket: 'WEEK' }),
  ]);
  const groups: AllGroups = {
    now: byGroup(now),
    before: byGroup(earlier),
    leadTimeNow: byGroup(leadTimeNow),
    leadTimeBefore: byGroup(leadTimeBefore),
    weeks: byGroup(weeks),
  };
  const judged = new Map([...groups.now.keys()].map((group) => [group, judge(group, groups, { window, before })]));
  return ({ metric, group }) => {
    const dora = doraMetrics.find((one) => one === metric);
    const comparison = dora && judged.get(JSON.stringify(group))?.get(dora);
    return dora === undefined || comparison === undefined ? null : verdictOf(dora, comparison);
  };
}

type Groups = ReadonlyMap<string, readonly Point[]>;
type AllGroups = Readonly<Record<'now' | 'before' | 'leadTimeNow' | 'leadTimeBefore' | 'weeks', Groups>>;

/** The five of one group. */
function judge(
  group: string,
  groups: AllGroups,
  { window, before }: { readonly window: Window; readonly before: Window },
): ReadonlyMap<DoraMetricId, MetricComparison> {
  const figures = (of: Groups, metric: DoraMetricId): Figures => figuresIn(of.get(group) ?? [], metric) ?? none;
  const weeks = groups.weeks.get(group) ?? [];
  return comparisons({
    metrics: doraMetrics.map((metric) => ({
      metric,
      now: figures(groups.now, metric),
      before: figures(groups.before, metric),
    })),
    leadTimeByDeployment: {
      now: figures(groups.leadTimeNow, 'CHANGE_LEAD_TIME'),
      before: figures(groups.leadTimeBefore, 'CHANGE_LEAD_TIME'),
    },
    weeklyDeployments: { now: countsIn(weeks, window), before: countsIn(weeks, before) },
  });
}

/** Of a group of which nothing was deployed. */
const none: Figures = {
  value: null,
  n: 0,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  open: null,
  lowerBound: null,
};

const byGroup = (points: readonly Point[]): Groups => groupedBy(points, ({ group }) => JSON.stringify(group));

const verdictOf = (metric: DoraMetricId, comparison: MetricComparison): ChangeVerdict =>
  comparison.kind === 'changed' ? judgementOf(metric, comparison) : comparison.kind;
