import {
  civilBuckets,
  type ComparableGroup,
  type MetricId,
  type MetricOptions,
  type Scope,
  type Window,
} from '@leadline/metrics';
import type { Span } from '@leadline/insights';

/** What a scan for outliers is asked. */
export interface OutlierQuery {
  readonly ids: readonly MetricId[];
  readonly window: Window;
  /** What is compared. */
  readonly by: ComparableGroup;
  readonly scope: Scope;
  /** Epoch milliseconds: only what was known then counts. */
  readonly asOf: number;
  readonly options: MetricOptions;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** History that is read before the window: what weekly series and daily ones are judged by. */
const HISTORY = 26 * WEEK;
/** Single records are compared with those of this long (metrics.md 7.1 d). */
const RECORDS = 180 * DAY;
const SHORTEST_BASELINE = 4 * WEEK;
/** Failures of the last days may not be known yet (metrics.md 2). */
const UNSETTLED = WEEK;

/** The spans of time a scan looks at. */
export interface ScanSpans {
  /** The window up to asOf. */
  readonly period: Span;
  /** As long as the window before it, at least four weeks and at most half a year. */
  readonly baseline: Span;
  /** Everything that is read. */
  readonly loaded: Span;
  readonly recordsFrom: number;
  readonly weeks: readonly Span[];
  readonly days: readonly Span[];
  readonly settledUntil: number;
}

/** null: nothing of the window had happened at asOf. */
export function scanSpans({ window, asOf, options }: OutlierQuery): ScanSpans | null {
  const { from, to, timeZone } = window;
  // An event at asOf is known: the first instant that is not is the one after.
  const end = Math.min(to, asOf + 1);
  if (end <= from) return null;
  const baseline = Math.min(HISTORY, Math.max(SHORTEST_BASELINE, to - from));
  const loaded = { from: Math.max(0, from - HISTORY), to: end };
  const full = (bucket: 'WEEK' | 'DAY'): Span[] =>
    civilBuckets({ ...loaded, timeZone }, bucket, Math.min(to, asOf), options.weekStart)
      .filter(({ partial }) => !partial)
      .map((civil) => ({ from: civil.start, to: civil.end }));
  return {
    period: { from, to: end },
    baseline: { from: Math.max(0, from - baseline), to: from },
    loaded,
    recordsFrom: Math.max(loaded.from, end - RECORDS),
    weeks: full('WEEK'),
    days: full('DAY'),
    settledUntil: asOf - UNSETTLED,
  };
}
