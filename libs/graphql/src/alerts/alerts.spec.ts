import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const at = (text: string): string => `2026-03-${text}:00Z`;

const deployed = (id: string, startedAt: string, finishedAt: string, more: object = {}) =>
  said('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: at(startedAt),
    finishedAt: at(finishedAt),
    sha: id.padEnd(40, '0'),
    ...more,
  });

const step = (
  id: string,
  deployment: string,
  time: string,
  weight: number,
  action: 'started' | 'stepped' | 'aborted' = 'stepped',
) => said('rollout_step', { id, deployment, at: at(time), weight, action });

const check = (id: string, deployment: string, time: string, more: Checked) =>
  said('verification', { id, deployment, finishedAt: at(time), ...more });

interface Checked {
  readonly stage: 'preflight' | 'canary' | 'post';
  readonly check: string;
  readonly result: 'passed' | 'failed';
}

const observed = (id: string, measure: 'errors' | 'budget', more: object) =>
  said('observation', { id, measure, service: 'shop', ...more });

/**
 * shop: a1 well; b2 fails its canary check at 10:20 and is aborted at 10:25; c3 fails its check after the rollout until
 * e5 takes its place; a train that left half an hour late. payments-api: p1 spends 0.7 of its budget in ten minutes, and
 * waits for a gate. In staging a preflight check fails.
 */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  deployed('a1', '17T10:00', '17T10:30'),
  deployed('b2', '18T10:00', '18T10:26', { status: 'failed', exposed: true }),
  step('s1', 'b2', '18T10:00', 10, 'started'),
  check('v1', 'b2', '18T10:20', { stage: 'canary', check: 'errors', result: 'failed' }),
  step('s2', 'b2', '18T10:25', 0, 'aborted'),
  deployed('c3', '18T12:00', '18T12:10'),
  check('v2', 'c3', '18T12:12', { stage: 'post', check: 'smoke', result: 'failed' }),
  deployed('e5', '18T15:00', '18T15:10'),
  observed('o1', 'errors', {
    deployment: 'e5',
    at: at('18T15:40'),
    before: { errors: 10, minutes: 30 },
    after: { errors: 40, minutes: 30 },
  }),
  said('train_scheduled', { id: 't1', train: 't1', services: ['shop'], plannedAt: at('18T09:00') }),
  said('train_departed', { id: 't1-left', train: 't1', departedAt: at('18T09:30'), deployments: ['b2'] }),
  said('deployment', {
    id: 'p1',
    service: 'payments-api',
    environment: 'production',
    envTier: 'production',
    status: 'in_progress',
    startedAt: at('19T10:00'),
    sha: 'f'.repeat(40),
  }),
  said('approval_requested', { id: 'g1', deployment: 'p1', gate: 'release', at: at('19T09:00') }),
  observed('o2', 'budget', {
    service: 'payments-api',
    slo: 'availability',
    from: at('19T10:00'),
    to: at('19T10:10'),
    allowed: 1000,
    spent: 700,
    deployment: 'p1',
  }),
  deployed('x9', '19T08:00', '19T08:10', { environment: 'staging', envTier: 'staging' }),
  check('v9', 'x9', '19T07:50', { stage: 'preflight', check: 'licences', result: 'failed' }),
];

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history);
}, 60_000);
afterAll(async () => {
  await api.close();
});

const ALERTS = `query ($asOf: DateTime, $scope: ScopeInput, $states: [AlertState!], $first: Int, $after: String) {
  alerts(asOf: $asOf, scope: $scope, states: $states, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id rule key state severity audience what value threshold since resolvedAt services environment trafficShare
      deployment { reportedId version sha status changeCount flags teams }
    }
  }
}`;

interface Told {
  readonly rule: string;
  readonly key: string;
  readonly state: string;
  readonly deployment: { readonly reportedId: string } | null;
}

async function alerts(variables: Record<string, unknown>): Promise<readonly Told[]> {
  const { data, errors, text } = await ask(api.base, ALERTS, { first: 100, ...variables });
  if (errors.length > 0) throw new Error(text);
  return (data['alerts'] as AlertsPage).nodes;
}
interface AlertsPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly Told[];
}
const every = ['OPEN', 'RESOLVED'];
const shown = ({ rule, key, state }: Told): string => `${rule} ${key} ${state}`;

