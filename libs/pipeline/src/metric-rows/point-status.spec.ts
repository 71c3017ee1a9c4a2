import { describe, expect, it } from 'vitest';
import { statusOf } from './point-status.js';

const end = Date.parse('2026-03-09T00:00:00Z');
const DAY = 86_400_000;

describe('status of a point', () => {
  it.each([
    ['no samples', 'CHANGE_FAIL_RATE', null, 0, 30, 'NO_DATA'],
    ['a median that is not reached', 'FAILED_DEPLOYMENT_RECOVERY_TIME', null, 8, 30, 'INSUFFICIENT'],
    ['9 deployments of a ratio', 'CHANGE_FAIL_RATE', 0.1, 9, 30, 'INSUFFICIENT'],
    ['10 of them', 'CHANGE_FAIL_RATE', 0.1, 10, 30, 'OK'],
    ['5 durations', 'CHANGE_LEAD_TIME', 60, 5, 30, 'INSUFFICIENT'],
    ['6 of them', 'CHANGE_LEAD_TIME', 60, 6, 30, 'OK'],
    ['nothing deployed is a rate', 'DEPLOYMENT_FREQUENCY', 0, 0, 30, 'OK'],
    ['failures a day less than a week ago', 'CHANGE_FAIL_RATE', 0.1, 10, 6, 'PROVISIONAL'],
    ['failures a week ago', 'CHANGE_FAIL_RATE', 0.1, 10, 7, 'OK'],
    ['no failures: as soon as it is over', 'CHANGE_LEAD_TIME', 60, 6, 0, 'OK'],
    ['an interval that is running', 'DEPLOYMENT_FREQUENCY', 1, 5, -1, 'PROVISIONAL'],
  ] as const)('%s', (...[, metric, value, n, daysAfter, status]) => {
    expect(statusOf({ metric, value, n }, end, end + daysAfter * DAY)).toBe(status);
  });
});
