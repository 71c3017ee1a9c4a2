import { describe, expect, it } from 'vitest';
import { levelsOf } from './level.js';

const HOUR = 3_600;
const value = { value: 5 * HOUR, low: null, high: null, lowerBound: null };

describe('levels of a point', () => {
  it('are one where the whole interval lies within it', () => {
    const point = { ...value, low: 2 * HOUR, high: 20 * HOUR };
    expect(levelsOf('CHANGE_LEAD_TIME', point)).toEqual({
      level: 'LEVEL_5',
      levelLow: 'LEVEL_5',
      levelHigh: 'LEVEL_5',
    });
  });

  it('are a range where it does not: the slow end is the low level', () => {
    const point = { ...value, low: 0.5 * HOUR, high: 30 * HOUR };
    expect(levelsOf('CHANGE_LEAD_TIME', point)).toEqual({ level: null, levelLow: 'LEVEL_4', levelHigh: 'LEVEL_6' });
  });

  it('reach to the last level on an open side', () => {
    // Not half of the episodes have ended, the longest after 25 h: anything slower is possible.
    const point = { value: null, low: null, high: null, lowerBound: 25 * HOUR };
    expect(levelsOf('FAILED_DEPLOYMENT_RECOVERY_TIME', point)).toEqual({
      level: null,
      levelLow: 'LEVEL_1',
      levelHigh: 'LEVEL_4',
    });
  });

  it('are none without an interval, and none of rates, which are asked as a number', () => {
    const none = { level: null, levelLow: null, levelHigh: null };
    expect(levelsOf('CHANGE_LEAD_TIME', value)).toEqual(none);
    expect(levelsOf('CHANGE_FAIL_RATE', { value: 0.1, low: 0.05, high: 0.15, lowerBound: null })).toEqual(none);
  });
});
