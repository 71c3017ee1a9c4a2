import type { TimeWindow } from '../address/time-window.js';
import type { Measured } from '../measures/measured.js';
import { linear, logarithmic, type Scale, ticksFromZero, ticksOfDurations } from './scale.js';

/** Where things lie in a trend chart, in CSS pixels. */
export interface TrendLayout {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** From the index of a week to the middle of its column. */
  readonly x: Scale;
  readonly y: Scale;
  readonly columnWidth: number;
  readonly ticks: readonly number[];
  readonly weekAt: (x: number) => number;
  /** Columns of the compared periods, for the strip below the axis. */
  readonly periods: readonly {
    readonly from: number;
    readonly to: number;
    readonly isCurrent: boolean;
    readonly label: string;
  }[];
}

const NARROW = 480;

export function trendLayout(measured: Measured, window: TimeWindow, width: number): TrendLayout {
  const { weeks, measure } = measured;
  const isNarrow = width < NARROW;
  const height = isNarrow ? 254 : 314;
  // Two rows of marks lie above the plot.
  const plot = { left: isNarrow ? 40 : 48, right: width - (isNarrow ? 6 : 12), top: 34, bottom: height - 46 };
  const { least, most } = reach(measured);
  const isLogarithmic = measure.kind === 'duration';
  const y = isLogarithmic ? logarithmic(least, most, plot.bottom, plot.top) : linear(0, most, plot.bottom, plot.top);
  const x = linear(-0.5, weeks.length - 0.5, plot.left, plot.right);
  const columnWidth = x(1) - x(0);
  return {
    width,
    height,
    isNarrow,
    plot,
    x,
    y: (value) => Math.min(plot.bottom, Math.max(plot.top, y(value))),
    columnWidth,
    ticks: isLogarithmic ? ticksOfDurations(least, most) : ticksFromZero(most),
    weekAt: (place) => Math.min(weeks.length - 1, Math.max(0, Math.floor((place - plot.left) / columnWidth))),
    periods: periodsOf(measured, window),
  };
}

/** The ends of the axis: every value is inside, intervals as far as they leave the values room. */
function reach({ weeks, range, shift, measure }: Measured): { readonly least: number; readonly most: number } {
  const isLogarithmic = measure.kind === 'duration';
  const fits = (value: number | null): value is number => value !== null && (!isLogarithmic || value > 0);
  const limits = [range, shift?.range ?? null].flatMap((one) => (one === null ? [] : [one.high, one.low]));
  const solid = [...weeks.map(({ value }) => value), ...limits].filter(fits);
  const [low, high] = [Math.min(...solid), Math.max(...solid)];
  if (solid.length === 0) return { least: 1, most: isLogarithmic ? 86_400 : 1 };
  const highest = Math.max(...weeks.map((week) => week.high).filter(fits), high);
  const lowest = Math.min(...weeks.map((week) => week.low).filter(fits), low);
  if (isLogarithmic) return { least: Math.max(lowest, low / 1.7) / 1.1, most: Math.min(highest, high * 1.7) * 1.1 };
  const most = Math.min(highest, high * 1.35) * 1.06 || 1;
  return { least: 0, most: measure.kind === 'share' ? Math.min(1, most) : most };
}

function periodsOf({ weeks }: Measured, window: TimeWindow): TrendLayout['periods'] {
  const columns = ({ from, to }: { from: string; to: string }) =>
    weeks.flatMap(({ monday }, index) => (monday >= from && monday < to ? [index] : []));
  return [
    { days: window.previous, isCurrent: false, label: 'previous' },
    { days: window.days, isCurrent: true, label: 'this window' },
  ].flatMap(({ days, isCurrent, label }) => {
    const inside = columns(days);
    const [first, last] = [inside[0], inside.at(-1)];
    return first === undefined || last === undefined ? [] : [{ from: first, to: last, isCurrent, label }];
  });
}
