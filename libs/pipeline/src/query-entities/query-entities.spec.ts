import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricId, type PointReference } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import {
  change,
  delivery,
  deployment,
  type DeploymentFilter,
  evidence,
  findChanges,
  incident,
  listDeployments,
  listEvents,
  listFlagChanges,
  listIncidents,
  listQuarantine,
  listServices,
  listSources,
  listTeams,
  pointStatement,
  statementText,
  UnreadableReference,
} from '../index.js';

const at = (text: string): number => Date.parse(`2026-03-${text}:00Z`);
const said = (text: string): string => `2026-03-${text}:00Z`;
const sha = (start: string): string => start.padEnd(40, '0');
const NOW = at('06T00:00');

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  teams: [{ path: 'eng', tags: { area: 'backend' } }],
  services: [
    {
      name: 'shop',
      repositories: ['github:acme/shop'],
      tags: { language: 'go' },
      teams: [
        { team: 'eng/payments', from: '2026-01-01T00:00:00Z', until: '2026-03-03T10:30:00Z' },
        { team: 'eng/core', from: '2026-03-03T10:30:00Z' },
      ],
    },
  ],
});

let directory = '';
let warehouse: Warehouse;

function event(kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'github' }, data as never);
}

const commit = (start: string, committedAt: string, parents: string[], title = ''): LeadlineEvent =>
  event('commit', {
    sha: sha(start),
    repo: 'acme/shop',
    committedAt: said(committedAt),
    parents: parents.map(sha),
    title,
  });

const rollout = (id: string, start: string, finishedAt: string, more: Record<string, unknown> = {}): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    repo: 'acme/shop',
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: said(finishedAt),
    finishedAt: said(finishedAt),
    sha: sha(start),
    ...more,
  });

