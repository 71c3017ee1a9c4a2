import { catalogue, type LeadlineEvent } from '@leadline/events';
import type { JudgedCriterion } from '@leadline/insights';
import { defaultOptions } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, type GivenWarehouse, givenWarehouse, sha } from '../query-entities/testing/given-warehouse.js';
import { deploymentId } from '../query-entities/deployment-id.js';
import { queryScorecard } from './query-scorecard.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday; four full weeks end 28 days later. */
const FIRST = Date.parse('2026-02-16T00:00:00Z');
const END = FIRST + 28 * DAY;
const on = (at: number): string => new Date(at).toISOString();

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [{ name: 'shop', teams: [{ team: 'eng/web' }] }],
  rules: { soakMinutes: 60 },
  channels: [{ name: 'ops', rules: ['DRIFT'], teams: ['eng'] }],
  thresholds: [{ metric: 'DEPLOYMENT_DOWNTIME', above: 30, teams: ['eng'] }],
});

const deployment = (id: string, at: number, more: Record<string, unknown>): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    repo: 'acme/shop',
    source: 'github',
    status: 'succeeded',
    startedAt: on(at - 10 * 60_000),
    finishedAt: on(at),
    ...more,
  });

/**
 * Before the weeks commit 0 is deployed. In them commits 1 to 4 are, one a week, each pushed to the deployed branch the day
 * before; the fifth waits. Staging has each two hours before production, the third half an hour only.
 */
function* history(): Generator<LeadlineEvent> {
  for (let index = 0; index <= 5; index += 1) {
    const at = FIRST + (index - 1) * 7 * DAY + 2 * DAY;
    const landed = index === 5 ? FIRST + 27 * DAY : at - DAY;
    yield event('commit', {
      sha: sha(`c${index}`),
      repo: 'acme/shop',
      committedAt: on(landed - HOUR),
      pushedAt: on(landed),
      parents: index === 0 ? [] : [sha(`c${index - 1}`)],
      // the first by its title, the second by its message, the third by its branch, which only counts where it is configured
      title: index === 1 ? 'SHOP-1 Sum' : 'Sum',
      issues: index === 2 ? ['#12'] : index === 3 ? ['shop-3'] : [],
      author: index === 4 ? 'bo' : 'ana',
    });
    if (index === 5) continue;
    const staged = at - (index === 3 ? 0.5 : 2) * HOUR - 10 * 60_000;
    yield deployment(`s${index}`, staged, { environment: 'staging', envTier: 'staging', sha: sha(`c${index}`) });
    yield deployment(`p${index}`, at, {
      environment: 'production',
      envTier: 'production',
      sha: sha(`c${index}`),
      ...(index === 1 ? { trigger: 'auto' } : { trigger: 'manual', actor: 'ana' }),
    });
  }
  for (const [index, audience] of ['developers', 'support', 'product', 'sales', 'executives'].entries())
    yield event('observation', {
      id: `notice/${audience}`,
      measure: 'notice',
      at: on(FIRST + 3 * DAY),
      audience,
      ...(index === 0 ? { deployment: 'p1' } : {}),
    });
  // on a branch of somebody's own: no run of what is released
  for (const [week, of] of ['c1', 'c2', 'c3', 'elsewhere'].entries())
    yield event('pipeline_run', {
      run: `ci/${week}`,
      attempt: 1,
      pipeline: 'test',
      service: 'shop',
      repo: 'acme/shop',
      role: 'ci',
      sha: sha(of),
      status: 'succeeded',
      startedAt: on(FIRST + week * 7 * DAY + HOUR),
      finishedAt: on(FIRST + week * 7 * DAY + 2 * HOUR),
    });
  const named = { id: 'batches', scope: 'team:eng/web', metric: 'CHANGE_LEAD_TIME', wanted: 'down', by: 'ana' };
  const [start, end] = [FIRST - 40 * DAY, FIRST - 33 * DAY];
  yield event('project', { ...named, name: 'Smaller batches', start: on(start), at: on(start - DAY) });
  yield event('project', { id: 'batches', end: on(end), by: 'bo', at: on(end), revision: 1 });
}

let warehouse: GivenWarehouse;
let criteria: ReadonlyMap<string, JudgedCriterion>;

const asked = async (
  scope: Parameters<typeof queryScorecard>[2]['scope'],
  asOf = END,
  told: ReadonlySet<string> = new Set(),
) => {
  const question = {
    scope,
    until: END,
    timeZone: 'UTC',
    asOf,
    options: defaultOptions,
    mails: [],
    told,
  };
  const { scorecard } = await queryScorecard(warehouse.analytics, declared, question, {
    computedAt: END,
    configVersion: 'v1',
  });
  return new Map(scorecard.cards.flatMap((card) => card.criteria.map((one) => [one.id, one] as const)));
};

