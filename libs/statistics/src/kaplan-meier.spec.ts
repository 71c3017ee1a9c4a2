import { describe, expect, it } from 'vitest';
import { type Episode, kaplanMeier, survivalCurve } from './kaplan-meier.js';

const ended = (...seconds: number[]): Episode[] => seconds.map((value) => ({ seconds: value, recovered: true }));
const open = (...seconds: number[]): Episode[] => seconds.map((value) => ({ seconds: value, recovered: false }));

describe('kaplanMeier', () => {
  it('counts open episodes at risk: S falls 0.8, 0.6, 0.4', () => {
    const estimate = kaplanMeier([...ended(600, 1200, 1800, 2400), ...open(571_800)]);
    expect(estimate).toMatchObject({ n: 5, observed: 4, open: 1, median: 1800, lowerBound: null });
    expect(estimate.medianOfRecovered).toBe(1500);
  });

  it('equals the ordinary median with nothing open', () => {
    expect(kaplanMeier(ended(10, 20, 40)).median).toBe(20);
    expect(kaplanMeier(ended(10, 20, 40, 90)).median).toBe(30);
  });

  it('has no median while more than half are open, but a bound from below', () => {
    // The interval begins where the lower limit of S = 3/4 is below one half: 0.128, as worked out further down.
    const estimate = kaplanMeier([...ended(600), ...open(579_000, 586_200, 593_400)]);
    expect(estimate).toMatchObject({ median: null, lowerBound: 593_400, low: 600, high: null });
  });

  it('has no median when the curve stays at one half to its end', () => {
    expect(kaplanMeier([...ended(10), ...open(20)])).toMatchObject({ median: null, lowerBound: 20 });
  });

  it('recognises one half through rounding', () => {
    // 12/14 * 11/12 * 10/11 * ... leaves a product a few ulps beside 7/14.
    expect(kaplanMeier(ended(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15)).median).toBe(8);
  });

  it('lets an episode end before one that is cut off at the same time', () => {
    const curve = survivalCurve([...ended(1, 2, 3), ...open(2)]);
    expect(curve.map((row) => [row.seconds, row.survival])).toEqual([
      [0, 1],
      [1, 0.75],
      [2, 0.5],
      [3, 0],
    ]);
  });

  it('starts its curve below 1 when episodes last no time', () => {
    const curve = survivalCurve(ended(0, 0, 5));
    expect(curve[0]?.survival).toBeCloseTo(1 / 3, 14);
    expect(curve.map((row) => row.seconds)).toEqual([0, 5]);
    expect(kaplanMeier(ended(0, 0, 5)).median).toBe(0);
  });

  it('bounds its median on the log-log scale', () => {
    // At 10: S = 3/4, variance 1/12, lower limit exp(-exp(-1.2459 + 1.9668)) = 0.128. At 40: S = 1/4, variance 3/4, upper
    // limit exp(-exp(0.3266 - 1.2244)) = 0.665; only the last ending, S = 0, brings it below one half.
    expect(kaplanMeier(ended(10, 20, 40, 90))).toMatchObject({ low: 10, high: 90 });
  });

  it('tells nothing of nothing', () => {
    expect(kaplanMeier([])).toMatchObject({ n: 0, median: null, lowerBound: null, medianOfRecovered: null });
  });

  it('rejects a negative duration', () => {
    expect(() => kaplanMeier(ended(-1))).toThrow('not -1');
  });
});
