import { mean } from './moments.js';

export interface Line {
  /** Units of y for one unit of x. */
  readonly slope: number;
  /** y at x = 0. */
  readonly intercept: number;
}

/** Least-squares line through points; null when the x do not vary. Surplus values of the longer list are a bug. */
export function linearRegression(x: readonly number[], y: readonly number[]): Line | null {
  if (x.length !== y.length) {
    throw new RangeError(`A line needs as many y as x, not ${y.length} for ${x.length}`);
  }
  const meanX = mean(x);
  const meanY = mean(y);
  if (meanX === null || meanY === null) {
    return null;
  }
  let xx = 0;
  let xy = 0;
  x.forEach((value, index) => {
    xx += (value - meanX) ** 2;
    xy += (value - meanX) * ((y[index] ?? meanY) - meanY);
  });
  return xx === 0 ? null : { slope: xy / xx, intercept: meanY - (xy / xx) * meanX };
}