beforeAll(async () => {
  warehouse = await givenWarehouse([...history()]);
  criteria = await asked({ kind: 'organisation' });
});
afterAll(async () => warehouse.remove());

const verdict = (id: string) => criteria.get(id)?.verdict;

describe('criteria of changes', () => {
  it('count the issues that titles, messages and branches name', () => {
    expect(verdict('2.C10')).toEqual({
      status: 'not_met',
      evidence: [
        { kind: 'share', what: 'deployed changes that name an issue', numerator: 2, denominator: 4 },
        { kind: 'list', what: 'without', items: [`commit:${sha('c3')}`, `commit:${sha('c4')}`] },
      ],
    });
    expect(verdict('1.C5')).toMatchObject({ status: 'proposed', proposes: 'not_met' });
  });

  it('know where each is: in production, or waiting', () => {
    expect(verdict('3.C5')).toMatchObject({
      status: 'met',
      evidence: [
        { numerator: 5, denominator: 5 },
        { what: 'of these in production', count: 4 },
      ],
    });
  });

  it('ask for tests of those that wait as well', () => {
    expect(verdict('1.D8')).toMatchObject({
      status: 'not_met',
      evidence: [{ numerator: 3, denominator: 5 }, { items: [`commit:${sha('c4')}`, `commit:${sha('c5')}`] }],
    });
  });

  it('count runs of what is released alone', () => {
    expect(verdict('1.K2')).toMatchObject({ status: 'not_met', evidence: [{ items: ['1', '1', '1', '0'] }] });
  });
});

describe('criteria of deployments', () => {
  it('compare who started one with who wrote its changes', () => {
    // one by machine, two by ana with her own changes, one by ana with those of bo
    expect(verdict('3.D9')).toMatchObject({
      status: 'proposed',
      proposes: 'not_met',
      evidence: [
        { numerator: 1, denominator: 4 },
        { numerator: 2, denominator: 4 },
        { numerator: 1, denominator: 4 },
      ],
    });
  });

  it('measure how long versions stayed before production', () => {
    expect(verdict('2.D8')).toMatchObject({
      status: 'proposed',
      proposes: 'not_met',
      evidence: [{ numerator: 3, denominator: 4 }, { items: [`shop ${sha('c3').slice(0, 12)}`] }],
    });
  });

  it('know of which a notice was sent, and to whom', async () => {
    expect(verdict('2.C2')).toMatchObject({
      status: 'proposed',
      proposes: 'not_met',
      evidence: [{ numerator: 1, denominator: 4 }, { items: ['p2', 'p3', 'p4'] }],
    });
    expect(verdict('2.C8')).toMatchObject({ status: 'proposed', proposes: 'met' });
    // given a channel of Leadline's own that took a notice of p2
    const own = deploymentId({ service: 'shop', environment: 'production', deployment: 'attempt:p2', occurrence: 1 });
    const withOwn = await asked({ kind: 'organisation' }, END, new Set([own]));
    expect(withOwn.get('2.C2')?.verdict).toMatchObject({
      evidence: [{ numerator: 2, denominator: 4 }, { items: ['p3', 'p4'] }],
    });
    expect(verdict('3.C1')?.status).toBe('met');
  });
});

describe('criteria of the configuration', () => {
  it('find the channel of drift', () => {
    expect(verdict('3.C3')).toMatchObject({
      status: 'met',
      evidence: [{ numerator: 1, denominator: 1 }, { items: ['ops'] }],
    });
  });

  it('give a target of a team to its teams and services, and not to everybody', async () => {
    const target = (criteriaOf: typeof criteria) => criteriaOf.get('L3.2')?.verdict;
    expect(target(criteria)?.status).toBe('unknown');
    for (const scope of [{ kind: 'service', name: 'shop' } as const, { kind: 'team', name: 'eng/web' } as const])
      expect(target(await asked(scope))).toMatchObject({
        proposes: 'met',
        evidence: [{ items: ['DEPLOYMENT_DOWNTIME at most 30 s'] }],
      });
  });
});

describe('projects', () => {
  it('are compared once four full weeks are over', async () => {
    expect(verdict('L5.2')).toEqual({
      status: 'met',
      evidence: [{ kind: 'list', what: 'compared before and after', items: ['Smaller batches: CHANGE_LEAD_TIME'] }],
    });
    // its end was told, and three full weeks are over
    const early = await asked({ kind: 'organisation' }, FIRST - 6 * DAY);
    expect(early.get('L5.2')?.verdict).toMatchObject({
      status: 'unknown',
      missing: expect.stringMatching(/four full weeks/),
    });
    // a service is not judged by a project of its team
    expect((await asked({ kind: 'service', name: 'shop' })).get('L5.2')?.verdict.status).toBe('unknown');
  });
});
