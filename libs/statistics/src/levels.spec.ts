import { describe, expect, it } from 'vitest';
import { DORA_CLUSTERS } from './dora-clusters.js';
import { durationLevel, frequencyLevel, levelRange } from './levels.js';
import { quickCheck, QUICK_CHECK_METRICS } from './quick-check.js';

const DAY = 86_400;

describe('durationLevel', () => {
  it.each([
    [0, 6],
    [3599, 6],
    [3600, 5],
    [DAY, 4],
    [7 * DAY, 3],
    [30.4375 * DAY, 2],
    [182.625 * DAY, 1],
  ])('%d seconds are level %d', (seconds, level) => {
    expect(durationLevel(seconds)).toBe(level);
  });
});

describe('frequencyLevel', () => {
  it.each([
    [2, 6],
    [1.99, 5],
    [1, 5],
    [1 / 7, 4],
    [1 / 30.4375, 3],
    [1 / 182.625, 2],
    [0, 1],
  ])('%d a day are level %d', (perDay, level) => {
    expect(frequencyLevel(perDay)).toBe(level);
  });
});

describe('levelRange', () => {
  it('names the levels an interval touches, the lower first', () => {
    expect(levelRange({ low: 1800, high: 7200 }, durationLevel)).toEqual({ lowest: 5, highest: 6 });
    expect(levelRange({ low: 0.5, high: 1.5 }, frequencyLevel)).toEqual({ lowest: 4, highest: 5 });
    expect(levelRange({ low: 10, high: 20 }, durationLevel)).toEqual({ lowest: 6, highest: 6 });
  });
});

describe('quickCheck', () => {
  it('scores as (level - 1) / 5 * 10 and 10 - per cent / 10', () => {
    const result = quickCheck({
      leadTimeSeconds: 3 * DAY,
      deploymentsPerDay: 0.5,
      recoverySeconds: 5 * 3600,
      changeFailRate: 0.12,
      reworkRate: 0.2,
    });
    expect(result.score).toEqual({
      leadtime: 6,
      deployfreq: 6,
      failurerecovery: 8,
      changefailure: expect.closeTo(8.8, 12),
      rework: 8,
    });
    expect(result.overall).toBeCloseTo((6 + 6 + 8 + 8.8 + 8) / 5, 12);
    expect(result.throughput).toBeCloseTo(20 / 3, 12);
    expect(result.stability).toBeCloseTo(8.4, 12);
    expect(result.missing).toEqual([]);
  });

  it('leaves missing metrics out of the means and names them', () => {
    const nothing = {
      leadTimeSeconds: null,
      deploymentsPerDay: null,
      recoverySeconds: null,
      changeFailRate: null,
      reworkRate: null,
    };
    expect(quickCheck(nothing)).toMatchObject({ overall: null, throughput: null, missing: QUICK_CHECK_METRICS });
    const oneRate = quickCheck({ ...nothing, changeFailRate: 0.1 });
    expect(oneRate).toMatchObject({ overall: 9, stability: 9, throughput: null });
    expect(oneRate.missing).toEqual(['leadtime', 'deployfreq', 'failurerecovery', 'rework']);
  });
});

describe('DORA_CLUSTERS', () => {
  it('keeps that medium failed less than high in 2024', () => {
    const year = DORA_CLUSTERS[2024];
    const failRate = (name: string): number | undefined =>
      year?.kind === 'clusters' ? year.clusters.find((entry) => entry.name === name)?.changeFailRate.from : undefined;
    expect(failRate('high')).toBe(20);
    expect(failRate('medium')).toBe(10);
  });
});
