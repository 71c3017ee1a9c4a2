import { describe, expect, it } from 'vitest';
import { mean, sum, sumOfSquaredDeviations, variance } from './moments.js';

describe('mean and variance', () => {
  it('are null where there are too few values', () => {
    expect(mean([])).toBeNull();
    expect(variance([])).toBeNull();
    expect(variance([7])).toBeNull();
    expect(sum([])).toBe(0);
  });

  it('follow their definitions', () => {
    expect(mean([1, 2, 3, 6])).toBe(3);
    expect(sumOfSquaredDeviations([1, 2, 3, 6])).toBe(4 + 1 + 0 + 9);
    expect(variance([1, 2, 3, 6])).toBeCloseTo(14 / 3, 14);
  });

  it('keep the differences of values with a large common offset', () => {
    const values = [0.25, 0.5, 0.75].map((part) => 1e12 + part);
    expect(mean(values)).toBe(1e12 + 0.5);
    expect(variance(values)).toBe(0.0625);
  });
});