/**
 * shop, production: d1 (c1), d2 (c2, an incident), d3 (c3 = pull request 7, squashed), d4 back to c2, d6 (c3) still
 * running, d7 c2 again. Staging: d5 (c3). blog is in no catalogue.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  commit('c1', '02T08:00', ['c0']),
  commit('c2', '02T10:00', ['c1'], 'Take cards'),
  commit('f1', '02T11:30', ['c2']),
  commit('c3', '03T09:00', ['c2'], 'Take vouchers (#7)'),
  event('pull_request', {
    repo: 'acme/shop',
    number: 7,
    title: 'Take vouchers',
    commits: [sha('f1')],
    mergeSha: sha('c3'),
    method: 'squash',
    openedAt: said('02T12:00'),
    mergedAt: said('03T09:00'),
  }),
  rollout('d1', 'c1', '02T09:00'),
  rollout('d2', 'c2', '02T11:00'),
  rollout('d5', 'c3', '03T09:30', { environment: 'staging', envTier: 'staging' }),
  rollout('d3', 'c3', '03T10:00'),
  rollout('d4', 'c2', '03T11:00'),
  rollout('d6', 'c3', '03T12:00', { status: 'in_progress', finishedAt: null }),
  rollout('d7', 'c2', '04T10:00'),
  rollout('b1', 'b1', '05T10:00', { service: 'blog', repo: 'acme/blog' }),
  event('incident', {
    id: 'i1',
    service: 'shop',
    severity: 'sev1',
    startedAt: said('02T11:10'),
    resolvedAt: said('02T12:00'),
    causedBy: 'd2',
    title: 'Cards are refused',
  }),
  event('flag_change', {
    id: 'x1',
    flag: 'vouchers',
    environment: 'production',
    envTier: 'production',
    at: said('04T08:00'),
    exposure: 10,
    services: ['shop'],
  }),
];

const received = (position: string, receivedAt: number, outcome: string, endpoint = 'github', reason = '') => ({
  position,
  delivery_id: `id ${position}`,
  endpoint,
  source: endpoint,
  event: 'deployment_status',
  outcome,
  reason,
  events: 1,
  bytes: 10,
  received_at: receivedAt,
  version: 1,
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-entities-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'entities');
  await warehouse.migrate();
  await derived([events], warehouse.facts);
  await warehouse.facts.store({
    deliveries: [
      received('0:0', NOW - 3_600_000, 'normalized'),
      received('0:1', NOW - 2 * 86_400_000, 'normalized'),
      received('0:2', NOW - 2 * 86_400_000, 'quarantined'),
      received('0:3', NOW - 30 * 86_400_000, 'ignored', 'pagerduty'),
      received('0:4', NOW - 60_000, 'ignored', 'github', 'test event: 1 deployment'),
    ],
    quarantine: [
      {
        id: '0:2',
        delivery_id: 'id 0:2',
        endpoint: 'github',
        source: 'github',
        stage: 'normalize',
        code: 'invalid_body',
        message: 'no repository',
        pointer: '/repository',
        received_at: NOW - 2 * 86_400_000,
        state: 'open',
        attempts: 1,
        version: 1,
      },
    ],
    stale_scopes: [{ service: 'blog', error: 'too many targets', state: 'stale', version: 1 }],
  });
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

async function listed(where: DeploymentFilter, asOf = NOW): Promise<string[]> {
  const { items } = await listDeployments(warehouse.analytics, { first: 50, where, asOf });
  return items.map(({ reportedId }) => reportedId);
}

describe('deployments', () => {
  it('come latest first, page by page, each once', async () => {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listDeployments(warehouse.analytics, { first: 3, after, asOf: NOW });
      ids.push(...page.items.map(({ reportedId }) => reportedId));
      if (!page.hasNext) break;
      after = page.endCursor ?? undefined;
    }
    expect(ids).toEqual(['b1', 'd7', 'd6', 'd4', 'd3', 'd5', 'd2', 'd1']);
  });

  it.each<[string, DeploymentFilter, string[]]>([
    ['of a service', { services: ['blog'] }, ['b1']],
    ['of an environment', { environments: ['staging'] }, ['d5']],
    ['of a team by what it owned then', { teams: ['eng/core'] }, ['d7', 'd6', 'd4']],
    ['of a team with its descendants', { teams: ['eng'] }, ['d7', 'd6', 'd4', 'd3', 'd5', 'd2', 'd1']],
    ['of a status', { statuses: ['in_progress'] }, ['d6']],
    ['of a kind', { kinds: ['rollback', 'redeploy'] }, ['d7', 'd4']],
    ['of a tag', { tags: ['language:go'], from: at('03T11:00') }, ['d7', 'd6', 'd4']],
    ['of a window, half-open', { from: at('02T11:00'), to: at('03T10:00') }, ['d5', 'd2']],
    ['that failed', { failed: true }, ['d3', 'd2']],
    ['of a SHA', { sha: sha('c3').slice(0, 8) }, ['d6', 'd3', 'd5']],
  ])('are those %s', async (_, where, ids) => {
    expect(await listed(where)).toEqual(ids);
  });

  it('are those that were known then', async () => {
    expect(await listed({}, at('02T11:05'))).toEqual(['d2', 'd1']);
  });

  it('refuse a cursor of something else', async () => {
    const asked = listDeployments(warehouse.analytics, { first: 3, after: 'abc', asOf: NOW });
    await expect(asked).rejects.toThrow(UnreadableReference);
  });
});

describe('a deployment', () => {
  it('opens down to its commits, reasons and events', async () => {
    const found = await deployment(warehouse.analytics, 'd3', NOW);
    expect(found).toMatchObject({
      reportedId: 'd3',
      kind: 'change',
      counted: true,
      failed: true,
      teams: ['eng/payments'],
      reasons: [{ rule: 'rollback', by: 'd4', gapSeconds: 3600, counts: true }],
      links: { basis: 'ancestry', noBaseline: false, waiting: [] },
      commits: [
        { sha: sha('c3'), title: 'Take vouchers (#7)', repairedAt: at('02T11:30'), change: 'change:acme/shop#7' },
      ],
      changes: [{ change: 'change:acme/shop#7', title: 'Take vouchers' }],
      reports: [{ entity: 'deployment:d3', source: 'github', status: 'succeeded' }],
      events: [{ entity: 'deployment:d3', kind: 'deployment', delivery: '0:0' }],
    });
    const replaced = await deployment(warehouse.analytics, found?.replaced ?? '', NOW);
    expect(replaced?.reportedId).toBe('d2');
    const { items } = await listEvents(warehouse.analytics, 'deployment:d3', { first: 10 });
    expect(items.map(({ data }) => data['finishedAt'])).toEqual([said('03T10:00')]);
  });

  it('had not failed before the incident began', async () => {
    const before = await deployment(warehouse.analytics, 'd2', at('02T11:05'));
    expect([before?.failed, before?.reasons]).toEqual([false, []]);
    const after = await deployment(warehouse.analytics, 'd2', NOW);
    expect([after?.failed, after?.reasons.map(({ rule, by }) => [rule, by])]).toEqual([true, [['incident', 'i1']]]);
  });

  it('is not made up', async () => {
    expect(await deployment(warehouse.analytics, 'd9', NOW)).toBeNull();
  });
});

describe('a change', () => {
  const whereabouts = async (revision: string) => {
    const found = await change(warehouse.analytics, { repository: 'github:acme/shop', revision, asOf: NOW });
    if (found.outcome !== 'found') return found.outcome;
    return found.change.whereabouts.map(({ environment, state, since, until }) => ({
      environment,
      state,
      since,
      until,
    }));
  };

  it('was taken away by a rollback where it was live, and stays where it was not', async () => {
    const expected = [
      { environment: 'production', state: 'rolled_back', since: at('03T10:00'), until: at('03T11:00') },
      { environment: 'staging', state: 'live', since: at('03T09:30'), until: null },
    ];
    expect(await whereabouts('#7')).toEqual(expected);
    expect(await whereabouts(sha('c3').slice(0, 7))).toEqual(expected);
    expect(await whereabouts(sha('f1'))).toEqual(expected);
  });

  it('is live where a later version contains it', async () => {
    expect(await whereabouts(sha('c2'))).toEqual([
      { environment: 'production', state: 'live', since: at('02T11:00'), until: null },
      { environment: 'staging', state: 'live', since: at('03T09:30'), until: null },
    ]);
  });

  it('names the deployment that is about to bring it, and the one that brought it to production first', async () => {
    const then = at('03T12:30');
    const found = await change(warehouse.analytics, { repository: 'acme/shop', revision: '#7', asOf: then });
    if (found.outcome !== 'found') throw new Error(found.outcome);
    const { whereabouts: places, carriedBy } = found.change;
    const production = places.find(({ environment }) => environment === 'production');
    const underway = await deployment(warehouse.analytics, production?.underway ?? '', then);
    const first = await deployment(warehouse.analytics, carriedBy ?? '', then);
    expect([production?.state, underway?.reportedId, first?.reportedId]).toEqual(['rolled_back', 'd6', 'd3']);
    // d7 came after d6, whose end nobody told.
    const later = await change(warehouse.analytics, { repository: 'acme/shop', revision: '#7', asOf: NOW });
    expect(later).toMatchObject({ change: { whereabouts: [{ environment: 'production', underway: null }, {}] } });
  });

  it('says when it is not known, or not to be understood', async () => {
    expect(await whereabouts('abcdef1')).toBe('unknown');
    expect(await whereabouts('main')).toBe('unreadable');
    expect(await whereabouts('99')).toBe('unknown');
  });

  it('has its title and commits', async () => {
    const found = await change(warehouse.analytics, { repository: 'acme/shop', revision: '7', asOf: NOW });
    expect(found).toMatchObject({
      outcome: 'found',
      change: {
        title: 'Take vouchers',
        commits: [{ sha: sha('f1') }, { sha: sha('c3'), title: 'Take vouchers (#7)' }],
      },
    });
  });
});

describe('what a text means', () => {
  const found = async (text: string, asOf = NOW): Promise<string[]> =>
    (await findChanges(warehouse.analytics, { text, first: 5, asOf })).map(
      ({ repository, revision }) => `${repository} ${revision.slice(0, 7)}`,
    );

  it('is a commit by its first digits, or by its page', async () => {
    expect(await found(sha('c2').slice(0, 9))).toEqual(['acme/shop c200000']);
    expect(await found(`https://github.com/acme/shop/commit/${sha('c2')}`)).toEqual(['acme/shop c200000']);
    expect(await found(`acme/shop@${sha('c2')}`)).toEqual(['acme/shop c200000']);
    expect(await found(`commit:${sha('c2')}`)).toEqual(['acme/shop c200000']);
  });

  it('is a commit of which nothing is known but that it was deployed', async () => {
    expect(await found(sha('b1'))).toEqual(['acme/blog b100000']);
  });

  it('is a pull request by its number, its page or its id', async () => {
    for (const text of ['7', '#7', 'acme/shop#7', 'https://github.com/acme/shop/pull/7', 'change:acme/shop#7'])
      expect(await found(text), text).toEqual(['acme/shop 7']);
    expect(await found('acme/blog#7')).toEqual([]);
  });

  it('is what a title names, a pull request in place of its commits', async () => {
    expect(await found('VOUCHERS')).toEqual(['acme/shop 7']);
    expect(await found('take')).toEqual(['acme/shop 7', 'acme/shop c200000']);
    // No word of its own, and no pattern.
    expect(await found('vouch')).toEqual([]);
    expect(await found('.*')).toEqual([]);
    expect(await found('T.ke')).toEqual([]);
  });
});

describe('evidence', () => {
  const point = (metric: MetricId, more: Partial<PointReference> = {}): PointReference => ({
    metric,
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: [{ dimension: 'SERVICE' }],
    group: ['shop'],
    scope: {},
    asOf: NOW,
    options: defaultOptions,
    ...more,
  });
  const read = async (reference: PointReference) => {
    const { items, counts } = await evidence(warehouse.analytics, declared, reference, { first: 50 });
    return { counts, items: items.map(({ id, part, reason }) => [id, part, reason]) };
  };

  it('of the fail rate names what failed, what did not, and what is left out', async () => {
    expect(await read(point('CHANGE_FAIL_RATE'))).toEqual({
      counts: { numerator: 2, denominator: 1, sample: 0, left_out: 4 },
      items: [
        ['d7', 'left_out', 'redeploy'],
        ['d6', 'left_out', 'in_progress'],
        ['d4', 'left_out', 'rollback'],
        ['d3', 'numerator', null],
        ['d5', 'left_out', 'not_production'],
        ['d2', 'numerator', null],
        ['d1', 'denominator', null],
      ],
    });
  });

  it.each<MetricId>([
    'DEPLOYMENT_FREQUENCY',
    'CHANGE_LEAD_TIME',
    'CHANGE_FAIL_RATE',
    'FAILED_DEPLOYMENT_RECOVERY_TIME',
    'DEPLOYMENT_REWORK_RATE',
  ])('of %s says of everything that is left out why', async (metric) => {
    // d2 and d3 failed and make two episodes: recovery leaves out none of those.
    const { items, counts } = await read(point(metric));
    const leftOut = items.filter(([, part]) => part === 'left_out');
    expect(leftOut).toHaveLength(counts.left_out);
    expect(counts.left_out > 0).toBe(metric !== 'FAILED_DEPLOYMENT_RECOVERY_TIME');
    expect(leftOut.filter(([, , reason]) => reason === null)).toEqual([]);
  });

  it('of lead time names the commits with their clocks: 22.5 h and 1 h', async () => {
    const { items, counts } = await evidence(warehouse.analytics, declared, point('CHANGE_LEAD_TIME'), {
      first: 50,
      parts: ['sample'],
    });
    expect(counts).toEqual({ numerator: 0, denominator: 0, sample: 2, left_out: 5 });
    expect(items).toMatchObject([
      { change: `commit:${sha('c3')}`, opensAt: at('02T11:30'), closesAt: at('03T10:00'), value: 81_000 },
      { change: `commit:${sha('c2')}`, title: 'Take cards', value: 3_600 },
    ]);
  });

  it('of recovery has one entry for an episode: 50 min of the incident, and the rollback after 1 h', async () => {
    const { items } = await evidence(warehouse.analytics, declared, point('FAILED_DEPLOYMENT_RECOVERY_TIME'), {
      first: 50,
    });
    expect(items).toMatchObject([
      { id: 'd3', part: 'sample', value: 3_600, failures: [{ rule: 'rollback', by: 'd4' }] },
      { id: 'd2', part: 'sample', value: 3_000, incidents: ['i1'] },
    ]);
  });

  it('of a team is what it owned at the time', async () => {
    const teams = { by: [{ dimension: 'TEAM' as const }] };
    expect((await read(point('DEPLOYMENT_FREQUENCY', { ...teams, group: ['eng'] }))).counts.sample).toBe(3);
    expect((await read(point('DEPLOYMENT_FREQUENCY', { ...teams, group: ['eng/core'] }))).counts.sample).toBe(0);
    expect((await read(point('DEPLOYMENT_FREQUENCY', { ...teams, group: [null] }))).counts.sample).toBe(1);
  });

  it('comes in pages, each entry once', async () => {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await evidence(warehouse.analytics, declared, point('CHANGE_LEAD_TIME'), { first: 2, after });
      expect(page.counts).toEqual({ numerator: 0, denominator: 0, sample: 2, left_out: 5 });
      ids.push(...page.items.map(({ id }) => id));
      if (!page.hasNext) break;
      after = page.endCursor ?? undefined;
    }
    expect(ids).toEqual(['d7', 'd6', 'd4', 'd3', 'd5', 'd2', 'd1']);
  });
});

describe('incidents and flags', () => {
  it('are told as they were known', async () => {
    const { items } = await listIncidents(warehouse.analytics, declared, {
      first: 5,
      where: { teams: ['eng'] },
      asOf: NOW,
    });
    expect(items).toMatchObject([{ id: 'i1', severity: 'sev1', causedBy: ['d2'], resolvedAt: at('02T12:00') }]);
    expect(await incident(warehouse.analytics, 'i1', at('02T11:30'))).toMatchObject({ id: 'i1', resolvedAt: null });
    const open = { first: 5, where: { open: true } };
    expect((await listIncidents(warehouse.analytics, declared, { ...open, asOf: NOW })).items).toEqual([]);
    expect((await listIncidents(warehouse.analytics, declared, { ...open, asOf: at('02T11:30') })).items).toHaveLength(
      1,
    );
    const flags = await listFlagChanges(warehouse.analytics, { first: 5, where: { flags: ['vouchers'] }, asOf: NOW });
    expect(flags.items).toMatchObject([{ id: 'x1', exposure: 10, at: at('04T08:00'), services: ['shop'] }]);
  });
});

describe('services and teams', () => {
  it('are those of the catalogue and those that deployments named', async () => {
    const { items } = await listServices(warehouse.analytics, declared, { first: 10, asOf: NOW });
    expect(items).toMatchObject([
      {
        name: 'blog',
        mapped: false,
        yaml: 'services:\n  blog:\n    repository: github:acme/blog',
        staleBecause: 'too many targets',
        lastDeployment: { environment: 'production', at: at('05T10:00') },
      },
      { name: 'shop', mapped: true, yaml: null, teams: ['eng/core'], environments: ['production', 'staging'] },
    ]);
  });

  it('form a tree', () => {
    expect(listTeams(declared, NOW)).toEqual([
      { path: 'eng', name: 'eng', parent: null, tags: { area: 'backend' }, services: [], allServices: ['shop'] },
      { path: 'eng/core', name: 'core', parent: 'eng', tags: {}, services: ['shop'], allServices: ['shop'] },
      { path: 'eng/payments', name: 'payments', parent: 'eng', tags: {}, services: [], allServices: [] },
    ]);
  });
});

describe('what arrived', () => {
  it('is counted by endpoint and outcome, with what is wrong', async () => {
    const none = { normalized: 0, ignored: 0, quarantined: 0 };
    const unheard = { lastTestAt: null, lastError: null, usualGapSeconds: null, silent: false };
    const configured = [
      { name: 'github', source: 'github' },
      { name: 'alerts', source: 'alertmanager' },
    ];
    const sources = await listSources(warehouse.analytics, NOW, configured);
    expect(sources).toMatchObject([
      {
        ...unheard,
        endpoint: 'alerts',
        source: 'alertmanager',
        configured: true,
        lastReceivedAt: null,
        last24Hours: none,
        last7Days: none,
        openInQuarantine: 0,
      },
      {
        ...unheard,
        endpoint: 'github',
        source: 'github',
        configured: true,
        lastReceivedAt: NOW - 3_600_000,
        lastTestAt: NOW - 60_000,
        lastError: { at: NOW - 2 * 86_400_000, reason: '' },
        last24Hours: { ...none, normalized: 1 },
        last7Days: { ...none, normalized: 2, quarantined: 1 },
        openInQuarantine: 1,
      },
      {
        ...unheard,
        endpoint: 'pagerduty',
        source: 'pagerduty',
        configured: false,
        lastReceivedAt: NOW - 30 * 86_400_000,
        last24Hours: none,
        last7Days: none,
        openInQuarantine: 0,
      },
    ]);
    expect(sources.map(({ advice }) => advice.map(({ code }) => code))).toEqual([
      ['never_received'],
      ['quarantine'],
      ['off'],
    ]);
  });

  it('is missed when an endpoint falls silent for longer than it ever did', async () => {
    // 24 deliveries an hour apart, the last of them 25 hours ago: more than a day, and than thrice an hour.
    const hourly = Array.from({ length: 24 }, (_, hour) => ({
      ...received(`1:${hour}`, NOW - (25 + 23 - hour) * 3_600_000, 'normalized', 'argocd'),
    }));
    await warehouse.facts.store({ deliveries: hourly });
    const argocd = async (now: number) =>
      (await listSources(warehouse.analytics, now)).find(({ endpoint }) => endpoint === 'argocd');
    expect(await argocd(NOW)).toMatchObject({ usualGapSeconds: 3_600, silent: true });
    expect(await argocd(NOW - 2 * 3_600_000)).toMatchObject({ silent: false });
  });

  it('is found by position and by its own id, and its refusal in quarantine', async () => {
    expect(await delivery(warehouse.analytics, '0:2')).toMatchObject({ deliveryId: 'id 0:2', outcome: 'quarantined' });
    expect(await delivery(warehouse.analytics, 'id 0:1')).toMatchObject({ position: '0:1' });
    expect(await delivery(warehouse.analytics, '9:9')).toBeNull();
    const { items } = await listQuarantine(warehouse.analytics, { first: 5 });
    expect(items).toMatchObject([{ id: '0:2', code: 'invalid_body', pointer: '/repository' }]);
  });
});

describe('the statement of a point', () => {
  it('is the same when the warehouse has written it', async () => {
    const statement = pointStatement({
      metric: 'CHANGE_FAIL_RATE',
      window: { from: 0, to: Date.parse('2026-04-01T00:00:00Z'), timeZone: 'UTC' },
      by: [],
      scope: { teams: ['eng'] },
      asOf: Date.parse('2026-04-01T00:00:00Z'),
      options: defaultOptions,
      group: [],
    });
    if (statement === null) throw new Error('Deployments are selected');

    const text = await statementText(warehouse.analytics, statement);

    expect(text).toMatch(/^SELECT\n[\s\S]+\n +FROM deployments\n +FINAL\n/);
    expect(Object.keys(statement.params).every((name) => text.includes(`{${name}:`))).toBe(true);
    const rows = await warehouse.analytics.query(statement);
    expect(rows.length).toBeGreaterThan(0);
    expect(await warehouse.analytics.query({ ...statement, sql: text })).toEqual(rows);
  });
});
