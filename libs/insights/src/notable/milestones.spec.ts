import { describe, expect, it } from 'vitest';
import type { DoraMetricId } from './figures.js';
import { type MetricWeek, type MilestoneFacts, milestonesIn } from './milestones.js';

const HOUR = 3_600;
const week = (value: number | null, level: number | null, n = 12): MetricWeek => ({ value, n, level });
const weeks = (count: number, value: number, level: number | null): MetricWeek[] =>
  Array.from({ length: count }, () => week(value, level));

const said = (more: Partial<MilestoneFacts>): string[] =>
  milestonesIn({ weeks: new Map(), weeksInWindow: 4, quarter: null, recoveries: [], ...more }, 'Payments').map(
    ({ text }) => text.replaceAll('\u00A0', ' '),
  );
const leadTime = (history: readonly MetricWeek[], weeksInWindow = 4): string[] =>
  said({ weeks: new Map<DoraMetricId, readonly MetricWeek[]>([['CHANGE_LEAD_TIME', history]]), weeksInWindow });

describe('a level', () => {
  const slow = weeks(30, 40 * HOUR, 4);

  it('is told once it was held for four full weeks, and whether it is the first time', () => {
    const first = 'Lead time of Payments has held level 5 of 6 for four full weeks, for the first time in 34 weeks.';
    // The last week is not the best: nothing else is told.
    expect(leadTime([...slow, ...weeks(3, 9 * HOUR, 5), week(10 * HOUR, 5)])).toEqual([first]);
    const before = [...weeks(10, 40 * HOUR, 4), ...weeks(4, 8 * HOUR, 5), ...weeks(20, 40 * HOUR, 4)];
    expect(leadTime([...before, ...weeks(4, 9 * HOUR, 5)])).toEqual([
      'Lead time of Payments has held level 5 of 6 for four full weeks.',
    ]);
  });

  it('is not told of three weeks, nor of four of which one has too few samples or no level', () => {
    expect(leadTime([...slow, ...weeks(3, 50 * HOUR, 5)])).toEqual([]);
    expect(leadTime([...slow, week(50 * HOUR, 5, 5), ...weeks(3, 50 * HOUR, 5)])).toEqual([]);
    expect(leadTime([...slow, week(50 * HOUR, null), ...weeks(3, 50 * HOUR, 5)])).toEqual([]);
  });

  it('is not told again in a window that began after it was reached, nor where it always held', () => {
    const held = [...slow, ...weeks(6, 50 * HOUR, 5)];
    // Reached in the fourth of the six weeks: the window of three weeks has it, that of two has not.
    expect(leadTime(held, 3)).toHaveLength(1);
    expect(leadTime(held, 2)).toEqual([]);
    expect(leadTime(weeks(34, 9 * HOUR, 5))).toEqual([]);
  });

  it('that was lost is never announced', () => {
    // Four weeks at level 4 are no milestone: the weeks before were better.
    expect(leadTime([...weeks(30, 9 * HOUR, 5), ...weeks(4, 40 * HOUR, 4)])).toEqual([]);
  });
});

describe('the best week', () => {
  const usual = [...weeks(12, 30 * HOUR, null), ...weeks(13, 28 * HOUR, null)];

  it('is that of 26 full weeks, by which way is better', () => {
    expect(leadTime([...usual, week(27 * HOUR, null, 38)])).toEqual([
      'Lead time of Payments had its best full week in 26: 27 h (n = 38).',
    ]);
    expect(leadTime([...usual, week(28 * HOUR, null, 38)])).toEqual([]);
    const frequency = [...usual.slice(0, 25).map(() => week(3, null)), week(3.5, null, 25)];
    expect(said({ weeks: new Map([['DEPLOYMENT_FREQUENCY', frequency]]) })).toEqual([
      'Deployment frequency of Payments had its best full week in 26: 3.5 a day (n = 25).',
    ]);
  });

  it('is not told of few samples, of a short history, or where few of the others are known', () => {
    expect(leadTime([...usual, week(27 * HOUR, null, 5)])).toEqual([]);
    expect(leadTime([...usual.slice(1), week(27 * HOUR, null)])).toEqual([]);
    const sparse = usual.map((one, index) => (index < 13 ? week(null, null, 0) : one));
    expect(leadTime([...sparse, week(27 * HOUR, null)])).toEqual([]);
  });
});

describe('what went well', () => {
  it('is 90 days without a failed deployment, with their count', () => {
    expect(said({ quarter: { failed: 0, total: 412 } })).toEqual([
      '90 days without a failed deployment of Payments (412 deployments).',
    ]);
    expect(said({ quarter: { failed: 1, total: 412 } })).toEqual([]);
    expect(said({ quarter: { failed: 0, total: 9 } })).toEqual([]);
  });

  it('is five recoveries running in under an hour: none is open, none took an hour', () => {
    const minutes = (...of: readonly number[]): number[] => of.map((one) => one * 60);
    expect(said({ recoveries: minutes(12, 50, 3, 20, 9, 600) })).toEqual([
      'Payments recovered in under an hour five times running, the slowest in 50 min.',
    ]);
    expect(said({ recoveries: minutes(12, 60, 3, 20, 9) })).toEqual([]);
    expect(said({ recoveries: minutes(12, 50, 3, 20) })).toEqual([]);
    expect(said({ recoveries: [null, ...minutes(12, 50, 3, 20)] })).toEqual([]);
  });
});
