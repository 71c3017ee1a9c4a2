import { type DoraMetricId, doraMetrics, type Figures, type ServiceShare } from '@leadline/insights';
import type { Catalogue } from '@leadline/events';
import {
  type MetricOptions,
  type MetricQuery,
  type Point,
  sampledByDeployment,
  type Scope,
  type Window,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { queryMetrics } from './query-metrics.js';

type WindowSpan = Pick<Window, 'from' | 'to'>;

interface Asking {
  readonly analytics: Analytics;
  readonly catalogue: Catalogue;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

interface Asked {
  readonly scope: Scope;
  readonly timeZone: string;
  readonly options: MetricOptions;
}

/** Queries of DORA's five, all of one scope and one moment. */
export function fiveMetrics({ analytics, catalogue, asOf }: Asking, { scope, timeZone, options }: Asked) {
  const run = async (span: WindowSpan, more: Partial<MetricQuery> = {}): Promise<readonly Point[]> => {
    const window = { ...span, timeZone };
    const answer = await queryMetrics(analytics, catalogue, {
      ids: doraMetrics,
      window,
      by: [],
      scope,
      asOf,
      options,
      ...more,
    });
    if (answer.outcome !== 'points') throw new Error(`The numbers were refused: ${answer.outcome}`);
    return answer.points;
  };
  return {
    options,
    scope,
    metrics: (span: WindowSpan) => run(span),
    async leadTimeByDeployment(span: WindowSpan): Promise<Figures> {
      return figuresOf(await run(span, byDeployment(options)), 'CHANGE_LEAD_TIME');
    },
    byService: (span: WindowSpan) =>
      run(span, { ids: ['CHANGE_FAIL_RATE', 'DEPLOYMENT_REWORK_RATE'], by: [{ dimension: 'SERVICE' }] }),
    async weekly(span: WindowSpan) {
      const points = await run(span, { bucket: 'WEEK' });
      return { of: (metric: DoraMetricId) => points.filter((point) => point.metric === metric) };
    },
  };
}

/** Lead time, with one sample for each deployment. */
export const byDeployment = (options: MetricOptions): Pick<MetricQuery, 'ids' | 'options'> => ({
  ids: ['CHANGE_LEAD_TIME'],
  options: sampledByDeployment(options),
});

/** How many were counted in each bucket that nothing cuts and that lies in the span. */
export const countsIn = (points: readonly Point[], { from, to }: WindowSpan): number[] =>
  points
    .filter(({ partial, bucketStart, bucketEnd }) => !partial && bucketStart >= from && bucketEnd <= to)
    .map(({ n }) => n);

export function figuresOf(points: readonly Point[], metric: DoraMetricId): Figures {
  const figures = figuresIn(points, metric);
  if (figures === undefined) throw new Error(`A query for ${metric} gives a point of it`);
  return figures;
}

export function figuresIn(points: readonly Point[], metric: DoraMetricId): Figures | undefined {
  const point = points.find((candidate) => candidate.metric === metric);
  if (point === undefined) return undefined;
  const { value, n, numerator, denominator, low, high, open, lowerBound } = point;
  return { value, n, numerator, denominator, low, high, open, lowerBound };
}

export function sharesOf(
  metric: DoraMetricId,
  [now, before]: readonly [readonly Point[], readonly Point[]],
): ServiceShare[] {
  const shares = (points: readonly Point[]) =>
    new Map(
      points
        .filter((point) => point.metric === metric)
        .map(({ group, numerator, denominator }) => [group[0] ?? '', { k: numerator ?? 0, n: denominator ?? 0 }]),
    );
  const [current, previous] = [shares(now), shares(before)];
  const none = { k: 0, n: 0 };
  return [...new Set([...current.keys(), ...previous.keys()])]
    .map((service) => ({ service, now: current.get(service) ?? none, before: previous.get(service) ?? none }))
    .filter(({ now: { n }, before: { n: m } }) => n + m > 0);
}
