import { describe, expect, it } from 'vitest';
import { answerOfStates } from './answer-of-states.js';
import type { KeyedRow } from './group-rows.js';
import { defaultOptions } from './options.js';
import { plan } from './plan.js';
import { pointsOf } from './points.js';
import type { MetricQuery } from './query.js';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const query: MetricQuery = {
  ids: ['DEPLOYMENT_FREQUENCY', 'FAILED_DEPLOYMENT_RECOVERY_TIME'],
  window: { from: MONDAY, to: MONDAY + 14 * DAY, timeZone: 'UTC' },
  bucket: 'WEEK',
  by: [{ dimension: 'TEAM' }],
  withoutDetails: true,
  scope: {},
  asOf: MONDAY + 14 * DAY,
  options: defaultOptions,
};

/** A deployment that failed at an instant and was made good by the next, some hours later. */
const failure = (id: string, at: number, hours: number): unknown[] => {
  return [`shop\nproduction\n${id}\n1`, at, at, at, at + hours * HOUR, []];
};

/** As the warehouse gives them: each value at its place. */
const list = (...values: unknown[]): KeyedRow => Object.fromEntries(values.entries());

/** Of the columns g0, beyond and the failures. */
const row = (teams: string[], failures: unknown[], beyond = 0): KeyedRow => list(teams, beyond, failures);

/** What is answered with these rows: two lists, each beside an empty one, in whatever order the warehouse has them. */
function read(ahead: readonly KeyedRow[], counted: readonly KeyedRow[] = []) {
  const planned = plan(query);
  const [part] = planned.parts;
  if (part?.form !== 'selected') throw new Error('One relation is asked');
  expect(part.states).toMatchObject({
    counted: ['g0', 'bucket', 'beyond', 'deployment_frequency_count'],
    ahead: ['g0', 'beyond', 'failed_deployment_recovery_time_failures'],
  });
  return answerOfStates(planned, part, [
    { counted: [], ahead },
    { counted, ahead: [] },
  ]);
}

describe('the answer of the statement over states', () => {
  const rows = [
    row(['eng/web', 'eng'], [failure('d1', MONDAY + DAY, 1), failure('d2', MONDAY + 8 * DAY, 5)]),
    row(['eng/api', 'eng'], [failure('d3', MONDAY + 2 * DAY, 2)]),
  ];

  it('finishes what looks ahead for each of the groups of a row, week by week', () => {
    const ahead = read(rows)?.ahead;

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
    expect(read(rows, [list('eng/ops', MONDAY, 1, 7)])).toBeUndefined();
  });

  it('makes points beside those that are counted: of groups that either knows', () => {
    const answer = read(rows.slice(1), [list('eng/ops', MONDAY, 0, 7)]);

    const points = pointsOf(plan(query), answer === undefined ? [] : [answer]);

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
