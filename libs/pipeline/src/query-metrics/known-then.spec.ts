import { catalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type Dimension, type MetricId, type Scope } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEnvironments, queryMetrics } from '../index.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
  sha,
} from '../query-entities/testing/given-warehouse.js';

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [{ name: 'shop' }, { name: 'api', repositories: ['github:acme/mono'], paths: ['api/**'] }],
});

/** A deployment of shop whose repository is not told. */
const told = (id: string, start: string, finishedAt: string, more: Record<string, unknown>): LeadlineEvent =>
  rollout(id, start, finishedAt, { occurredAt: said(finishedAt), repo: undefined, ...more });
const inMono = { service: 'api', repo: 'acme/mono' };
const notBegun = { status: 'in_progress', startedAt: undefined, finishedAt: undefined };
const gate = { gate: 'prod', at: said('02T09:00') };
const run = (when: string, service: string): LeadlineEvent =>
  event('pipeline_run', {
    id: 'p1',
    run: 'p1',
    attempt: 1,
    pipeline: 'deploy',
    role: 'deployment',
    status: 'failed',
    service,
    startedAt: said('02T08:50'),
    finishedAt: said('02T09:00'),
    occurredAt: said(when),
  });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    // a2 and a3 of acme/shop are pushed on the 3rd and on the 5th at 08:00, b1 of acme/web on the 1st at 08:00.
    commit('a2', '03T08:00', ['a1'], { occurredAt: said('03T08:00'), pushedAt: said('03T08:00') }),
    commit('a3', '05T08:00', ['a2'], { occurredAt: said('05T08:00'), pushedAt: said('05T08:00') }),
    commit('b1', '01T08:00', [], { occurredAt: said('01T08:00'), pushedAt: said('01T08:00'), repo: 'acme/web' }),
    // a1 is deployed on the 2nd. That it is of acme/web is said at noon of the 4th, that it is of acme/shop on the 6th.
    told('d1', 'a1', '02T08:00', {}),
    told('d1', 'a1', '02T08:00', { occurredAt: said('04T12:00'), repo: 'acme/web', flags: ['dark-mode'] }),
    told('d1', 'a1', '02T08:00', { occurredAt: said('06T12:00'), repo: 'acme/shop', flags: ['one-click'] }),
    // So it is told of e1, which site deploys, by who tells of the commit.
    told('d0', 'e1', '02T08:00', { service: 'site' }),
    commit('e1', '02T07:00', [], { occurredAt: said('02T07:00'), repo: 'acme/web' }),
    commit('e1', '02T07:00', [], { occurredAt: said('05T00:00'), repo: 'acme/shop' }),
    // #1 of acme/mono is merged on the 3rd with c2, and deployed on the 4th; that c2 touches site alone is said on the 5th.
    rollout('d2', 'c0', '02T08:00', { ...inMono, occurredAt: said('02T08:00') }),
    commit('c1', '03T08:00', ['c0'], { ...inMono, occurredAt: said('03T08:00'), paths: ['api/a.ts'] }),
    commit('c2', '03T10:00', ['c0', 'c1'], { ...inMono, occurredAt: said('03T10:00') }),
    commit('c2', '03T10:00', ['c0', 'c1'], { ...inMono, occurredAt: said('05T00:00'), paths: ['site/a.ts'] }),
    event('pull_request', {
      repo: 'acme/mono',
      number: 1,
      method: 'merge',
      commits: [sha('c1')],
      mergeSha: sha('c2'),
      mergedAt: said('03T10:00'),
      occurredAt: said('03T10:00'),
    }),
    rollout('d3', 'c2', '04T08:00', { ...inMono, occurredAt: said('04T08:00') }),
    // d4 waits for its gate, and begins on the 3rd; d5 is rejected after two hours, and never begins.
    told('d4', 'a1', '02T09:00', { ...notBegun, environment: 'prod-us' }),
    told('d4', 'a1', '03T09:00', { environment: 'prod-us' }),
    told('d5', 'a1', '02T09:00', { ...notBegun, environment: 'prod-us' }),
    event('approval_requested', { id: 'g4', deployment: 'd4', ...gate }),
    event('approval_requested', { id: 'g5', deployment: 'd5', ...gate }),
    event('approval_given', { id: 'g4', request: 'g4', at: said('03T09:00'), decision: 'approved', by: 'person' }),
    event('approval_given', { id: 'g5', request: 'g5', at: said('02T11:00'), decision: 'rejected', by: 'person' }),
    run('02T09:00', 'shop'),
    run('04T09:00', 'api'),
  ]);
});
afterAll(async () => warehouse.remove());

interface Asked {
  readonly asOf: string;
  readonly by?: Dimension;
  readonly scope?: Scope;
}

/** How many there are in the week from the 2nd to the 8th, by group; '-': of no name. */
async function counts(id: MetricId, { asOf, by, scope = {} }: Asked) {
  const answer = await queryMetrics(warehouse.analytics, declared, {
    ids: [id],
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: by === undefined ? [] : [{ dimension: by }],
    scope,
    asOf: at(asOf),
    options: defaultOptions,
  });
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  const told = answer.points.filter(({ n }) => n > 0);
  return Object.fromEntries(told.map(({ group: [name], n }) => [name ?? '-', n]));
}

