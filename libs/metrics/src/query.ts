import type { MetricOptions } from './options.js';
import type { MetricId } from './registry.js';

export const dimensions = ['TEAM', 'SERVICE', 'REPOSITORY', 'ENVIRONMENT', 'FLAG', 'TARGET', 'TAG'] as const;
export type Dimension = (typeof dimensions)[number];

export const buckets = ['DAY', 'WEEK', 'MONTH', 'QUARTER'] as const;
export type Bucket = (typeof buckets)[number];

export interface GroupBy {
  readonly dimension: Dimension;
  /** Only and always for TAG. */
  readonly tagKey?: string;
}

/** Half-open [from, to) in epoch milliseconds; days and buckets are civil in the zone. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** Every list narrows; an empty or absent one does not. Tags are "key:value". */
export interface Scope {
  /** Paths; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly services?: readonly string[];
  readonly repositories?: readonly string[];
  /** Without it: the environments of tier production. */
  readonly environments?: readonly string[];
  readonly flags?: readonly string[];
  readonly targets?: readonly string[];
  readonly tags?: readonly string[];
}

/** What is asked of a metric. */
export interface MetricQuestion {
  readonly window: Window;
  readonly bucket?: Bucket;
  readonly by: readonly GroupBy[];
  readonly scope: Scope;
  /** Epoch milliseconds: only what was known then counts. */
  readonly asOf: number;
  readonly options: MetricOptions;
  /** Points have no details: nobody wants to see them, and some take a third of a page. Default: they have. */
  readonly withoutDetails?: boolean;
}

/** What is asked: one row per metric, group and bucket. */
export interface MetricQuery extends MetricQuestion {
  readonly ids: readonly MetricId[];
}
