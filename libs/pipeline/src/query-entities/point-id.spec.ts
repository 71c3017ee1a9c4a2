import { defaultOptions, metricOptions, type MetricQuery, type Point, pointReference } from '@leadline/metrics';
import { describe, expect, it } from 'vitest';
import { pointId, pointIds, pointIn } from './point-id.js';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const DAY = 86_400_000;
const query: MetricQuery = {
  ids: ['CHANGE_LEAD_TIME'],
  window: { from: MONDAY + DAY, to: MONDAY + 9 * DAY, timeZone: 'Europe/Berlin' },
  bucket: 'WEEK',
  by: [{ dimension: 'TEAM' }, { dimension: 'TAG', tagKey: 'language' }],
  scope: { teams: ['eng "north"', 'eng/süd'] },
  asOf: MONDAY + 20 * DAY,
  options: metricOptions.parse({ unit: 'change' }),
};

const point = (group: Point['group'], bucketStart: number): Point => ({
  metric: 'CHANGE_LEAD_TIME',
  group,
  bucketStart,
  bucketEnd: bucketStart + 7 * DAY,
  partial: false,
  rulesDiffer: false,
  value: null,
  n: 0,
  numerator: null,
  denominator: null,
  p75: null,
  p90: null,
  open: null,
  inferred: null,
  lowerBound: null,
  low: null,
  high: null,
  currency: null,
  details: {},
});
const points = [point(['eng "north"', null], MONDAY), point(['eng/süd', 'go'], MONDAY + 7 * DAY)];

describe('ids of the points of a query', () => {
  it.each([
    ['names in quotes, tags, options', query],
    ['nothing but the defaults', { ...query, by: [], scope: {}, options: defaultOptions }],
    [
      'rules of services',
      { ...query, options: { ...defaultOptions, ofServices: [{ services: ['shop'], rules: { unit: 'change' } }] } },
    ],
  ] as const)('are those of the points one by one: %s', (_, asked: MetricQuery) => {
    expect(points.map(pointIds(asked))).toEqual(points.map((one) => pointId(pointReference(asked, one))));
  });

  it('lead back to the group and to the bucket as the window cuts it', () => {
    const [first, second] = points.map(pointIds(query)).map(pointIn);

    expect(first).toMatchObject({ group: ['eng "north"', null], window: { from: MONDAY + DAY, to: MONDAY + 7 * DAY } });
    expect(second).toMatchObject({ group: ['eng/süd', 'go'], window: { to: MONDAY + 9 * DAY } });
  });
});
