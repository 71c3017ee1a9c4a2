import type { DriverAttribution } from '@leadline/metrics';
import { describe, expect, it } from 'vitest';
import type { Figures } from './figures.js';
import { type NotableFacts, notableIn } from './notable.js';

const HOUR = 3_600;
const spaced = (text: string): string => text.replaceAll('\u00A0', ' ');
const figures = (more: Partial<Figures>): Figures => ({
  value: null,
  n: 0,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  open: null,
  lowerBound: null,
  ...more,
});
const duration = (hours: number, n: number, low: number, high: number): Figures =>
  figures({ value: hours * HOUR, n, low: low * HOUR, high: high * HOUR });
const rate = (k: number, n: number): Figures => figures({ value: k / n, n, numerator: k, denominator: n });

const drivers: DriverAttribution = {
  before: 24 * HOUR,
  after: 33 * HOUR,
  nBefore: 141,
  nAfter: 38,
  delta: 9 * HOUR,
  within: { pickup: 7.4 * HOUR, review: 1.2 * HOUR },
  mix: 0.4 * HOUR,
  driver: 'pickup',
  isMixAgainstWithin: false,
  segments: [],
};

function given(more: Partial<NotableFacts> = {}): NotableFacts {
  const leadTime = { now: duration(31, 38, 28, 34), before: duration(22, 141, 20, 24) };
  return {
    name: 'Payments',
    before: 'the 28 days before',
    timeZone: 'UTC',
    metrics: [
      { metric: 'CHANGE_LEAD_TIME', ...leadTime },
      { metric: 'CHANGE_FAIL_RATE', now: rate(4, 22), before: rate(6, 100) },
    ],
    leadTimeByDeployment: leadTime,
    weeklyDeployments: { now: [], before: [] },
    services: 3,
    failures: [],
    repairs: [],
    leadTimeDrivers: drivers,
    weeks: new Map(),
    weeksInWindow: 4,
    quarter: null,
    recoveries: [],
    outliers: [],
    ...more,
  };
}

describe('what is notable', () => {
  it('is a change beyond chance, with what drove it; another that chance explains is not told', () => {
    // ln(31/22) = 0.343, errors 0.0495 and 0.0465 → z = 5.05. Four of 22 against six of 100: Fisher's p is 0.08.
    const told = notableIn(given());
    expect(told.map(({ kind, judgement, text }) => [kind, judgement, spaced(text)])).toEqual([
      [
        'change',
        'worse',
        'Change lead time of Payments rose 41 % to 31 h (n = 38) vs. the 28 days before (22 h, n = 141), driven by waiting for a review (+7.4 h of +9 h of the mean).',
      ],
    ]);
  });

  it('names no phase where none has half of the change', () => {
    const [told] = notableIn(given({ leadTimeDrivers: { ...drivers, driver: null } }));
    expect(told?.text).toContain('; no single phase dominates.');
    const [unknown] = notableIn(given({ leadTimeDrivers: null }));
    expect(spaced(unknown?.text ?? '')).toMatch(/n = 141\)\.$/);
  });

  it('is nothing where nothing changed', () => {
    const same = duration(22, 141, 20, 24);
    const metrics = [{ metric: 'CHANGE_LEAD_TIME' as const, now: same, before: same }];
    expect(notableIn(given({ metrics, leadTimeByDeployment: { now: same, before: same } }))).toEqual([]);
  });

  it('is a change where all values of both windows are equal: then nothing is left to chance', () => {
    const equal = { now: duration(30, 60, 30, 30), before: duration(5, 60, 5, 5) };
    const metrics = [{ metric: 'CHANGE_LEAD_TIME' as const, ...equal }];
    expect(notableIn(given({ metrics, leadTimeByDeployment: equal })).map(({ kind }) => kind)).toEqual(['change']);
    const same = { now: equal.now, before: equal.now };
    const unchanged = [{ metric: 'CHANGE_LEAD_TIME' as const, ...same }];
    expect(notableIn(given({ metrics: unchanged, leadTimeByDeployment: same }))).toEqual([]);
  });

  it('tests a frequency by full weeks, of which both need two', () => {
    const frequency = (n: number): Figures => figures({ value: n / 7, n, numerator: n, denominator: 7 });
    const metrics = [{ metric: 'DEPLOYMENT_FREQUENCY' as const, now: frequency(80), before: frequency(40) }];
    const counts = { now: [20, 21, 19, 20], before: [10, 11, 9, 10] };
    const told = (weeklyDeployments: NotableFacts['weeklyDeployments']): number =>
      notableIn(given({ metrics, weeklyDeployments })).length;
    expect(told(counts)).toBe(1);
    expect(told({ now: [80], before: [40] })).toBe(0);
  });

  it('is at most five, changes first; names are inert', () => {
    const recoveries = [60, 60, 60, 60, 60];
    const told = notableIn(given({ name: 'Pay\u202Ements\r\nBcc: x', recoveries, quarter: { failed: 0, total: 40 } }));
    expect(told.map(({ kind }) => kind)).toEqual(['change', 'milestone', 'milestone']);
    for (const { text } of told) expect(text).not.toMatch(/[\r\n\u202E]/);
  });
});
