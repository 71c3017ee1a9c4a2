import { describe, expect, it } from 'vitest';
import { analysisOfVarianceF } from './analysis-of-variance.js';
import { linearRegression } from './linear-regression.js';

describe('analysisOfVarianceF', () => {
  it('divides the mean squares: 6 / 2 over 6 / 6', () => {
    expect(
      analysisOfVarianceF([
        [1, 2, 3],
        [2, 3, 4],
        [3, 4, 5],
      ]),
    ).toBeCloseTo(3, 12);
  });

  it('is null where there is nothing to divide', () => {
    expect(analysisOfVarianceF([[1, 2, 3]])).toBeNull();
    expect(analysisOfVarianceF([[1, 2], []])).toBeNull();
    expect(
      analysisOfVarianceF([
        [1, 1],
        [2, 2],
      ]),
    ).toBeNull();
  });
});

describe('linearRegression', () => {
  it('finds the line through points of one', () => {
    expect(linearRegression([0, 1, 2], [1, 3, 5])).toEqual({ slope: 2, intercept: 1 });
  });

  it('is null when x does not vary, and rejects lists of unequal length', () => {
    expect(linearRegression([1, 1], [1, 2])).toBeNull();
    expect(linearRegression([], [])).toBeNull();
    expect(() => linearRegression([1], [])).toThrow('as many y as x');
  });
});
