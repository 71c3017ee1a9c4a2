import { emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricOptions, type PointReference } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blamedDeployments,
  correctedEntitiesOf,
  correctionsOf,
  countFlags,
  countIncidents,
  explainIncidents,
  flagChangesOf,
  listFlags,
} from '../index.js';
import { at, event, type GivenWarehouse, givenWarehouse, rollout, said } from './testing/given-warehouse.js';

const NOW = at('06T00:00');
const change = (id: string, flag: string, when: string, more: Record<string, unknown>): LeadlineEvent =>
  event('flag_change', { id, flag, at: said(when), environment: 'production', services: ['shop'], ...more });

/** i1 names d2 as its cause; i2 began 10 min after d3, and a person said later that no change caused it. */
const events: readonly LeadlineEvent[] = [
  rollout('d1', 'c1', '02T09:00'),
  rollout('d2', 'c2', '02T11:00'),
  rollout('d3', 'c3', '03T10:00'),
  event('incident', {
    id: 'i1',
    service: 'shop',
    startedAt: said('02T11:10'),
    causedBy: 'd2',
    resolvedAt: said('02T12:00'),
  }),
  event('incident', {
    id: 'i2',
    service: 'shop',
    severity: 'sev3',
    startedAt: said('03T10:10'),
    resolvedAt: said('03T11:00'),
  }),
  event('incident', {
    id: 'i3',
    service: 'shop',
    startedAt: said('05T10:00'),
    resolvedAt: said('05T11:00'),
    causedBy: 'gone',
  }),
  event('incident', {
    id: 'i4',
    service: 'web',
    startedAt: said('05T09:00'),
    resolvedAt: said('05T09:30'),
    causedBy: 'd3',
  }),
  event('correction', {
    entity: 'incident:i2',
    set: { notCausedByChange: true },
    by: 'ana',
    at: said('04T10:00'),
    reason: 'The provider was down',
  }),
  event('mark', { deployment: 'd1', verdict: 'ok', by: 'ben', at: said('04T11:00'), reason: 'Looked at it' }),
  event('mark', { deployment: 'd1', verdict: 'excluded', by: 'ben', at: said('04T12:00'), reason: 'A drill' }),
  event('flag', { flag: 'vouchers', permanent: false, archivedAt: said('05T00:00') }),
  change('x1', 'vouchers', '02T08:00', { exposure: 100, environment: 'staging' }),
  change('x2', 'vouchers', '03T08:00', { exposure: 10 }),
  change('x3', 'vouchers', '04T08:00', { exposure: 50, services: ['web'] }),
  change('x4', 'dark-mode', '05T08:00', { exposure: null, services: ['web'] }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

describe('incidents', () => {
  const asked = [
    { id: 'i1', service: 'shop', causedBy: ['d2'] },
    { id: 'i2', service: 'shop', causedBy: [] },
  ];
  const rules = async (asOf: number) => {
    const found = await blamedDeployments(warehouse.analytics, asked, asOf);
    return [...found].map(([id, blames]) => [id, blames.map(({ rule, counts }) => [rule, counts])]);
  };

  it('are laid to deployments by a rule, until a person knows better', async () => {
    expect(await rules(at('03T12:00'))).toEqual([
      ['i1', [['incident', true]]],
      ['i2', [['inferred', true]]],
    ]);
    expect(await rules(NOW)).toEqual([
      ['i1', [['incident', true]]],
      ['i2', []],
    ]);
  });

  it('are laid to a deployment of another service that they name', async () => {
    const named = [{ id: 'i4', service: 'web', causedBy: ['d3'] }];
    const found = await blamedDeployments(warehouse.analytics, named, NOW);
    expect(found.get('i4')).toEqual([{ deployment: expect.any(String), rule: 'incident', counts: true }]);
  });

  it('are counted over all pages', async () => {
    const count = (where: Parameters<typeof countIncidents>[2]['where'], asOf = NOW) =>
      countIncidents(warehouse.analytics, emptyCatalogue, { where, asOf });
    expect(await count({})).toBe(4);
    expect(await count({ open: true })).toBe(0);
    expect(await count({ open: true }, at('02T11:30'))).toBe(1);
  });
});

describe('incidents of a number', () => {
  const explained = async (asOf: number, options: Partial<MetricOptions> = {}) => {
    const point: PointReference = {
      metric: 'CHANGE_FAIL_RATE',
      window: { from: at('02T00:00'), to: at('06T00:00'), timeZone: 'UTC' },
      by: [{ dimension: 'SERVICE' }],
      group: ['shop'],
      scope: {},
      asOf,
      options: { ...defaultOptions, ...options },
    };
    const found = await explainIncidents(warehouse.analytics, emptyCatalogue, point);
    return found.map(({ incident, counted, reason, blames }) => [incident.id, counted, reason, blames.length]);
  };

  it('are failures, or say why they are none', async () => {
    expect(await explained(NOW)).toEqual([
      ['i3', false, 'cause_unknown', 0],
      ['i2', false, 'not_caused_by_change', 0],
      ['i1', true, null, 1],
    ]);
  });

  it('are judged under the options of the number', async () => {
    const before = at('03T12:00');
    expect((await explained(before))[0]).toEqual(['i2', true, null, 1]);
    expect((await explained(before, { timeWindowS: 60 }))[0]).toEqual(['i2', false, 'not_near', 1]);
    expect((await explained(before, { minSeverity: 'sev2' }))[0]).toEqual(['i2', false, 'below_severity', 1]);
  });
});

describe('corrections', () => {
  it('say who and why, latest first, once they were given', async () => {
    const found = await correctionsOf(
      warehouse.analytics,
      ['incident:i1', 'incident:i2', ...correctedEntitiesOf(['d1'])],
      NOW,
    );
    expect(found.get('incident:i1')).toBeUndefined();
    expect(found.get('incident:i2')).toMatchObject([
      {
        by: 'ana',
        reason: 'The provider was down',
        at: at('04T10:00'),
        verdict: null,
        set: { notCausedByChange: true },
      },
    ]);
    expect(found.get('deployment:d1')).toMatchObject([
      { by: 'ben', verdict: 'excluded', reason: 'A drill' },
      { by: 'ben', verdict: 'ok' },
    ]);
    const before = await correctionsOf(warehouse.analytics, ['deployment:d1'], at('04T11:30'));
    expect(before.get('deployment:d1')?.map(({ verdict }) => verdict)).toEqual(['ok']);
  });
});

describe('flags', () => {
  const list = async (where: Parameters<typeof listFlags>[1]['where'] = {}, asOf = NOW) =>
    (await listFlags(warehouse.analytics, { first: 10, where, asOf })).items;

  it('have what each environment sees, their services and how often they changed', async () => {
    expect(await list()).toEqual([
      {
        flag: 'dark-mode',
        services: ['web'],
        changedAt: at('05T08:00'),
        changeCount: 1,
        exposures: [{ environment: 'production', tier: 'production', exposure: null, since: at('05T08:00') }],
        permanent: null,
        archivedAt: null,
      },
      {
        flag: 'vouchers',
        services: ['shop', 'web'],
        changedAt: at('04T08:00'),
        changeCount: 3,
        exposures: [
          { environment: 'production', tier: 'production', exposure: 50, since: at('04T08:00') },
          { environment: 'staging', tier: 'staging', exposure: 100, since: at('02T08:00') },
        ],
        permanent: false,
        archivedAt: at('05T00:00'),
      },
    ]);
  });

  it('are narrowed, paged and counted', async () => {
    expect((await list({ services: ['shop'] })).map(({ flag }) => flag)).toEqual(['vouchers']);
    expect((await list({ from: at('05T00:00') })).map(({ flag }) => flag)).toEqual(['dark-mode']);
    expect((await list({}, at('03T12:00'))).map(({ flag, changeCount }) => [flag, changeCount])).toEqual([
      ['vouchers', 2],
    ]);
    expect(await countFlags(warehouse.analytics, { asOf: NOW })).toBe(2);
    const page = await listFlags(warehouse.analytics, { first: 1, asOf: NOW });
    const next = await listFlags(warehouse.analytics, { first: 1, asOf: NOW, after: page.cursors[0] });
    expect([page.hasNext, page.hasPrevious, next.items[0]?.flag, next.hasNext, next.hasPrevious]).toEqual([
      true,
      false,
      'vouchers',
      false,
      true,
    ]);
  });

  it('have their latest changes, so many of each', async () => {
    const changes = await flagChangesOf(warehouse.analytics, ['vouchers', 'dark-mode'], { first: 2, asOf: NOW });
    expect(changes.get('vouchers')?.map(({ id, exposure }) => [id, exposure])).toEqual([
      ['x3', 50],
      ['x2', 10],
    ]);
    expect(changes.get('dark-mode')).toHaveLength(1);
  });
});