describe('alerts', () => {
  it('are what was open then, with their evidence', async () => {
    const [alert, ...others] = await alerts({ asOf: at('18T10:22') });
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      rule: 'CANARY_REGRESSION',
      key: 'b2',
      state: 'OPEN',
      severity: 'PAGE',
      audience: ['ON_CALL', 'OWNER'],
      what: 'canary check errors failed',
      value: null,
      threshold: null,
      since: '2026-03-18T10:20:00.000Z',
      resolvedAt: null,
      services: ['shop'],
      environment: 'production',
      trafficShare: 10,
      deployment: { reportedId: 'b2', sha: 'b2'.padEnd(40, '0'), teams: ['eng/web'] },
    });
  });

  it('are resolved by what happened since, and opened by it', async () => {
    expect((await alerts({ asOf: at('18T11:00'), states: every })).map(shown)).toEqual([
      'CANARY_REGRESSION b2 RESOLVED',
      'TRAIN_LATE t1 RESOLVED',
    ]);
    expect((await alerts({ asOf: at('18T14:00') })).map(shown)).toEqual(['VERIFICATION_FAILED c3 OPEN']);
    // e5 takes the place of c3, and has four times the errors
    expect((await alerts({ asOf: at('18T16:00'), states: every })).map(shown)).toEqual([
      'CANARY_REGRESSION e5 OPEN',
      'VERIFICATION_FAILED c3 RESOLVED',
      'CANARY_REGRESSION b2 RESOLVED',
      'TRAIN_LATE t1 RESOLVED',
    ]);
  });

  it('tell of a train that it is late while it is', async () => {
    expect((await alerts({ asOf: at('18T09:15') })).map(shown)).toEqual([]);
    expect(await alerts({ asOf: at('18T09:20') })).toMatchObject([
      { rule: 'TRAIN_LATE', key: 't1', value: 1200, threshold: 900, deployment: null, services: ['shop'] },
    ]);
  });

  it('know the budget and the gates of a rollout', async () => {
    // 0.7 of the budget burned within the hour; once it has not, the release has still spent too much
    expect((await alerts({ asOf: at('19T10:30'), scope: { services: ['payments-api'] } })).map(shown)).toEqual([
      'BURN p1 OPEN',
      'GATE_WAITING g1 OPEN',
    ]);
    expect((await alerts({ asOf: at('19T12:00'), scope: { teams: ['eng/payments'] } })).map(shown)).toEqual([
      'RELEASE_BUDGET p1 OPEN',
      'GATE_WAITING g1 OPEN',
    ]);
  });

  it('are those of production, unless environments are named', async () => {
    const staging = { asOf: at('19T08:00'), scope: { environments: ['staging'] } };
    expect((await alerts(staging)).map(shown)).toEqual(['POLICY shop licences OPEN']);
    expect((await alerts({ asOf: at('19T08:00') })).map(shown)).toEqual(['CANARY_REGRESSION e5 OPEN']);
  });

  it('are as many as are asked for, the same ones each time', async () => {
    const asked = { asOf: at('18T16:00'), states: every, first: 2 };
    const twice = [await alerts(asked), await alerts(asked)];
    expect(twice[0]).toHaveLength(2);
    expect(twice[0]).toEqual(twice[1]);
  });

  it('come in pages, which together are all', async () => {
    const asked = { asOf: at('18T16:00'), states: every };
    const all = await alerts(asked);
    const page = async (after?: string): Promise<AlertsPage> => {
      const { data } = await ask(api.base, ALERTS, { ...asked, first: all.length - 1, after });
      return data['alerts'] as AlertsPage;
    };
    const first = await page();
    const second = await page(first.pageInfo.endCursor);
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([
      all.length,
      true,
      false,
    ]);
    expect([...first.nodes, ...second.nodes]).toEqual(all);
  });

  it('take six statements, and one for all their deployments', async () => {
    await alerts({ asOf: at('18T16:00') });
    api.asked.length = 0;
    await alerts({ asOf: at('18T16:00'), states: every });
    expect(api.asked).toHaveLength(7);
  });

  it('refuses a scope of nobody, and more than there may be', async () => {
    const refusal = async (variables: object) => (await ask(api.base, ALERTS, { first: 10, ...variables })).errors[0];
    expect((await refusal({ scope: { teams: ['eng/nobody'] } }))?.message).toContain('there is no team "eng/nobody"');
    expect((await refusal({ scope: { services: ['shup'] } }))?.message).toContain('there is no service "shup"');
    expect((await refusal({ first: 0 }))?.extensions['argument']).toBe('first');
  });
});
