import { limitsAt, OUTSIDE_95, OUTSIDE_998, sizesUpTo } from './funnel-limits.js';
import type { FunnelMark } from './funnel-marks.js';
import { linear, type Place, type Scale, ticksFromZero } from './scale.js';

/** Marks of fewer deployments are not judged. */
export const FEWEST_JUDGED = 10;

/** Where things lie in a funnel plot, in CSS pixels. */
export interface FunnelLayout {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly x: Scale;
  readonly y: Scale;
  readonly sizes: readonly number[];
  readonly shares: readonly number[];
  readonly limits95: LimitLines;
  readonly limits998: LimitLines;
  /** The mark nearest to a place. */
  readonly markAt: (x: number, y: number) => number;
}

export interface LimitLines {
  readonly low: readonly Place[];
  readonly high: readonly Place[];
}

const NARROW = 480;
const DIAMETER = 14;

export function funnelLayout(marks: readonly FunnelMark[], pooled: number, width: number): FunnelLayout {
  const isNarrow = width < NARROW;
  const height = isNarrow ? 280 : 340;
  const plot = { left: 46, right: width - (isNarrow ? 10 : 92), top: DIAMETER, bottom: height - 44 };
  const largest = Math.max(...marks.map(({ n }) => n), FEWEST_JUDGED * 1.5);
  const mostSize = Math.ceil(largest * 1.04);
  const most = mostShare(marks, pooled);
  const x = linear(0, mostSize, plot.left, plot.right);
  const scale = linear(0, most, plot.bottom, plot.top);
  const y: Scale = (share) => Math.max(plot.top, scale(share));
  const lines = (outside: number): LimitLines => {
    const at = sizesUpTo(mostSize).map((n) => ({ n, ...limitsAt(outside, n, pooled) }));
    return {
      low: at.map(({ n, low }) => [x(n), y(low)]),
      high: at.map(({ n, high }) => [x(n), y(high)]),
    };
  };
  return {
    width,
    height,
    isNarrow,
    plot,
    x,
    y,
    sizes: ticksFromZero(mostSize, isNarrow ? 4 : 6).filter(Number.isInteger),
    shares: ticksFromZero(most, 5),
    limits95: lines(OUTSIDE_95),
    limits998: lines(OUTSIDE_998),
    markAt: (left, top) => nearest(marks.map(({ n, value }) => Math.hypot(x(n) - left, y(value) - top))),
  };
}

/** The upper end of the axis: every mark is inside, and the limits of the smallest that is judged. */
function mostShare(marks: readonly FunnelMark[], pooled: number): number {
  const limit = limitsAt(OUTSIDE_998, FEWEST_JUDGED, pooled).high;
  return Math.min(1, Math.max(...marks.map(({ value }) => value), limit) * 1.08) || 1;
}

function nearest(distances: readonly number[]): number {
  return distances.reduce((best, distance, index) => (distance < (distances[best] ?? Infinity) ? index : best), 0);
}
