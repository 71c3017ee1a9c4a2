import { describe, expect, it } from 'vitest';
import { loess } from './loess.js';
import { seasonalTrend } from './seasonal-trend.js';

const WEEKDAYS = [3, 2, 1, 1, 0, -3, -4];

describe('seasonalTrend', () => {
  const clean = Array.from({ length: 56 }, (_, day) => 10 + 0.5 * day + (WEEKDAYS[day % 7] ?? 0));

  it('takes a line plus a weekly cycle apart exactly', () => {
    const parts = seasonalTrend(clean);
    parts?.trend.forEach((value, day) => expect(value).toBeCloseTo(10 + 0.5 * day, 8));
    parts?.seasonal.forEach((value, day) => expect(value).toBeCloseTo(WEEKDAYS[day % 7] ?? 0, 8));
    expect(parts?.residual).toHaveLength(56);
  });

  it('leaves an outlier to the residual', () => {
    const parts = seasonalTrend(clean.map((value, day) => (day === 30 ? value + 40 : value + Math.sin(day * day))));
    expect(parts?.residual[30]).toBeGreaterThan(35);
    expect(Math.abs(parts?.residual[37] ?? 99)).toBeLessThan(3);
  });

  it('needs two full cycles of at least two values', () => {
    expect(seasonalTrend(clean.slice(0, 13))).toBeNull();
    expect(() => seasonalTrend(clean, 1)).toThrow('at least 2');
  });
});

describe('loess', () => {
  it('reproduces a line', () => {
    expect(loess([1, 3, 5, 7, 9], { span: 3 })).toEqual([1, 3, 5, 7, 9].map((value) => expect.closeTo(value, 12)));
  });

  it('keeps the value where all weights are 0', () => {
    expect(loess([1, 5, 2], { span: 3, weights: [0, 0, 0] })).toEqual([1, 5, 2]);
  });
});