describe('a deployment whose repository and flags are told later, and told again', () => {
  it('lets wait what is of the repository that it was known to be of then', async () => {
    // Nobody knows on the 4th at 11:00 that a2 is the service's. An hour later b1 is taken for it; from the 6th on it is a2
    // and a3.
    const scope = { services: ['shop'] };
    const waiting = (asOf: string) => counts('WORK_IN_PROGRESS', { asOf, scope, by: 'REPOSITORY' });

    expect(await waiting('04T11:00')).toEqual({});
    expect(await waiting('04T12:00')).toEqual({ 'acme/web': 1 });
    expect(await waiting('06T11:59')).toEqual({ 'acme/web': 1 });
    expect(await waiting('06T12:00')).toEqual({ 'acme/shop': 2 });
  });

  it('lets wait what is of the repository that its commit was known to be of then', async () => {
    const scope = { services: ['site'] };
    const waiting = (asOf: string) => counts('WORK_IN_PROGRESS', { asOf, scope, by: 'REPOSITORY' });

    expect(await waiting('04T12:00')).toEqual({ 'acme/web': 1 });
    expect(await waiting('06T00:00')).toEqual({ 'acme/shop': 2 });
  });

  it('is in the groups of what was known then', async () => {
    const scope = { services: ['shop'], environments: ['production'] };
    const byRepository = (asOf: string) => counts('DEPLOYMENT_FREQUENCY', { asOf, scope, by: 'REPOSITORY' });
    const byFlag = (asOf: string) => counts('DEPLOYMENT_FREQUENCY', { asOf, scope, by: 'FLAG' });

    expect(await byRepository('04T11:59')).toEqual({ '-': 1 });
    expect(await byRepository('05T00:00')).toEqual({ 'acme/web': 1 });
    expect(await byRepository('06T12:00')).toEqual({ 'acme/shop': 1 });
    expect(await byFlag('04T11:59')).toEqual({ '(none)': 1 });
    expect(await byFlag('05T00:00')).toEqual({ 'dark-mode': 1 });
    expect(await byFlag('06T12:00')).toEqual({ 'one-click': 1 });
  });

  it('is found by what was known then', async () => {
    const ofWeb = (asOf: string) => counts('DEPLOYMENT_FREQUENCY', { asOf, scope: { repositories: ['acme/web'] } });
    const live = async (asOf: string) =>
      (await listEnvironments(warehouse.analytics, declared, { asOf: at(asOf), scope: { services: ['shop'] } }))
        .filter(({ environment }) => environment === 'production')
        .map(({ repository }) => repository);

    expect([await ofWeb('04T11:59'), await ofWeb('05T00:00'), await ofWeb('06T12:00')]).toEqual([{}, { '-': 1 }, {}]);
    expect([await live('04T11:59'), await live('05T00:00'), await live('06T12:00')]).toEqual([
      [''],
      ['acme/web'],
      ['acme/shop'],
    ]);
  });

  it('is stored with what it was while that was something else', async () => {
    const [row] = await warehouse.facts.find({
      table: 'deployments',
      where: [{ column: 'deployment', in: ['attempt:d1'] }],
    });

    expect(row).toMatchObject({ repository: 'acme/shop', flags: ['one-click'] });
    expect(row?.named_before).toEqual([
      { knownFrom: at('02T08:00'), knownUntil: at('04T12:00'), repository: '', otherRepositories: [], flags: [] },
      {
        knownFrom: at('04T12:00'),
        knownUntil: at('06T12:00'),
        repository: 'acme/web',
        otherRepositories: [],
        flags: ['dark-mode'],
      },
    ]);
  });
});

describe('a change that was deployed with a commit of which it is told later that it is none of the service', () => {
  it('waits until it is deployed, and not again', async () => {
    const waiting = (asOf: string) => counts('WORK_IN_PROGRESS', { asOf, scope: { services: ['api'] } });

    expect(await waiting('03T12:00')).toEqual({ '-': 1 });
    expect(await waiting('04T12:00')).toEqual({});
    expect(await waiting('06T00:00')).toEqual({});
  });
});

describe('a gate of a deployment that has not begun', () => {
  it('is open from its request on, and counts too if the deployment never begins', async () => {
    const asked = { by: 'ENVIRONMENT', scope: { environments: ['prod-us'] } } as const;

    expect(await counts('GATE_WAIT', { ...asked, asOf: '02T08:59' })).toEqual({});
    expect(await counts('GATE_WAIT', { ...asked, asOf: '02T10:00' })).toEqual({ 'prod-us': 2 });
    expect(await counts('GATE_WAIT', { ...asked, asOf: '05T00:00' })).toEqual({ 'prod-us': 2 });
  });
});

describe('a run whose service is told otherwise later', () => {
  it('is of the service that it was known to be of then', async () => {
    const runs = (asOf: string) => counts('PIPELINE_FAILURE_RATE', { asOf, by: 'SERVICE' });

    expect([await runs('04T08:59'), await runs('04T09:00')]).toEqual([{ shop: 1 }, { api: 1 }]);
  });
});
