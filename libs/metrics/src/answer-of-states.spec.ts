import { describe, expect, it } from 'vitest';
import { defaultOptions } from './options.js';
import { plan } from './plan.js';
import { pointsOf } from './points.js';
import type { MetricQuery } from './query.js';
import { type RowAhead, valuesAhead } from './values-ahead.js';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const query: MetricQuery = {
  ids: ['DEPLOYMENT_FREQUENCY', 'FAILED_DEPLOYMENT_RECOVERY_TIME'],
  window: { from: MONDAY, to: MONDAY + 14 * DAY, timeZone: 'UTC' },
  bucket: 'WEEK',
  by: [{ dimension: 'TEAM' }],
  scope: {},
  asOf: MONDAY + 14 * DAY,
  options: defaultOptions,
};

/** A deployment that failed at an instant and was made good by the next, some hours later. */
const failure = (id: string, at: number, hours: number): unknown[] => {
  return [`shop\nproduction\n${id}\n1`, at, at, at, at + hours * HOUR, []];
};

const row = (teams: string[], failures: unknown[], beyond = 0): RowAhead => ({
  g0: teams,
  beyond,
  failed_deployment_recovery_time_failures: failures,
});

const read = (rows: readonly RowAhead[]) => {
  const planned = plan(query);
  const [part] = planned.parts;
  if (part === undefined) throw new Error('One relation is asked');
  return valuesAhead(planned, part, rows);
};

describe('what looks ahead', () => {
  const rows = [
    row(['eng/web', 'eng'], [failure('d1', MONDAY + DAY, 1), failure('d2', MONDAY + 8 * DAY, 5)]),
    row(['eng/api', 'eng'], [failure('d3', MONDAY + 2 * DAY, 2)]),
  ];

  it('is finished for each of the groups of a row, week by week', () => {
    const ahead = read(rows);

    const told = [...(ahead ?? [])].map(([team, { values }]) => [team, values.map(({ value, n }) => [value, n])]);
    expect(told).toEqual([
      [
        'eng/web',
        [
          [3_600, 1],
          [18_000, 1],
        ],
      ],
      // In the first week one of an hour and one of two: their median is an hour and a half.
      [
        'eng',
        [
          [5_400, 2],
          [18_000, 1],
        ],
      ],
      [
        'eng/api',
        [
          [7_200, 1],
          [null, 0],
        ],
      ],
    ]);
  });

  it('says nothing where something changes later', () => {
    expect(read([...rows, row(['eng/ops'], [], 1)])).toBeUndefined();
  });

  it('makes points beside those that are counted: of groups that either knows', () => {
    const counted = [{ g0: 'eng/ops', bucket: MONDAY, beyond: 0, deployment_frequency_count: 7 }];

    const points = pointsOf(plan(query), [{ rows: counted, ahead: read(rows.slice(1)) }]);

    const told = points
      .filter(({ bucketStart }) => bucketStart === MONDAY)
      .map(({ metric, group, value, n, open }) => [metric, group[0], value, n, open]);
    expect(told).toEqual([
      ['DEPLOYMENT_FREQUENCY', 'eng/ops', 1, 7, null],
      ['DEPLOYMENT_FREQUENCY', 'eng/api', 0, 0, null],
      ['DEPLOYMENT_FREQUENCY', 'eng', 0, 0, null],
      ['FAILED_DEPLOYMENT_RECOVERY_TIME', 'eng/ops', null, 0, 0],
      ['FAILED_DEPLOYMENT_RECOVERY_TIME', 'eng/api', 7_200, 1, 0],
      ['FAILED_DEPLOYMENT_RECOVERY_TIME', 'eng', 7_200, 1, 0],
    ]);
  });
});
