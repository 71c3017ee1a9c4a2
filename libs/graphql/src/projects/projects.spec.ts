import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../testing/acme.js';
import { ask, everyScope } from '../testing/given-api.js';
import { derive, type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const DAY = 86_400_000;
/** A Monday, 20 full weeks before the clock of the API. */
const BEGIN = Date.parse('2025-10-27T00:00:00Z');
const on = (day: number): string => new Date(BEGIN + day * DAY).toISOString();

/** shop deploys three times a week for eight weeks, then six times. */
function* history(): Generator<LeadlineEvent> {
  for (let week = 0; week < 20; week += 1)
    for (let index = 0; index < (week < 9 ? 3 : 6); index += 1)
      yield said('deployment', {
        id: `shop/${week}/${index}`,
        service: 'shop',
        environment: 'production',
        envTier: 'production',
        status: 'succeeded',
        sha: `${week + 10}${index}`.padEnd(40, '0'),
        startedAt: on(7 * week + 1 + index / 2),
        finishedAt: on(7 * week + 1 + index / 2),
      });
}

const PROJECTS = `query ($scope: ScopeInput, $asOf: DateTime) {
  projects(scope: $scope, asOf: $asOf) {
    id name scope metric wanted start end reason link by namedAt namedBeforehand
    comparison { beforeFrom afterFrom result { verdict before after nBefore nAfter } }
  }
}`;
const RECORD = `mutation ($input: ProjectInput!) { recordProject(input: $input) { event position } }`;

let api: GivenApi;
const record = (input: Record<string, unknown>) => ask(api.base, RECORD, { input });
const projects = async (variables: Record<string, unknown> = {}) => {
  const { data, errors } = await ask(api.base, PROJECTS, variables);
  expect(errors).toEqual([]);
  return data['projects'] as Record<string, unknown>[];
};

beforeAll(async () => {
  api = await givenApiOver([
    ...history(),
    // written down by another tool, before it began, and done a week later
    said('project', {
      id: 'often',
      name: 'Deploy more often',
      scope: 'service:shop',
      metric: 'DEPLOYMENT_FREQUENCY',
      wanted: 'up',
      start: on(56),
      by: 'bo',
      at: on(50),
    }),
    said('project', { id: 'often', end: on(63), by: 'ana', at: on(63), revision: 1 }),
    // named after the fact
    said('project', {
      id: 'late',
      scope: 'team:eng/web',
      metric: 'CHANGE_FAIL_RATE',
      wanted: 'down',
      start: on(56),
      end: on(63),
      by: 'bo',
      at: on(100),
    }),
  ]);
}, 300_000);
afterAll(() => api.close());

const LIMIT = { timeout: 300_000 };

describe('projects', LIMIT, () => {
  it('are compared by what they named before they began', async () => {
    const [often] = await projects({ scope: { services: ['shop'] } });
    expect(often).toMatchObject({
      id: 'often',
      name: 'Deploy more often',
      metric: 'DEPLOYMENT_FREQUENCY',
      wanted: 'UP',
      by: 'bo',
      namedAt: on(50),
      namedBeforehand: true,
      comparison: { beforeFrom: on(0), afterFrom: on(63), result: { verdict: 'IMPROVED', before: 3, after: 6 } },
    });
  });

  it('say where a metric was named later, and belong to teams and all above them', async () => {
    const all = await projects();
    expect(all.map(({ id, namedBeforehand }) => [id, namedBeforehand])).toEqual([
      ['late', false],
      ['often', true],
    ]);
    expect((await projects({ scope: { teams: ['eng'] } })).map(({ id }) => id)).toContain('late');
    expect((await projects({ scope: { teams: ['ops'] } })).map(({ id }) => id)).toEqual([]);
    // what was said later is not known
    expect((await projects({ asOf: on(60) })).map(({ id, end }) => [id, end])).toEqual([['often', null]]);
  });

  it('are dated by when they were said, though the present may stand still before it', async () => {
    api.world.appended.length = 0;
    api.world.receivedAt = NOW + 20_000;
    const dated = { id: 'dated', name: 'Dated', team: 'eng/web', metric: 'CHANGE_LEAD_TIME', wanted: 'DOWN' };
    const { errors } = await record({ ...dated, start: '2026-04-01T00:00:00Z', reason: 'Reviews take days' });
    expect(errors).toEqual([]);
    api.world.receivedAt = NOW;
    expect(api.world.appended[0]?.data).toMatchObject({
      at: new Date(NOW + 20_000).toISOString(),
      revision: NOW + 20_000,
    });
  });

  it('are written down, changed and withdrawn', async () => {
    api.world.appended.length = 0;
    const first = {
      id: 'smaller',
      name: 'Smaller batches',
      team: 'eng/web',
      metric: 'CHANGE_LEAD_TIME',
      wanted: 'DOWN',
    };
    expect((await record({ ...first, start: '2026-04-01T00:00:00Z', reason: 'Reviews take days' })).errors).toEqual([]);
    await derive(api.world.appended, api.warehouse.facts);
    const known = (await projects()).find(({ id }) => id === 'smaller');
    expect(known).toMatchObject({
      scope: 'team:eng/web',
      by: 'ana',
      namedBeforehand: true,
      comparison: null,
      end: null,
    });
    // only what is new need be said
    api.world.appended.length = 0;
    expect((await record({ id: 'smaller', end: '2026-04-08T00:00:00Z' })).errors).toEqual([]);
    await derive(api.world.appended, api.warehouse.facts);
    expect((await projects()).find(({ id }) => id === 'smaller')).toMatchObject({
      scope: 'team:eng/web',
      end: '2026-04-08T00:00:00.000Z',
    });
  });

  it('are refused with the place and the fix', async () => {
    const refused = async (input: Record<string, unknown>) =>
      (await record(input)).errors.map(({ extensions, message }) => extensions['argument'] ?? message);
    expect(await refused({ id: 'new' })).toContain('input.metric');
    expect(await refused({ id: 'often', end: on(1) })).toEqual(['input.end']);
    expect(await refused({ id: 'often', team: 'eng/wbe' })).toEqual(['input.team']);
    expect(await refused({ id: 'often', link: 'javascript:alert(1)' })).toEqual(['input.link']);
    api.world.scopes = ['metrics:read'];
    expect((await record({ id: 'often', end: on(64) })).errors[0]?.extensions['code']).toBe('FORBIDDEN');
    api.world.scopes = everyScope;
  });
});
