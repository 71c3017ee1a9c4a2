import type { MetricOptions } from '../options.js';
import type { Point } from '../points.js';
import type { GroupBy, MetricQuery, Scope, Window } from '../query.js';
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
}

/** What a point of the query stands for. */
export function pointReference(query: MetricQuery, point: Point): PointReference {
  const { window, by, scope, asOf, options } = query;
  return {
    metric: point.metric,
    window: {
      from: Math.max(point.bucketStart, window.from),
      to: Math.min(point.bucketEnd, window.to),
      timeZone: window.timeZone,
    },
    by,
    group: point.group,
    scope,
    asOf,
    options,
  };
}

/** The query whose only point it is. */
export function queryOfPoint({ metric, window, by, scope, asOf, options }: PointReference): MetricQuery {
  return { ids: [metric], window, by, scope, asOf, options };
}
