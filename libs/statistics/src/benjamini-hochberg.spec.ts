import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.js';

describe('benjaminiHochberg', () => {
  it('adjusts by m / rank, never above a larger p-value, and keeps the order', () => {
    // 0.01 * 4/1 = 0.04, 0.02 * 4/2 = 0.04, 0.03 * 4/3 = 0.04.
    const decisions = benjaminiHochberg([0.5, 0.01, 0.03, 0.02], 0.05);
    expect(decisions.map(({ rejected }) => rejected)).toEqual([false, true, true, true]);
    expect(decisions[0]?.adjusted).toBe(0.5);
    for (const { adjusted } of decisions.slice(1)) {
      expect(adjusted).toBeCloseTo(0.04, 14);
    }
  });

  it('rejects a p-value above its own line when a larger one is below its line', () => {
    // 0.03 > 0.025, but 0.05 <= 0.05 carries both.
    expect(benjaminiHochberg([0.03, 0.05], 0.05).every(({ rejected }) => rejected)).toBe(true);
  });

  it('has no decision on nothing', () => {
    expect(benjaminiHochberg([], 0.05)).toEqual([]);
  });
});
