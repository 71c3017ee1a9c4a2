import {
  detailsOf,
  type Dimension,
  metricById,
  type MetricDetail,
  type MetricId,
  type MetricQuery,
  type Point,
  pointReference,
  type PointStatus,
  type Unit,
} from '@leadline/metrics';
import { pointId } from '../query-entities/point-id.js';
import { levelsOf, type PointLevels } from './level.js';
import { statusOf } from './point-status.js';

/** What every row of an answer has in common. */
export interface Provenance {
  readonly computedAt: number;
  readonly configVersion: string;
}

/** The groups a row is of; null where it was not grouped so, or the deployments have none. */
interface GroupColumns {
  readonly team: string | null;
  readonly service: string | null;
  readonly repository: string | null;
  readonly environment: string | null;
  readonly flag: string | null;
  readonly target: string | null;
  readonly tagKey: string | null;
  readonly tag: string | null;
}

/** A number as people and programs get it, flat; instants in epoch milliseconds. */
export interface MetricRow extends GroupColumns, PointLevels, Provenance {
  /** Opaque: everything the number was made by. */
  readonly id: string;
  readonly metric: MetricId;
  readonly bucketStart: number;
  readonly bucketEnd: number;
  readonly partial: boolean;
  readonly value: number | null;
  readonly unit: Unit;
  readonly status: PointStatus;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly open: number | null;
  readonly inferred: number | null;
  readonly lowerBound: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Value of the same bucket of the window compared with, and how the value differs from it. */
  readonly previous: number | null;
  readonly change: number | null;
  readonly overlapping: boolean;
  /** Its services are judged by rules that differ, each by its own. */
  readonly rulesDiffer: boolean;
  /** Numbers that explain the value. */
  readonly details: readonly MetricDetail[];
  /** ISO 4217, of the amounts among them. */
  readonly currency: string | null;
}

/** Dimensions in which one deployment may be in several groups. */
const areOverlapping: ReadonlySet<Dimension> = new Set<Dimension>(['TEAM', 'REPOSITORY', 'FLAG', 'TARGET']);

/** Points as flat rows. `previous`: those of the window compared with, where there is one. */
export function metricRows(
  query: MetricQuery,
  points: readonly Point[],
  previous: readonly Point[],
  provenance: Provenance,
): MetricRow[] {
  const before = byPlace(previous);
  const overlapping = query.by.some(({ dimension }) => areOverlapping.has(dimension));
  return [...byPlace(inOrder(query, points))].map(([place, point]) => {
    const reference = pointReference(query, point);
    const { metric, value, n, numerator, denominator, p75, p90, open, inferred, lowerBound, low, high } = point;
    const { unit } = metricById(metric);
    const compared = before.get(place)?.value ?? null;
    return {
      id: pointId(reference),
      metric,
      ...groupColumns(query, point.group),
      bucketStart: point.bucketStart,
      bucketEnd: point.bucketEnd,
      partial: point.partial,
      value,
      unit,
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
      status: statusOf(point, reference.window.to, query.asOf),
      ...levelsOf(metric, point),
      previous: compared,
      change: changeFrom(compared, value, unit),
      overlapping,
      rulesDiffer: point.rulesDiffer,
      details: detailsOf(point, unit),
      currency: point.currency,
      ...provenance,
    };
  });
}

/** By metric as asked for, then by group, then by time: the warehouse gives groups in any order. */
function inOrder({ ids }: MetricQuery, points: readonly Point[]): Point[] {
  const rank = new Map(ids.map((id, index) => [id, index]));
  const rankOf = ({ metric }: Point): number => rank.get(metric) ?? 0;
  return [...points].sort((a, b) => rankOf(a) - rankOf(b) || byName(a.group, b.group) || a.bucketStart - b.bucketStart);
}

/** Groups without a value last. */
function byName(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, name] of a.entries()) {
    const other = b[index] ?? null;
    if (name === other) continue;
    if (name === null) return 1;
    return other === null || name < other ? -1 : 1;
  }
  return 0;
}

/** Points under metric, group and ordinal of their bucket: what stands for the same thing in two windows. */
function byPlace(points: readonly Point[]): Map<string, Point> {
  const counts = new Map<string, number>();
  return new Map(
    points.map((point) => {
      const series = JSON.stringify([point.metric, point.group]);
      const ordinal = counts.get(series) ?? 0;
      counts.set(series, ordinal + 1);
      return [`${series} ${ordinal}`, point];
    }),
  );
}

/** The groups of a row under the names of their dimensions. */
export function groupColumns({ by }: Pick<MetricQuery, 'by'>, group: readonly (string | null)[]): GroupColumns {
  const of = (dimension: Dimension): string | null => {
    const index = by.findIndex((candidate) => candidate.dimension === dimension);
    return index < 0 ? null : (group[index] ?? null);
  };
  return {
    team: of('TEAM'),
    service: of('SERVICE'),
    repository: of('REPOSITORY'),
    environment: of('ENVIRONMENT'),
    flag: of('FLAG'),
    target: of('TARGET'),
    tagKey: by.find(({ dimension }) => dimension === 'TAG')?.tagKey ?? null,
    tag: of('TAG'),
  };
}

/** Ratio for durations and rates, difference for ratios; null where there is nothing to compare. */
function changeFrom(previous: number | null, value: number | null, unit: Unit): number | null {
  if (previous === null || value === null) return null;
  switch (unit) {
    case 'RATIO':
      return value - previous;
    case 'SECONDS':
    case 'PER_DAY':
    case 'COUNT':
    case 'FACTOR':
      return previous === 0 ? null : value / previous;
  }
}
