import { catalogue, type LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, type Drift, driftOf, listEnvironments, listRollouts, type LivePlace, placeText } from '../index.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
  sha,
} from './testing/given-warehouse.js';

const NOW = at('06T00:00');
const HOUR = 3_600;

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  environments: [
    { name: 'production', tier: 'production' },
    { name: 'staging', tier: 'staging' },
  ],
  services: [
    { name: 'shop', repositories: ['github:acme/shop'], teams: [{ team: 'eng/web' }] },
    { name: 'api', repositories: ['github:acme/mono'], paths: ['api/**'] },
  ],
});

const staging = { environment: 'staging', envTier: 'staging' };
const request = (number: number, merge: string, mergedAt: string): LeadlineEvent =>
  event('pull_request', {
    repo: 'acme/shop',
    number,
    title: `Change ${number}`,
    mergeSha: sha(merge),
    method: 'squash',
    openedAt: said(mergedAt),
    mergedAt: said(mergedAt),
  });

/**
 * shop: c1, c2, c3 (= #7), c4 (= #8). Staging has c4, production eu c3, us c2. blog: production has a hotfix b2 that
 * staging has not. wiki: no commits are known. api, of a monorepo: two commits, one of which concerns it. conf: the same
 * commit with another configuration.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  commit('c1', '01T08:00', ['c0']),
  commit('c2', '02T08:00', ['c1']),
  commit('c3', '03T08:00', ['c2']),
  commit('c4', '04T08:00', ['c3']),
  request(7, 'c3', '03T08:00'),
  request(8, 'c4', '04T08:00'),
  rollout('s1', 'c2', '02T10:00', staging),
  rollout('s2', 'c3', '03T10:00', staging),
  rollout('s3', 'c4', '04T10:00', staging),
  rollout('p0', 'c1', '01T12:00', { target: 'us' }),
  rollout('p1', 'c2', '02T12:00', { target: 'us' }),
  rollout('p2', 'c3', '03T12:00', { target: 'eu' }),
  rollout('p3', 'c4', '05T23:00', { target: 'eu', status: 'in_progress', finishedAt: null }),
  event('rollout_step', { id: 'st1', deployment: 'p3', at: said('05T23:10'), weight: 10, action: 'stepped' }),
  event('rollout_step', { id: 'st2', deployment: 'p3', at: said('05T23:20'), action: 'paused', manual: true }),
  event('rollout_step', { id: 'st3', deployment: 'p3', at: said('06T01:00'), weight: 50, action: 'stepped' }),
  event('verification', { id: 've1', deployment: 'p3', stage: 'canary', check: 'errors', startedAt: said('05T23:10') }),
  event('approval_requested', { id: 'ap1', deployment: 'p3', gate: 'release board', at: said('05T22:00') }),
  event('approval_given', {
    id: 'ap1-given',
    request: 'ap1',
    at: said('05T22:46'),
    decision: 'approved',
    by: 'person',
  }),
  rollout('old', 'c1', '01T11:00', { target: 'us', status: 'in_progress', finishedAt: null }),
  commit('b1', '02T08:00', ['b0'], { repo: 'acme/blog' }),
  commit('b2', '03T08:00', ['b1'], { repo: 'acme/blog', title: 'Mend it' }),
  rollout('b-s', 'b1', '02T10:00', { ...staging, service: 'blog', repo: 'acme/blog' }),
  rollout('b-p', 'b2', '03T10:00', { service: 'blog', repo: 'acme/blog', kind: 'hotfix' }),
  rollout('w-s1', '11', '02T10:00', { ...staging, service: 'wiki', repo: 'acme/wiki' }),
  rollout('w-s2', '12', '03T10:00', { ...staging, service: 'wiki', repo: 'acme/wiki' }),
  rollout('w-p', '11', '02T12:00', { service: 'wiki', repo: 'acme/wiki' }),
  commit('a1', '02T08:00', ['a0'], { repo: 'acme/mono' }),
  commit('a2', '02T09:00', ['a1'], { repo: 'acme/mono', paths: ['web/app.ts'] }),
  commit('a3', '02T09:30', ['a2'], { repo: 'acme/mono', paths: ['api/main.ts'], title: 'Answer faster' }),
  rollout('a-s', 'a3', '02T10:00', { ...staging, service: 'api', repo: 'acme/mono' }),
  rollout('a-p', 'a1', '02T10:00', { service: 'api', repo: 'acme/mono' }),
  rollout('k-s', 'd1', '02T10:00', { ...staging, service: 'conf', repo: 'acme/conf', configVersion: '1' }),
  rollout('k-p', 'd1', '02T12:00', { service: 'conf', repo: 'acme/conf', configVersion: '2' }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

const places = (scope: Parameters<typeof listEnvironments>[2]['scope'] = {}, asOf = NOW) =>
  listEnvironments(warehouse.analytics, declared, { scope, asOf });
const shown = ({ service, environment, target, sha: live, since }: LivePlace) => [
  service,
  environment,
  target,
  live?.slice(0, 2),
  since,
];

describe('environments', () => {
  it('say what is live in each place, in the order a version passes them', async () => {
    expect((await places({ services: ['shop'] })).map(shown)).toEqual([
      ['shop', 'staging', null, 'c4', at('04T10:00')],
      ['shop', 'production', 'eu', 'c3', at('03T12:00')],
      ['shop', 'production', 'us', 'c2', at('02T12:00')],
    ]);
  });

  it('are as they were then', async () => {
    expect((await places({ services: ['shop'] }, at('02T11:00'))).map(shown)).toEqual([
      ['shop', 'staging', null, 'c2', at('02T10:00')],
      ['shop', 'production', 'us', 'c1', at('01T12:00')],
    ]);
  });

  it('are narrowed by what is asked for', async () => {
    expect((await places({ teams: ['eng'], environments: ['production'], targets: ['us'] })).map(shown)).toEqual([
      ['shop', 'production', 'us', 'c2', at('02T12:00')],
    ]);
    expect(await places({ services: ['nobody'] })).toEqual([]);
  });
});

describe('drift', () => {
  const driftsOf = async (service: string) => {
    const listed = await places({ services: [service] });
    const drifts = await driftOf(warehouse.analytics, declared, listed, { asOf: NOW });
    const of = (environment: string, target: string | null = null) =>
      drifts.get(placeText({ service, environment, target }));
    return of;
  };
  const short = (drift: Drift | null | undefined) =>
    drift && [drift.state, drift.changesBehind, drift.changesAhead, drift.secondsBehind];

  it('counts the changes that are missing, and how long the first of them was live a stage before', async () => {
    const of = await driftsOf('shop');
    expect(of('staging')).toEqual({ behindStage: null, behindTarget: null });
    // #8 is live in staging since 4 March 10:00, #7 since 3 March 10:00.
    expect(short(of('production', 'eu')?.behindStage)).toEqual(['behind', 1, 0, 38 * HOUR]);
    expect(short(of('production', 'us')?.behindStage)).toEqual(['behind', 2, 0, 62 * HOUR]);
    expect(of('production', 'us')?.behindStage?.missing.map(({ change, title }) => [change, title])).toEqual([
      ['change:acme/shop#8', 'Change 8'],
      ['change:acme/shop#7', 'Change 7'],
    ]);
  });

  it('compares the targets of one environment', async () => {
    const of = await driftsOf('shop');
    expect(of('production', 'us')?.behindTarget).toMatchObject({
      from: { service: 'shop', environment: 'production', target: 'eu' },
      state: 'behind',
      changesBehind: 1,
      behindSince: at('03T12:00'),
    });
    // It is the furthest itself.
    expect(of('production', 'eu')?.behindTarget).toMatchObject({ from: { target: 'eu' }, state: 'level' });
  });

  it('is compared with what lies outside of what is shown', async () => {
    const listed = await places({ services: ['shop'], targets: ['us'] });
    const drifts = await driftOf(warehouse.analytics, declared, listed, { asOf: NOW });
    expect(
      [...drifts.values()].map(({ behindStage, behindTarget }) => [short(behindStage), short(behindTarget)]),
    ).toEqual([
      [
        ['behind', 2, 0, 62 * HOUR],
        ['behind', 1, 0, 60 * HOUR],
      ],
    ]);
  });

  it('shows a hotfix as ahead', async () => {
    const of = await driftsOf('blog');
    expect(short(of('production')?.behindStage)).toEqual(['ahead', 0, 1, 0]);
  });

  it('says since when, and not how many, where the commits are not known', async () => {
    const of = await driftsOf('wiki');
    expect(short(of('production')?.behindStage)).toEqual(['unknown', null, null, 62 * HOUR]);
  });

  it('counts only what concerns a service of a monorepo', async () => {
    const of = await driftsOf('api');
    expect(of('production')?.behindStage?.missing.map(({ title }) => title)).toEqual(['Answer faster']);
  });

  it('says that the configuration differs at the same commit', async () => {
    const of = await driftsOf('conf');
    expect(of('production')?.behindStage).toMatchObject({ state: 'level', configDiffers: true, changesBehind: 0 });
  });
});

describe('a change of a monorepo', () => {
  it('is only where the service has something of it', async () => {
    const asked = { repository: 'acme/mono', revision: sha('a2'), asOf: NOW };
    const of = async (catalogued: boolean) => {
      const found = await change(warehouse.analytics, { ...asked, ...(catalogued ? { catalogue: declared } : {}) });
      return found.outcome === 'found'
        ? found.change.whereabouts.map(({ environment, state }) => [environment, state])
        : [];
    };
    expect(await of(false)).toEqual([
      ['production', 'waiting'],
      ['staging', 'live'],
    ]);
    expect(await of(true)).toEqual([]);
  });
});

describe('rollouts', () => {
  it('are those in progress with their steps, checks and gates, as they were known', async () => {
    const [running, ...others] = await listRollouts(warehouse.analytics, { active: true, asOf: NOW });
    expect(running).toMatchObject({
      deployment: { reportedId: 'p3', targets: ['eu'] },
      weight: 10,
      paused: true,
      overtaken: false,
      steps: [
        { id: 'st1', at: at('05T23:10'), action: 'stepped', weight: 10 },
        { id: 'st2', at: at('05T23:20'), action: 'paused', weight: null, manual: true },
      ],
      verifications: [{ stage: 'canary', check: 'errors', startedAt: at('05T23:10'), finishedAt: null, result: null }],
      approvals: [{ gate: 'release board', requestedAt: at('05T22:00'), decidedAt: at('05T22:46'), by: 'person' }],
    });
    expect(others.map(({ deployment, overtaken }) => [deployment.reportedId, overtaken])).toEqual([['old', true]]);
  });

  it('include those that ended where they are asked for, and of a scope alone', async () => {
    const all = await listRollouts(warehouse.analytics, { active: false, scope: { services: ['blog'] }, asOf: NOW });
    expect(all.map(({ deployment }) => deployment.reportedId)).toEqual(['b-p', 'b-s']);
    const later = await listRollouts(warehouse.analytics, { active: true, asOf: at('06T02:00') });
    expect(later[0]).toMatchObject({ weight: 50, paused: false });
  });
});
