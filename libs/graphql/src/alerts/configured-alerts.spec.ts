import { catalogue, type LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const at = (text: string): string => `2026-03-${text}:00Z`;
const sha = (name: string): string => name.padEnd(40, '0');

const configured = catalogue.parse({
  ...acme,
  services: acme.services.map((service) =>
    service.name === 'payments-api'
      ? { ...service, dependsOn: ['shop'], objectives: { availability: 604_800 } }
      : { ...service, links: { runbook: 'https://wiki.example/{service}', logs: 'https://logs.example/{deployment}' } },
  ),
  freezes: [{ from: at('16T12:00'), until: at('16T18:00'), services: [], environments: ['production'] }],
  thresholds: [
    { rule: 'DRIFT', limits: { changes: 2 }, teams: ['eng'], services: [] },
    { metric: 'CHANGE_LEAD_TIME', above: 3_600, per: 'day', severity: 'page', teams: ['eng/web'], services: [] },
  ],
});

/** Commits c0 to c6 of the shop, a parent each, an hour apart; each is deployed to staging, c0 alone to production. */
const commits = Array.from({ length: 7 }, (_, nth) => `c${nth}`);
const clock = (nth: number): string => at(`16T0${nth}:00`);

const rollout = (id: string, live: string, time: string, environment: string): LeadlineEvent =>
  said('deployment', {
    id,
    service: 'shop',
    repo: 'acme/shop',
    environment,
    envTier: environment,
    status: 'succeeded',
    startedAt: time,
    finishedAt: time,
    sha: sha(live),
  });

const history: LeadlineEvent[] = [
  said('catalogue', configured),
  ...commits.map((name, nth) =>
    said('commit', {
      sha: sha(name),
      repo: 'acme/shop',
      committedAt: clock(nth),
      parents: nth === 0 ? [] : [sha(`c${nth - 1}`)],
    }),
  ),
  ...commits.map((name, nth) => rollout(`s-${name}`, name, clock(nth), 'staging')),
  rollout('p-c0', 'c0', at('16T00:30'), 'production'),
  // six changes go live in production the day after: lead times of 29 to 34 hours
  rollout('p-c6', 'c6', at('17T11:00'), 'production'),
  said('incident', {
    id: 'i1',
    service: 'payments-api',
    severity: 'sev1',
    title: 'No payments',
    startedAt: at('17T11:40'),
    detectedAt: at('17T11:45'),
    resolvedAt: at('17T12:30'),
  }),
  // 90 of 1000 in five minutes, of a budget that is to last a week
  said('observation', {
    id: 'o1',
    measure: 'budget',
    service: 'payments-api',
    slo: 'availability',
    from: at('18T10:00'),
    to: at('18T10:05'),
    allowed: 1000,
    spent: 90,
  }),
];

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history, configured);
}, 90_000);
afterAll(async () => {
  await api.close();
});

async function alerts(asOf: string, scope: object = {}): Promise<unknown[]> {
  const question = `query ($asOf: DateTime, $scope: ScopeInput) {
    alerts(asOf: $asOf, scope: $scope, states: [OPEN, RESOLVED], first: 100) { nodes { rule key state severity since resolvedAt value services } }
  }`;
  const { data, errors, text } = await ask(api.base, question, { asOf, scope });
  if (errors.length > 0) throw new Error(text);
  return (data['alerts'] as { nodes: Record<string, unknown>[] }).nodes.map(({ rule, key, state, since, resolvedAt }) =>
    [rule, key, state, short(since), ...(resolvedAt === null ? [] : [short(resolvedAt)])].map(String).join(' | '),
  );
}
const short = (instant: unknown): string => String(instant).slice(8, 16);

describe('alerts of what is configured', () => {
  it('are raised of drift by the limit of the team, wait for the end of a freeze, and end with the next version', async () => {
    // c1, c2, c3 are missing at 03:00
    expect(await alerts(at('16T03:14'))).toEqual([]);
    expect(await alerts(at('16T03:20'))).toEqual(['DRIFT | shop staging → production | OPEN | 16T03:15']);
    expect(await alerts(at('17T11:10'), { services: ['shop'] })).toEqual([
      'DRIFT | shop staging → production | RESOLVED | 16T03:15 | 17T11:00',
    ]);
  });

  it('are raised of an outage next to what was deployed', async () => {
    const found = await alerts(at('17T12:00'));
    expect(found[0]).toBe('DEPENDENCY_OUTAGE | p-c6 | OPEN | 17T11:45');
    expect(await alerts(at('17T13:00'))).toContain('DEPENDENCY_OUTAGE | p-c6 | RESOLVED | 17T11:45 | 17T12:30');
  });

  it('are raised of a metric when the day is over, for whoever asks for its team', async () => {
    const found = await alerts(at('18T01:00'), { teams: ['eng/web'] });
    expect(found[0]).toBe('METRIC_THRESHOLD | CHANGE_LEAD_TIME eng/web | OPEN | 18T00:00');
    expect(await alerts(at('17T23:00'), { teams: ['eng/web'] })).not.toContain(found[0]);
    expect((await alerts(at('18T01:00'), { teams: ['eng/payments'] })).join()).not.toContain('METRIC_THRESHOLD');
  });

  it('are raised of a budget by the window of its objective', async () => {
    // 0.09 of a week's budget in an hour: 15.12 times as fast as it may be spent
    expect(await alerts(at('18T10:06'), { services: ['payments-api'] })).toContain(
      'BURN | payments-api availability | OPEN | 18T10:05',
    );
  });
});

describe('where to look further', () => {
  it('is told of a deployment, an incident and an alert, as the links of the service have it', async () => {
    const question = `query ($asOf: DateTime) {
      deployment(id: "p-c6") { seeAlso { name url } }
      incident(id: "i1") { service seeAlso { name url } }
      alerts(asOf: $asOf, scope: { services: ["shop"] }, states: [RESOLVED]) { nodes { rule seeAlso { name url } } }
    }`;
    const { data, errors } = await ask(api.base, question, { asOf: at('17T11:10') });
    const runbook = { name: 'runbook', url: 'https://wiki.example/shop' };
    expect({ data, errors }).toEqual({
      data: {
        deployment: { seeAlso: [runbook, { name: 'logs', url: 'https://logs.example/p-c6' }] },
        // payments-api has none
        incident: { service: 'payments-api', seeAlso: [] },
        // of no deployment: its logs are nobody's
        alerts: { nodes: [{ rule: 'DRIFT', seeAlso: [runbook] }] },
      },
      errors: [],
    });
  });
});
