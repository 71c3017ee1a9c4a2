import { describe, expect, it } from 'vitest';
import { cusum } from './cusum.js';
import { ewma } from './ewma.js';
import { nelson, type NelsonRule } from './nelson.js';
import { xmr } from './xmr.js';

describe('xmr', () => {
  it('draws limits at 2.6587 mean ranges and judges later values by them', () => {
    const chart = xmr([1, 2, 1, 2, 1, 2, 9], 6);
    expect(chart?.center).toBe(1.5);
    expect(chart?.meanRange).toBe(1);
    expect(chart?.upperLimit).toBeCloseTo(1.5 + 2.6586807763, 9);
    expect(chart?.lowerLimit).toBeCloseTo(1.5 - 2.6586807763, 9);
    expect(chart?.rangeUpperLimit).toBeCloseTo(3.2665319194, 9);
    expect(chart?.violations).toEqual([6]);
    expect(chart?.rangeViolations).toEqual([6]);
  });

  it('finds nothing outside where all values are equal, however their mean is rounded', () => {
    const chart = xmr(Array.from({ length: 26 }, () => (5 / 7) * 7 + 0.1));
    expect([chart?.violations, chart?.rangeViolations]).toEqual([[], []]);
  });

  it('is null with fewer than two baseline values', () => {
    expect(xmr([5])).toBeNull();
    expect(xmr([])).toBeNull();
    expect(xmr([5, 6, 7], 1)).toBeNull();
  });
});

describe('nelson', () => {
  const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);
  const signals = (rule: NelsonRule, values: readonly number[]): number[] => nelson(values, 0, 1, rule);

  it('1: beyond 3 sigma, not on it', () => {
    expect(signals(1, [3, 3.1, -3.1])).toEqual([1, 2]);
  });

  it('2: nine on one side; a value on the center line breaks the run', () => {
    expect(signals(2, repeat(0.1, 9))).toEqual([8]);
    expect(signals(2, [...repeat(0.1, 8), 0, 0.1])).toEqual([]);
  });

  it('3: six steadily rising or falling', () => {
    expect(signals(3, [1, 2, 3, 4, 5, 6])).toEqual([5]);
    expect(signals(3, [6, 5, 4, 3, 2, 1])).toEqual([5]);
    expect(signals(3, [1, 2, 3, 3, 4, 5])).toEqual([]);
  });

  it('4: fourteen alternating', () => {
    const zigzag = Array.from({ length: 14 }, (_, index) => index % 2);
    expect(signals(4, zigzag)).toEqual([13]);
    expect(signals(4, [...zigzag.slice(0, 13), 0])).toEqual([]);
  });

  it('5: two of three beyond 2 sigma on one side, the last among them', () => {
    expect(signals(5, [2.1, 0, 2.1])).toEqual([2]);
    expect(signals(5, [2.1, 2.1, 0])).toEqual([]);
    expect(signals(5, [2.1, 0, -2.1])).toEqual([]);
  });

  it('6: four of five beyond 1 sigma on one side, the last among them', () => {
    expect(signals(6, [-1.1, 0, -1.1, -1.1, -1.1])).toEqual([4]);
    expect(signals(6, [1.1, 1.1, 1.1, 1.1, 0])).toEqual([]);
  });

  it('7: fifteen within 1 sigma', () => {
    expect(signals(7, repeat(0.9, 15))).toEqual([14]);
    expect(signals(7, [...repeat(0.9, 14), 1.1])).toEqual([]);
  });

  it('8: eight beyond 1 sigma, on both sides', () => {
    expect(signals(8, [...repeat(1.1, 7), -1.1])).toEqual([7]);
    expect(signals(8, repeat(1.1, 8))).toEqual([]);
  });
});

describe('ewma', () => {
  it('moves half-way with a weight of one half; its first limit is 3 sqrt(1/3 * 3/4) = 1.5 wide', () => {
    const chart = ewma([12, 12], { center: 10, sigma: 1, lambda: 0.5, width: 3 });
    expect(chart.smoothed).toEqual([11, 11.5]);
    expect(chart.limits[0]?.high).toBeCloseTo(11.5, 12);
    expect(chart.signals).toEqual([]);
    expect(ewma([14], { center: 10, sigma: 1, lambda: 0.5, width: 3 }).signals).toEqual([0]);
  });
});

describe('cusum', () => {
  it('adds what exceeds k and signals above h, running on', () => {
    const chart = cusum([1, 1, 1, 1], { center: 0, sigma: 1, h: 1 });
    expect(chart.upper).toEqual([0.5, 1, 1.5, 2]);
    expect(chart.signals).toEqual([2, 3]);
  });

  it('watches the downward side alike', () => {
    expect(cusum([-3, -3], { center: 0, sigma: 2, k: 0.5, h: 1.5 })).toMatchObject({ lower: [-1, -2], signals: [1] });
  });
});
