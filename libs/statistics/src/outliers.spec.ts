import { describe, expect, it } from 'vitest';
import { durationsAgainstPeers } from './durations-against-peers.js';
import { frequencyChange } from './frequency-change.js';
import { logSeconds } from './log-seconds.js';
import { modifiedZ } from './modified-z.js';
import { medianAbsoluteDeviation, robustScale } from './robust-scale.js';
import { tukeyFences } from './tukey-fences.js';
import { unusualRecords } from './unusual-record.js';

describe('modifiedZ', () => {
  it('measures in median absolute deviations', () => {
    const scored = modifiedZ([1, 2, 3, 4, 100]);
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 100])).toBe(1);
    expect(scored?.scores[4]).toBeCloseTo(97 * 0.6744897501960817, 10);
    expect(scored?.outliers).toEqual([4]);
  });

  it('falls back to the mean deviation when more than half are equal', () => {
    // Mean absolute deviation 4 / 5 = 0.8.
    expect(robustScale([5, 5, 5, 5, 9])?.scale).toBeCloseTo(0.8 * Math.sqrt(Math.PI / 2), 12);
    expect(modifiedZ([5, 5, 5, 5, 9])?.outliers).toEqual([4]);
  });

  it('finds nothing where nothing varies, and is null of nothing', () => {
    expect(modifiedZ([5, 5, 5])).toEqual({ center: 5, scale: 0, scores: [0, 0, 0], outliers: [] });
    expect(modifiedZ([])).toBeNull();
  });
});

describe('tukeyFences', () => {
  it('lie 1.5 interquartile ranges beyond the quartiles', () => {
    expect(tukeyFences([1, 2, 3, 4, 5, 30])).toEqual({ q1: 2.25, q3: 4.75, lower: -1.5, upper: 8.5, outliers: [5] });
  });
});

describe('unusualRecords', () => {
  const usual = Array.from({ length: 20 }, (_, index) => 600 + 30 * index);

  it('finds a record a hundred times as long', () => {
    expect(unusualRecords([...usual, 90_000])).toEqual([20]);
  });

  it('asks for more than three times the 90th percentile, and for slow records only', () => {
    const steady = Array.from({ length: 30 }, (_, index) => 600 + (index % 3));
    expect(unusualRecords([...steady, 1500])).toEqual([]);
    expect(unusualRecords([...steady, 1])).toEqual([]);
  });

  it('does not judge among fewer than 20', () => {
    expect(unusualRecords([...usual.slice(0, 18), 90_000])).toEqual([]);
  });
});

describe('durationsAgainstPeers', () => {
  const constant = (value: number, n = 6): number[] => new Array<number>(n).fill(value);

  it('measures a unit in the robust spread of all: median 2, MAD 1', () => {
    const results = durationsAgainstPeers([0, 1, 2, 3, 10].map((value) => constant(value)));
    expect(results[4]?.z).toBeCloseTo(8 / 1.482602218505602, 12);
    expect(results[2]?.z).toBe(0);
    expect(results[2]?.p).toBe(1);
  });

  it('adds the error of the unit itself', () => {
    // Own MAD 1 of nine values: error 1.2533 * 1.4826 / 3 = 0.619389; z = 8 / sqrt(1.4826^2 + 0.619389^2).
    const scattered = [7, 8, 9, 9.5, 10, 10.5, 11, 12, 13];
    const results = durationsAgainstPeers([...[0, 1, 2, 3].map((value) => constant(value)), scattered]);
    expect(results[4]?.z).toBeCloseTo(8 / Math.hypot(1.482602218505602, 0.619389), 5);
  });

  it('leaves out units with fewer than six deployments, and all when they do not differ', () => {
    expect(durationsAgainstPeers([constant(1, 5), constant(1), constant(2), constant(3)])[0]).toBeNull();
    expect(durationsAgainstPeers([constant(1), constant(1)])).toEqual([null, null]);
    expect(durationsAgainstPeers([])).toEqual([]);
  });
});

describe('frequencyChange', () => {
  it('compares on the square-root scale with the uncertainty of the history', () => {
    // 2 (sqrt 9.375 - sqrt 4.375) / sqrt(13 / 12) with twelve weeks of 4.
    const change = frequencyChange(new Array<number>(12).fill(4), 9);
    expect(change?.t).toBeCloseTo(1.8643, 4);
    expect(change).toMatchObject({ degreesOfFreedom: 11, dispersion: 1 });
  });

  it('widens for bursts', () => {
    const bursts = [0, 12, 0, 12, 0, 12, 0, 12];
    // Mean 6, variance 8 * 36 / 7.
    expect(frequencyChange(bursts, 6)?.dispersion).toBeCloseTo((8 * 36) / 7 / 6, 12);
  });

  it('is null with fewer than eight weeks, and finds nothing after silence in silence', () => {
    expect(frequencyChange([1, 2, 3, 4, 5, 6, 7], 9)).toBeNull();
    expect(frequencyChange(new Array<number>(8).fill(0), 0)).toMatchObject({ t: 0, p: 1 });
  });
});

describe('logSeconds', () => {
  it('has a value for a duration of 0', () => {
    expect(logSeconds(0)).toBe(0);
    expect(logSeconds(Math.E)).toBe(1);
  });
});
