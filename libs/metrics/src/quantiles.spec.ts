import { medianIntervalRanks } from '@leadline/statistics';
import { describe, expect, it } from 'vitest';
import type { Cells } from './metric.js';
import { quantilesIn } from './quantiles.js';

/** Cells as the warehouse gives them of samples in order: pairs around the quantiles, and two about each end. */
const cells = (samples: readonly (number | null)[], below: Record<'p50' | 'p75' | 'p90', number>): Cells => ({
  n: samples.length,
  mean: 0,
  around_p50: samples.slice(below.p50 - 1, below.p50 + 1),
  around_p75: samples.slice(below.p75 - 1, below.p75 + 1),
  around_p90: samples.slice(below.p90 - 1, below.p90 + 1),
  low_side: samples.slice(0, 2),
  high_side: samples.slice(-2),
});

describe('quantilesIn', () => {
  it('goes between the samples around each quantile', () => {
    // Places from 1: 0.5 * 3 + 1 = 2.5, 0.75 * 3 + 1 = 3.25, 0.9 * 3 + 1 = 3.7.
    const value = quantilesIn(cells([10, 20, 30, 40], { p50: 2, p75: 3, p90: 3 }));
    expect(value).toMatchObject({ n: 4, value: 25, p75: 32.5, low: null, high: null });
    expect(value.p90).toBeCloseTo(37, 12);
  });

  it('has one sample stand for all', () => {
    expect(quantilesIn(cells([5], { p50: 1, p75: 1, p90: 1 }))).toMatchObject({ n: 1, value: 5, p75: 5, p90: 5 });
  });

  it('reads the interval of the median off the samples at its ranks', () => {
    // Of ten: P(Bin(10, 1/2) <= 1) = 11/1024 = 0.0107 <= 0.025 < 56/1024, so the second and the second to last.
    const tens = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect(quantilesIn(cells(tens, { p50: 5, p75: 7, p90: 9 }))).toMatchObject({ value: 55, low: 20, high: 90 });
  });

  it('finds the ranks of the interval among the two that the warehouse gives, however many samples there are', () => {
    // Each sample is its rank: about the normal approximation, (n - 1.96 * sqrt(n)) / 2.
    const ofRanks = (n: number): Cells => {
      const rank = Math.max(1, Math.floor((n - 1.959963984540054 * Math.sqrt(n)) / 2));
      const around = [1, 2];
      const sides = { low_side: [rank, rank + 1], high_side: [n - rank, n + 1 - rank] };
      return { n, mean: 0, around_p50: around, around_p75: around, around_p90: around, ...sides };
    };
    const most = [10_007, 100_003, 1_000_003, 10_000_019];
    for (const n of [...Array.from({ length: 3_000 }, (_, index) => 6 + index), ...most]) {
      const { low, high } = quantilesIn(ofRanks(n));
      expect({ n, lowRank: low, highRank: high }).toEqual({ n, ...medianIntervalRanks(n, 0.95) });
    }
  });

  it('makes no number of a sample that is none', () => {
    expect(quantilesIn(cells([1, 2, null], { p50: 2, p75: 2, p90: 2 }))).toMatchObject({
      n: 3,
      value: null,
      p75: null,
    });
  });

  it('says nothing without samples', () => {
    expect(quantilesIn(undefined)).toMatchObject({ n: 0, value: null, mean: null });
  });
});
