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

  it('lead back to the point as they were written before, without spaces', () => {
    const asked = '"s":{},"a":1772409600000,"o":{"unit":"change"}';
    const json = `{"m":"CHANGE_LEAD_TIME","w":[${MONDAY},${MONDAY + DAY},"UTC"],"b":[{"dimension":"TEAM"}],"g":["süd"],${asked}}`;

    expect(pointIn(Buffer.from(json).toString('base64url'))).toEqual({
      metric: 'CHANGE_LEAD_TIME',
      window: { from: MONDAY, to: MONDAY + DAY, timeZone: 'UTC' },
      by: [{ dimension: 'TEAM' }],
      group: ['süd'],
      scope: {},
      asOf: 1_772_409_600_000,
      options: metricOptions.parse({ unit: 'change' }),
    });
  });

  it('lead back to the rules of the service that they are about', () => {
    const ofServices = [
      { services: ['shop'], rules: { unit: 'change' as const } },
      { services: ['till'], rules: { unit: 'deployment' as const } },
    ];
    const asked: MetricQuery = { ...query, by: [{ dimension: 'SERVICE' }], options: { ...defaultOptions, ofServices } };
    const [shop, till] = ['shop', 'till'].map((service) => pointIn(pointIds(asked)(point([service], MONDAY))));

    expect(shop?.options.ofServices).toEqual([ofServices[0]]);
    expect(till?.options.ofServices).toEqual([ofServices[1]]);
  });

  it('lead back to the group and to the bucket as the window cuts it', () => {
    const [first, second] = points.map(pointIds(query)).map(pointIn);

    expect(first).toMatchObject({ group: ['eng "north"', null], window: { from: MONDAY + DAY, to: MONDAY + 7 * DAY } });
    expect(second).toMatchObject({ group: ['eng/süd', 'go'], window: { to: MONDAY + 9 * DAY } });
  });
});
