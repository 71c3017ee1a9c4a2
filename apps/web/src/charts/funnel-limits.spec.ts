import { funnel } from '@leadline/statistics';
import { describe, expect, it } from 'vitest';
import { limitsAt, OUTSIDE_95, OUTSIDE_998, sizesUpTo } from './funnel-limits.js';

describe('the limits of a funnel plot', () => {
  it('are drawn where the scan puts them', () => {
    // 30 of 300 together, in groups of every size.
    const sizes = [1, 2, 5, 9, 10, 24, 49, 200];
    const plot = funnel(sizes.map((n, index) => ({ n, k: index === 7 ? 30 : 0 })));
    expect(plot?.target).toBe(0.1);
    sizes.forEach((n, index) => {
      const unit = plot?.units[index];
      for (const [outside, limits] of [
        [OUTSIDE_95, unit?.limit95],
        [OUTSIDE_998, unit?.limit998],
      ] as const) {
        const drawn = limitsAt(outside, n, 0.1);
        expect(drawn.low, `low of ${n}`).toBeCloseTo(limits?.low ?? NaN, 9);
        expect(drawn.high, `high of ${n}`).toBeCloseTo(limits?.high ?? NaN, 9);
      }
    });
  });

  it('close where nothing failed, or everything', () => {
    expect(limitsAt(OUTSIDE_95, 12, 0)).toEqual({ low: 0, high: 0 });
    expect(limitsAt(OUTSIDE_998, 12, 1)).toEqual({ low: 1, high: 1 });
  });

  it('reach from the smallest group to the largest', () => {
    expect(sizesUpTo(4)).toEqual([1, 2, 3, 4]);
    expect(sizesUpTo(1)).toEqual([1]);
    expect(sizesUpTo(5_000).at(-1)).toBe(5_000);
  });
});
