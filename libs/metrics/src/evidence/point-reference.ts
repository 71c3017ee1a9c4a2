import { type MetricOptions, withOptions } from '../options.js';
import type { Span } from '../metric.js';
import type { PhasePart } from '../phases/phase-names.js';
import type { Point } from '../points.js';
import type { GroupBy, MetricQuery, MetricQuestion, Scope, Window } from '../query.js';
import type { MetricId } from '../registry.js';

/** A point of a metric: everything that decides what it was made from. */
export interface PointReference {
  readonly metric: MetricId;
  /** The point's own span: its bucket, clipped by the window. */
  readonly window: Window;
  readonly by: readonly GroupBy[];
  /** Values of `by`, in its order; null: none. */
  readonly group: readonly (string | null)[];
  readonly scope: Scope;
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly options: MetricOptions;
  /** Lead time is looked at in its phases: the part that is meant. Then `metric` is CHANGE_LEAD_TIME. */
  readonly phase?: PhasePart;
}

/** A point's own span: its bucket, clipped by the window. */
const spanOfPoint = ({ window }: MetricQuery, { bucketStart, bucketEnd }: Point): Span => ({
  from: Math.max(bucketStart, window.from),
  to: Math.min(bucketEnd, window.to),
});

/** What a point of the query stands for. */
export function pointReference(query: MetricQuery, point: Point): PointReference {
  const { window, by, scope, asOf, options } = query;
  return {
    metric: point.metric,
    window: { ...spanOfPoint(query, point), timeZone: window.timeZone },
    by,
    group: point.group,
    scope,
    asOf,
    options,
  };
}

/**
 * What a part of lead time stands for, of a group of a question without buckets. Phases are of pull requests and direct
 * pushes, from their earliest commit: whatever unit and start were asked for.
 */
export function phaseReference(
  { window, by, scope, asOf, options }: MetricQuestion,
  group: readonly (string | null)[],
  phase: PhasePart,
): PointReference {
  return { metric: 'CHANGE_LEAD_TIME', window, by, group, scope, asOf, options: phaseOptions(options), phase };
}

/** Under which phases are told. */
export const phaseOptions = (options: MetricOptions): MetricOptions =>
  withOptions(options, { unit: 'change', start: 'commit' });

/** The query whose only point it is. */
export function queryOfPoint({ metric, window, by, scope, asOf, options }: PointReference): MetricQuery {
  return { ids: [metric], window, by, scope, asOf, options };
}
