import { describe, expect, it } from 'vitest';
import { ascending, median, quantileType7 } from './quantile.js';

describe('quantileType7', () => {
  it('interpolates at position (n - 1) q', () => {
    expect(quantileType7([10, 20, 40], 0.25)).toBe(15);
    expect(quantileType7([10, 20, 40], 0.9)).toBeCloseTo(36, 12);
  });

  it('ends at the smallest and the largest value', () => {
    expect(quantileType7([10, 20, 40], 0)).toBe(10);
    expect(quantileType7([10, 20, 40], 1)).toBe(40);
  });

  it('is null of nothing', () => {
    expect(quantileType7([], 0.5)).toBeNull();
  });

  it('rejects a quantile outside 0 to 1', () => {
    expect(() => quantileType7([1], 1.5)).toThrow('not at 1.5');
    expect(() => quantileType7([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('median', () => {
  it('takes values in any order and sorts by number', () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(median([4, 1])).toBe(2.5);
    expect(ascending([10, 9, 100])).toEqual([9, 10, 100]);
  });
});
