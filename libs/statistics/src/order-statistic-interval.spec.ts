import { describe, expect, it } from 'vitest';
import { medianInterval95, medianIntervalRanks } from './order-statistic-interval.js';

describe('medianInterval95', () => {
  it('is null below six values: 2 / 32 is more than 5 %', () => {
    expect(medianInterval95([])).toBeNull();
    expect(medianInterval95([1, 2, 3, 4, 5])).toBeNull();
  });

  it('takes the extremes of six values: 2 / 64 is 3.1 %', () => {
    expect(medianInterval95([1, 2, 3, 4, 5, 60])).toEqual({ low: 1, high: 60 });
  });

  it('moves inward with nine values: 2 * 10 / 512 is 3.9 %', () => {
    expect(medianInterval95([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ low: 2, high: 8 });
  });

  it('does not underflow for long lists', () => {
    // The normal approximation n/2 - 1.96 sqrt(n)/2 gives 4901.5 of 10,000.
    expect(medianIntervalRanks(10_000, 0.95)).toEqual({ lowRank: 4902, highRank: 5099 });
  });
});
