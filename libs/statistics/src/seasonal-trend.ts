import { loess, loessAt } from './loess.js';
import { mean } from './moments.js';
import { median } from './quantile.js';

/** A series taken apart: trend + seasonal + residual is the series. */
export interface SeasonalTrend {
  readonly trend: readonly number[];
  readonly seasonal: readonly number[];
  readonly residual: readonly number[];
}

const SEASONAL_SPAN = 7;
const INNER_ROUNDS = 2;
const ROBUSTNESS_ROUNDS = 15;

/**
 * Splits a series with a cycle into a slow trend, a cycle that may change slowly, and the rest; outliers end up in the
 * rest. For daily values (period 7) of at least eight weeks; null with fewer than two full cycles.
 *
 * Source: R. B. Cleveland, W. S. Cleveland, McRae, Terpenning, "STL: A Seasonal-Trend Decomposition Procedure Based on
 * Loess", Journal of Official Statistics 6 (1990), 3-73, robust version. Agrees with statsmodels' `STL(robust=True)`.
 */
export function seasonalTrend(values: readonly number[], period = 7): SeasonalTrend | null {
  if (!(Number.isInteger(period) && period >= 2)) {
    throw new RangeError(`A cycle has at least 2 values, not ${period}`);
  }
  if (values.length < 2 * period) {
    return null;
  }
  let weights = values.map(() => 1);
  let trend = values.map(() => 0);
  let seasonal = values.map(() => 0);
  for (let round = 0; round <= ROBUSTNESS_ROUNDS; round += 1) {
    for (let inner = 0; inner < INNER_ROUNDS; inner += 1) {
      seasonal = seasonalOf(subtract(values, trend), period, weights);
      trend = loess(subtract(values, seasonal), { span: trendSpan(period), weights });
    }
    weights = robustnessWeights(subtract(subtract(values, trend), seasonal));
  }
  return { trend, seasonal, residual: subtract(subtract(values, trend), seasonal) };
}

/** The smallest odd span above 1.5 periods, widened for the seasonal smoother's own span. */
function trendSpan(period: number): number {
  return oddAtLeast((1.5 * period) / (1 - 1.5 / SEASONAL_SPAN));
}

function oddAtLeast(width: number): number {
  const whole = Math.ceil(width);
  return whole % 2 === 0 ? whole + 1 : whole;
}

/** Smooths each weekday across the weeks, one week beyond both ends, and takes out what is not a cycle. */
function seasonalOf(detrended: readonly number[], period: number, weights: readonly number[]): number[] {
  const extended = new Array<number>(detrended.length + 2 * period).fill(0);
  for (let phase = 0; phase < period; phase += 1) {
    const ofPhase = <T>(list: readonly T[]): T[] => list.filter((_, index) => index % period === phase);
    const sub = ofPhase(detrended);
    const window = { span: SEASONAL_SPAN, weights: ofPhase(weights) };
    const smooth = loess(sub, window);
    const before = loessAt(sub, -1, window) ?? smooth[0] ?? 0;
    const after = loessAt(sub, sub.length, window) ?? smooth.at(-1) ?? 0;
    [before, ...smooth, after].forEach((value, cycle) => {
      extended[phase + cycle * period] = value;
    });
  }
  const averaged = movingAverage(movingAverage(movingAverage(extended, period), period), 3);
  const lowPass = loess(averaged, { span: oddAtLeast(period + 1) });
  return lowPass.map((low, index) => (extended[index + period] ?? 0) - low);
}

function movingAverage(values: readonly number[], width: number): number[] {
  return values.slice(0, values.length - width + 1).map((_, index) => mean(values.slice(index, index + width)) ?? 0);
}

/** Bisquare weights: 1 in the middle of the residuals, 0 beyond six times their median size. */
function robustnessWeights(residual: readonly number[]): number[] {
  const sizes = residual.map(Math.abs);
  const cut = 6 * (median(sizes) ?? 0);
  return sizes.map((size) => {
    if (size <= 0.001 * cut) {
      return 1;
    }
    return size > 0.999 * cut ? 0 : (1 - (size / cut) ** 2) ** 2;
  });
}

function subtract(left: readonly number[], right: readonly number[]): number[] {
  return left.map((value, index) => value - (right[index] ?? 0));
}
