import type { Catalogue } from '@leadline/events';
import {
  type Dimension,
  metricById,
  type MetricId,
  type MetricOptions,
  metricOptions,
  type MetricQuery,
  type Point,
  pointReference,
  type PointStatus,
} from '@leadline/metrics';
import { durationLevel, frequencyLevel, type Level, levelRange } from '@leadline/statistics';
import { pointId } from '../query-entities/point-id.js';

/** The options of a query: those it gives, else the catalogue's for the organisation, else their defaults. */
export function optionsUnder(
  { organisation, rules }: Pick<Catalogue, 'organisation' | 'rules'>,
  given: Partial<MetricOptions> = {},
): MetricOptions {
  const declared: Readonly<Record<string, unknown>> = { weekStart: organisation.weekStart, ...rules };
  const names = Object.keys(metricOptions.shape) as (keyof MetricOptions)[];
  const chosen = names
    .map((name) => [name, given[name] === undefined ? declared[name] : given[name]] as const)
    .filter(([, value]) => value !== undefined);
  return metricOptions.parse(Object.fromEntries(chosen));
}

const WEEK = 7 * 86_400_000;

/** Metrics of failures: what broke is often known only days later. */
const areAboutFailures: ReadonlySet<MetricId> = new Set<MetricId>([
  'CHANGE_FAIL_RATE',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'DEPLOYMENT_REWORK_RATE',
]);

/** Fewest samples that are compared (metrics.md 6). */
const fewest = { RATIO: 10, SECONDS: 6, PER_DAY: 0 } as const;

/** How far a point may be relied on; `end`: first instant after what it was counted over. */
export function pointStatus({ metric, value, n }: Point, end: number, asOf: number): PointStatus {
  if (value === null && n === 0) return 'NO_DATA';
  if (value === null || n < fewest[metricById(metric).unit]) return 'INSUFFICIENT';
  return asOf < (areAboutFailures.has(metric) ? end + WEEK : end) ? 'PROVISIONAL' : 'OK';
}

/** DORA asks these in categories; the rates are asked as a number and have no level. */
const levelOf: Partial<Record<MetricId, (value: number) => Level>> = {
  DEPLOYMENT_FREQUENCY: frequencyLevel,
  CHANGE_LEAD_TIME: durationLevel,
  FAILED_DEPLOYMENT_RECOVERY_TIME: durationLevel,
};

function levelsIn({ metric, value, low, high, lowerBound }: Point) {
  const level = levelOf[metric];
  const least = low ?? (value === null ? lowerBound : null);
  if (level === undefined || (least === null && high === null)) return { level: null, levelLow: null, levelHigh: null };
  const { lowest, highest } = levelRange({ low: least ?? 0, high: high ?? Number.POSITIVE_INFINITY }, level);
  return {
    level: lowest === highest ? `LEVEL_${lowest}` : null,
    levelLow: `LEVEL_${lowest}`,
    levelHigh: `LEVEL_${highest}`,
  };
}

/** Dimensions in which one deployment may be in several groups. */
const areOverlapping: ReadonlySet<Dimension> = new Set<Dimension>(['TEAM', 'FLAG', 'TARGET']);

/** A point as a flat row, under the names of GraphQL; instants in epoch milliseconds. */
export function metricRow(query: MetricQuery, point: Point) {
  const reference = pointReference(query, point);
  const { metric, value, n, numerator, denominator, p75, p90, open, inferred, lowerBound, low, high } = point;
  const of = (dimension: Dimension): string | null => {
    const index = query.by.findIndex((by) => by.dimension === dimension);
    return index < 0 ? null : (point.group[index] ?? null);
  };
  return {
    id: pointId(reference),
    metric,
    team: of('TEAM'),
    service: of('SERVICE'),
    repository: of('REPOSITORY'),
    environment: of('ENVIRONMENT'),
    flag: of('FLAG'),
    target: of('TARGET'),
    tagKey: query.by.find(({ dimension }) => dimension === 'TAG')?.tagKey ?? null,
    tag: of('TAG'),
    bucketStart: point.bucketStart,
    bucketEnd: point.bucketEnd,
    partial: point.partial,
    value,
    unit: metricById(metric).unit,
    status: pointStatus(point, reference.window.to, query.asOf),
    n,
    numerator,
    denominator,
    p75,
    p90,
    open,
    inferred,
    lowerBound,
    low,
    high,
    ...levelsIn(point),
    overlapping: query.by.some(({ dimension }) => areOverlapping.has(dimension)),
  };
}
