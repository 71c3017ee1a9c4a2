import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog, openWarehouse, type Warehouse } from '@leadline/adapters';
import { type EventData, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { createServer } from '@leadline/http';
import { eventRecord, generation, runPipeline, peopleAsTold } from '@leadline/pipeline';
import type { Facts } from '@leadline/ports';
import { contentHash } from '@leadline/tracking';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerGraphql, type RunningGraphql } from './register-graphql.js';
import { acme, FORTNIGHT, METRICS, NOW, type Row } from './testing/acme.js';
import { ask, depsOf, everyScope, givenWorld, refusalOf, type World } from './testing/given-api.js';

let directory = '';
let warehouse: Warehouse;
let world: World;
let base = '';
let graphql: RunningGraphql;
let stop: () => Promise<void>;

const said = <K extends EventKind>(kind: K, data: EventData<K>): LeadlineEvent<K> =>
  eventOf(kind, { id: contentHash({ kind, data }), source: 'test' }, data);

/** 40 hexadecimal digits that begin with a letter of the story. */
const sha = (letter: string): string => Buffer.from(letter.repeat(20)).toString('hex');

const commit = (sha: string, committedAt: string, parents: string[]) =>
  said('commit', { sha, committedAt, parents, repo: 'acme/code', title: `Change ${sha.slice(0, 2)}` });

const deployed = (id: string, service: string, sha: string, finishedAt: string) =>
  said('deployment', {
    id,
    service,
    sha,
    finishedAt,
    startedAt: finishedAt,
    repo: 'acme/code',
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded' as const,
    version: `v-${id}`,
  });

/**
 * payments-api (Go) deploys A, B and C: B carries a commit of 2 h, C one of 4 h and an incident of 2 h. shop (PHP)
 * deploys S and T: T carries a commit of 6 h. A and S are the first of their services.
 */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  commit(sha('a'), '2026-03-02T09:00:00Z', []),
  commit(sha('b'), '2026-03-03T10:00:00Z', [sha('a')]),
  commit(sha('c'), '2026-03-05T08:00:00Z', [sha('b')]),
  commit(sha('s'), '2026-03-04T09:00:00Z', []),
  commit(sha('t'), '2026-03-10T04:00:00Z', [sha('s')]),
  deployed('d-a', 'payments-api', sha('a'), '2026-03-02T10:00:00Z'),
  deployed('d-b', 'payments-api', sha('b'), '2026-03-03T12:00:00Z'),
  deployed('d-c', 'payments-api', sha('c'), '2026-03-05T12:00:00Z'),
  deployed('d-s', 'shop', sha('s'), '2026-03-04T10:00:00Z'),
  deployed('d-t', 'shop', sha('t'), '2026-03-10T10:00:00Z'),
  said('incident', {
    id: 'i-1',
    service: 'payments-api',
    causedBy: 'd-c',
    source: 'pagerduty',
    title: 'Cards refused',
    startedAt: '2026-03-05T12:30:00Z',
    resolvedAt: '2026-03-05T14:30:00Z',
  }),
];

async function derive(events: readonly LeadlineEvent[], facts: Facts): Promise<void> {
  const log = new MemoryLog();
  const over = new AbortController();
  const at = generation(1);
  const failures: unknown[] = [];
  const running = runPipeline(
    {
      log,
      facts,
      generation: at,
      people: peopleAsTold,
      sourceOf: () => undefined,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => {
        failures.push(error);
        over.abort();
      },
    },
    over.signal,
  );
  await log.append(
    at.events,
    events.map((event) => eventRecord(event, { position: '0:0', receivedAt: 0 })),
  );
  await log.settled();
  over.abort();
  await running;
  await log.close();
  expect(failures).toEqual([]);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-graphql-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'graphql');
  await warehouse.migrate();
  await derive(history, warehouse.facts);
  world = givenWorld(warehouse.analytics);
  const server = createServer((error) => world.reported.push(error));
  graphql = await registerGraphql(server, depsOf(world));
  base = await server.listen({ host: '127.0.0.1', port: 0 });
  stop = async () => {
    await graphql.close();
    await server.close();
  };
});

afterAll(async () => {
  await stop();
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  world.scopes = everyScope;
});

async function metrics(variables: Record<string, unknown>): Promise<Row[]> {
  const { data, errors } = await ask(base, METRICS, { window: FORTNIGHT, ...variables });
  expect(errors).toEqual([]);
  return data['metrics'] as Row[];
}

describe('an answer that is kept ready', () => {
  const question = { query: 'query Ready { organisation { name } }', operationName: 'Ready', variables: {} };
  const post = (body: object): Promise<Response> =>
    fetch(`${base}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  afterEach(() => graphql.keepReady([], NOW));

  it('is sent as it is, to who may read and asks the same', async () => {
    const own = await graphql.ask(question, NOW);
    expect(await (await post(question)).json()).toEqual({ data: own });
    // No name that anybody declared: only what was kept says it.
    graphql.keepReady([{ question, data: { organisation: { name: 'Kept' } } }], NOW);
    expect(graphql.ready(NOW)).toHaveLength(1);
    const answer = await post(question);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await answer.json()).toEqual({ data: { organisation: { name: 'Kept' } } });
    expect(await (await post({ ...question, variables: { other: 1 } })).json()).toEqual({ data: own });

    world.scopes = [];
    expect((await post(question)).status).toBe(403);
  });

  it('is made anew where the present has gone on', async () => {
    graphql.keepReady([{ question, data: { organisation: { name: 'Kept' } } }], NOW - 1);
    expect(await (await post(question)).text()).not.toContain('Kept');
    expect(graphql.ready(NOW)).toEqual([]);
  });
});

describe('metrics over HTTP', () => {
  it('gives the five of a fortnight', async () => {
    const rows = await metrics({
      ids: [
        'DEPLOYMENT_FREQUENCY',
        'CHANGE_LEAD_TIME',
        'CHANGE_FAIL_RATE',
        'FAILED_DEPLOYMENT_RECOVERY_TIME',
        'DEPLOYMENT_REWORK_RATE',
      ],
    });
    // 5 deployments in 14 days; samples of 2, 4 and 6 h; 1 of 5 failed; recovered after 2 h; no hotfix among 5.
    expect(rows.map(({ metric, value, n, unit, status }) => ({ metric, value, n, unit, status }))).toEqual([
      { metric: 'DEPLOYMENT_FREQUENCY', value: 5 / 14, n: 5, unit: 'PER_DAY', status: 'OK' },
      { metric: 'CHANGE_LEAD_TIME', value: 14_400, n: 3, unit: 'SECONDS', status: 'INSUFFICIENT' },
      { metric: 'CHANGE_FAIL_RATE', value: 0.2, n: 5, unit: 'RATIO', status: 'INSUFFICIENT' },
      { metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME', value: 7_200, n: 1, unit: 'SECONDS', status: 'INSUFFICIENT' },
      { metric: 'DEPLOYMENT_REWORK_RATE', value: 0, n: 5, unit: 'RATIO', status: 'INSUFFICIENT' },
    ]);
    expect(rows[0]).toMatchObject({
      bucketStart: '2026-03-02T00:00:00.000Z',
      bucketEnd: '2026-03-16T00:00:00.000Z',
      partial: false,
      numerator: 5,
      denominator: 14,
      computedAt: '2026-03-20T00:00:00.000Z',
      configVersion: 'v1',
      overlapping: false,
      rulesDiffer: false,
      currency: null,
    });
    // 2.5 a week; what each says, and in which unit, comes with it.
    expect(rows[0]?.['details']).toEqual(
      expect.arrayContaining([
        { name: 'days', meaning: 'Civil days of the window, as far as it is over.', value: 14, unit: 'COUNT' },
        { name: 'perWeek', meaning: 'The value, for a week.', value: 2.5, unit: 'COUNT' },
      ]),
    );
    expect(rows[1]?.['details']).toMatchObject([
      { name: 'mean', value: 14_400, unit: 'SECONDS' },
      { name: 'invalidSamples' },
      { name: 'noBaseline' },
    ]);
    expect(rows[2]?.['details']).toMatchObject([{ name: 'unknownExposure' }, { name: 'linkedElsewhere', value: 0 }]);
  });

  it('names the DORA level where the interval lies within one, else the range', async () => {
    const [frequency] = await metrics({ ids: ['DEPLOYMENT_FREQUENCY'] });
    // Garwood of 5: 1.62 to 11.67, by 14 days: 0.116 to 0.833 a day: monthly (3) to weekly (4).
    expect(frequency).toMatchObject({ level: null, levelLow: 'LEVEL_3', levelHigh: 'LEVEL_4' });
    // No interval of three durations, and no level of a rate.
    const [lead, fail] = await metrics({ ids: ['CHANGE_LEAD_TIME', 'CHANGE_FAIL_RATE'] });
    expect(lead).toMatchObject({ level: null, levelLow: null, levelHigh: null });
    expect(fail).toMatchObject({ level: null, levelLow: null, levelHigh: null });
  });

  it('pools a team over those below it, and shows teams that deployed nothing', async () => {
    const rows = await metrics({ ids: ['DEPLOYMENT_FREQUENCY', 'CHANGE_FAIL_RATE'], by: [{ dimension: 'TEAM' }] });
    expect(rows.map(({ metric, team, n, value }) => [metric, team, n, value])).toEqual([
      ['DEPLOYMENT_FREQUENCY', 'eng', 5, 5 / 14],
      ['DEPLOYMENT_FREQUENCY', 'eng/payments', 3, 3 / 14],
      ['DEPLOYMENT_FREQUENCY', 'eng/web', 2, 2 / 14],
      ['DEPLOYMENT_FREQUENCY', 'ops', 0, 0],
      ['CHANGE_FAIL_RATE', 'eng', 5, 0.2],
      ['CHANGE_FAIL_RATE', 'eng/payments', 3, 1 / 3],
      ['CHANGE_FAIL_RATE', 'eng/web', 2, 0],
      ['CHANGE_FAIL_RATE', 'ops', 0, null],
    ]);
    expect(rows.every(({ overlapping, service }) => overlapping === true && service === null)).toBe(true);
    expect(rows.at(-1)).toMatchObject({ status: 'NO_DATA' });
  });

  it('groups by a tag under its name', async () => {
    const rows = await metrics({ ids: ['CHANGE_LEAD_TIME'], by: [{ dimension: 'TAG', tagKey: 'language' }] });
    expect(rows.map(({ tagKey, tag, value, overlapping }) => [tagKey, tag, value, overlapping])).toEqual([
      ['language', 'go', 10_800, false],
      ['language', 'php', 21_600, false],
    ]);
  });

  it('cuts weeks, marks the cut ones, and compares them with those of another window', async () => {
    const rows = await metrics({
      ids: ['DEPLOYMENT_FREQUENCY', 'CHANGE_FAIL_RATE'],
      window: { from: '2026-03-09T00:00:00Z', to: '2026-03-18T00:00:00Z' },
      compareTo: { from: '2026-03-02T00:00:00Z', to: '2026-03-11T00:00:00Z' },
      bucket: 'WEEK',
    });
    // 9 March to 16: one deployment, a seventh a day; the week before: four, one of them failed. Then 2 days: 0, and 1.
    expect(rows.map(({ value, previous, change, partial }) => ({ value, previous, change, partial }))).toEqual([
      { value: 1 / 7, previous: 4 / 7, change: 0.25, partial: false },
      { value: 0, previous: 1 / 2, change: 0, partial: true },
      { value: 0, previous: 0.25, change: -0.25, partial: false },
      { value: null, previous: 0, change: null, partial: true },
    ]);
    // Of the two weeks one is whole.
    expect(rows[1]?.['details']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'medianPerFullBucket', value: 1, unit: 'COUNT' })]),
    );
  });

  it('is provisional while failures of the last seven days may not be known', async () => {
    const [fail] = await metrics({ ids: ['CHANGE_FAIL_RATE'], options: { countConfig: true } });
    expect(fail?.['status']).toBe('INSUFFICIENT');
    const [frequency] = await metrics({ ids: ['DEPLOYMENT_FREQUENCY'], asOf: '2026-03-10T12:00:00Z' });
    expect(frequency).toMatchObject({ status: 'PROVISIONAL', partial: true, n: 5 });
  });

  it('answers as of an instant, with options under their own names', async () => {
    const before = await metrics({ ids: ['DEPLOYMENT_FREQUENCY'], asOf: '2026-03-04T12:00:00Z' });
    expect(before[0]).toMatchObject({ n: 3 });
    const strict = await metrics({
      ids: ['CHANGE_LEAD_TIME'],
      options: { unit: 'DEPLOYMENT', firstDeployment: 'ALL' },
    });
    // The first of each service too: samples of 1, 1, 2, 4 and 6 h.
    expect(strict[0]).toMatchObject({ n: 5, value: 7_200 });
  });

  it('takes instants with an offset or in epoch milliseconds', async () => {
    const window = { from: '2026-03-02T01:00:00+01:00', to: Date.parse(FORTNIGHT.to), timeZone: 'UTC' };
    const rows = await metrics({ ids: ['DEPLOYMENT_FREQUENCY'], window });
    expect(rows[0]).toMatchObject({ value: 5 / 14, bucketStart: '2026-03-02T00:00:00.000Z' });
  });

  it('gives equal points equal ids', async () => {
    const ids = async (asOf: string): Promise<unknown> =>
      (await metrics({ ids: ['CHANGE_FAIL_RATE'], asOf }))[0]?.['id'];
    expect(await ids('2026-03-20T00:00:00Z')).toBe(await ids('2026-03-20T01:00:00+01:00'));
    expect(await ids('2026-03-20T00:00:00Z')).not.toBe(await ids('2026-03-19T00:00:00Z'));
  });
});

describe('questions of the process itself', () => {
  const question = {
    query: METRICS.replace('query (', 'query Asked ('),
    operationName: 'Asked',
    variables: { ids: ['CHANGE_FAIL_RATE'], window: FORTNIGHT },
  };

  it('are answered as those of callers are, as of the instant that they say', async () => {
    const { data } = await ask(base, METRICS, question.variables);

    expect(await graphql.ask(question, NOW)).toEqual(data);
    expect(await graphql.ask(question, 5_000)).toMatchObject({
      metrics: [{ computedAt: '1970-01-01T00:00:05.000Z', n: 0 }],
    });
  });

  it('see nothing that needs more than reading, and fail where a caller would be refused', async () => {
    const peeking = { query: 'query Peek { delivery(id: "0:1") { id } }', operationName: 'Peek', variables: {} };
    await expect(graphql.ask(peeking, NOW)).rejects.toThrow('deliveries:read');
    await expect(graphql.ask({ ...question, variables: { ids: [], window: FORTNIGHT } }, NOW)).rejects.toThrow('ids');
  });
});

describe('what lies beneath a number', () => {
  const EVIDENCE = `query ($point: ID!, $first: Int!, $after: String) {
    evidence(point: $point, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { kind id title at value counted part reason reasonCode failures { rule by } incidents deployment { reportedId version } }
    }
  }`;
  type Node = Record<string, unknown> & { counted: boolean };
  type Found = { totalCount: number; nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

  async function evidenceOf(
    variables: Record<string, unknown>,
    page: Record<string, unknown> = { first: 100 },
  ): Promise<Found> {
    const [point] = await metrics(variables);
    const { data, errors } = await ask(base, EVIDENCE, { point: point?.['id'], ...page });
    expect(errors).toEqual([]);
    return data['evidence'] as Found;
  }

  it('opens the deployments behind a fail rate, and what says that one failed', async () => {
    const { nodes, totalCount } = await evidenceOf({ ids: ['CHANGE_FAIL_RATE'] });
    expect(totalCount).toBe(5);
    expect(nodes.map(({ id, part, failures, deployment }) => ({ id, part, failures, deployment }))).toEqual([
      { id: 'd-t', part: 'DENOMINATOR', failures: [], deployment: { reportedId: 'd-t', version: 'v-d-t' } },
      {
        id: 'd-c',
        part: 'NUMERATOR',
        failures: [{ rule: 'INCIDENT', by: 'i-1' }],
        deployment: { reportedId: 'd-c', version: 'v-d-c' },
      },
      { id: 'd-s', part: 'DENOMINATOR', failures: [], deployment: { reportedId: 'd-s', version: 'v-d-s' } },
      { id: 'd-b', part: 'DENOMINATOR', failures: [], deployment: { reportedId: 'd-b', version: 'v-d-b' } },
      { id: 'd-a', part: 'DENOMINATOR', failures: [], deployment: { reportedId: 'd-a', version: 'v-d-a' } },
    ]);
  });

  it('opens the commits behind a lead time, and says why the first of each service is none of them', async () => {
    const { nodes } = await evidenceOf({ ids: ['CHANGE_LEAD_TIME'] });
    const counted = nodes.filter((node) => node.counted);
    expect(counted.map(({ kind, id, title, value }) => ({ kind, id, title, value }))).toEqual([
      { kind: 'COMMIT', id: `commit:${sha('t')}`, title: 'Change 74', value: 21_600 },
      { kind: 'COMMIT', id: `commit:${sha('c')}`, title: 'Change 63', value: 14_400 },
      { kind: 'COMMIT', id: `commit:${sha('b')}`, title: 'Change 62', value: 7_200 },
    ]);
    const leftOut = nodes.filter((node) => !node.counted);
    expect(new Set(leftOut.map(({ reasonCode }) => reasonCode))).toEqual(new Set(['NO_BASELINE']));
    expect(leftOut[0]?.['reason']).toContain('shares no commit');
  });

  it('opens the group and the bucket of a row, not the whole query', async () => {
    const rows = await metrics({ ids: ['DEPLOYMENT_FREQUENCY'], bucket: 'WEEK', by: [{ dimension: 'SERVICE' }] });
    const shop = rows.find(({ service, n }) => service === 'shop' && n === 1);
    const { data } = await ask(base, EVIDENCE, { point: shop?.['id'], first: 10 });
    const { nodes } = data['evidence'] as Found;
    expect(nodes.filter(({ counted }) => counted).map(({ id }) => id)).toEqual(['d-s']);
  });

  it('pages', async () => {
    const variables = { ids: ['CHANGE_FAIL_RATE'] };
    const begin = await evidenceOf(variables, { first: 2 });
    const rest = await evidenceOf(variables, { first: 100, after: begin.pageInfo.endCursor });
    expect(begin.pageInfo.hasNextPage).toBe(true);
    expect([...begin.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(['d-t', 'd-c', 'd-s', 'd-b', 'd-a']);
  });

  it('refuses ids and cursors that it did not give out', async () => {
    const { errors } = await ask(base, EVIDENCE, { point: 'e30', first: 1 });
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'point' } });
    const after = await ask(base, '{ deployments(first: 1, after: "nonsense") { nodes { id } } }');
    expect(after.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } });
  });

  it('lists deployments, latest first, and opens one by the id its source gave it', async () => {
    const listed = await ask(
      base,
      `{ deployments(first: 10, where: { teams: ["eng/payments"] }) {
      nodes { reportedId service teams tags { key value } status kind failed counted finishedAt commits { sha title } } pageInfo { hasNextPage } } }`,
    );
    expect(listed.errors).toEqual([]);
    const { nodes } = listed.data['deployments'] as { nodes: Row[] };
    expect(nodes.map(({ reportedId, failed }) => [reportedId, failed])).toEqual([
      ['d-c', true],
      ['d-b', false],
      ['d-a', false],
    ]);
    expect(nodes[1]).toMatchObject({
      service: 'payments-api',
      teams: ['eng/payments'],
      tags: [{ key: 'language', value: 'go' }],
      status: 'SUCCEEDED',
      kind: 'CHANGE',
      counted: true,
      finishedAt: '2026-03-03T12:00:00.000Z',
      commits: [{ sha: sha('b'), title: 'Change 62' }],
    });
    const one = await ask(
      base,
      `{ deployment(id: "d-c") { id reportedId asked: attempts reasons { rule by counts } replaced { reportedId } } }`,
    );
    expect(one.errors).toEqual([]);
    expect(one.data['deployment']).toMatchObject({
      asked: ['d-c'],
      reasons: [{ rule: 'INCIDENT', by: 'i-1', counts: true }],
      replaced: { reportedId: 'd-b' },
    });
    expect((await ask(base, '{ deployment(id: "d-z") { id } }')).data).toEqual({ deployment: null });
  });

  it('says where a change is', async () => {
    const where = `query ($revision: String!) { change(repository: "acme/code", revision: $revision) {
      repository revision title url committedAt mergedAt
      whereabouts { environment target state since waitingFor deployment { id version url reportedId } } } }`;
    const { data, errors } = await ask(base, where, { revision: sha('b').slice(0, 10) });
    expect(errors).toEqual([]);
    const change = data['change'] as Row & { whereabouts: Row[] };
    expect(change).toMatchObject({
      repository: 'acme/code',
      revision: sha('b'),
      title: 'Change 62',
      committedAt: '2026-03-03T10:00:00.000Z',
    });
    const live = change.whereabouts.filter(({ state }) => state === 'LIVE');
    expect(live).toEqual([
      expect.objectContaining({
        environment: 'production',
        since: '2026-03-03T12:00:00.000Z',
        deployment: expect.objectContaining({ reportedId: 'd-b' }),
      }),
    ]);
    const unreadable = await ask(base, where, { revision: 'main' });
    expect(unreadable.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'revision' } });
    expect((await ask(base, where, { revision: '0123456' })).data).toEqual({ change: null });
  });

  it('tells whose numbers these are', async () => {
    const { data, errors } = await ask(base, '{ organisation { name timeZone benchmark } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organisation: { name: 'Organisation', timeZone: 'UTC', benchmark: '2025' } });
  });

  it('lists teams and services, and knows the service that was meant', async () => {
    const { data, errors } = await ask(
      base,
      '{ teams { path parent services allServices } services(first: 10) { nodes { name teams mapped lastDeployment { at } } } }',
    );
    expect(errors).toEqual([]);
    expect(data['teams']).toEqual([
      { path: 'eng', parent: null, services: [], allServices: ['payments-api', 'shop'] },
      { path: 'eng/payments', parent: 'eng', services: ['payments-api'], allServices: ['payments-api'] },
      { path: 'eng/web', parent: 'eng', services: ['shop'], allServices: ['shop'] },
      { path: 'ops', parent: null, services: [], allServices: [] },
    ]);
    expect(data['services']).toMatchObject({
      nodes: [
        {
          name: 'payments-api',
          teams: ['eng/payments'],
          mapped: true,
          lastDeployment: { at: '2026-03-05T12:00:00.000Z' },
        },
        { name: 'shop', mapped: true },
      ],
    });
    const { code, argument, message } = await refusalOf(base, { scope: { services: ['payment-api'] } });
    expect({ code, argument }).toEqual({ code: 'BAD_USER_INPUT', argument: 'scope.services' });
    expect(message).toContain('Did you mean "payments-api"?');
  });
});

describe('operations', () => {
  const received = { endpoint: 'github', source: 'github', received_at: NOW - 3_600_000, version: 1 };
  const body = '{"action":"créé"}';

  beforeAll(async () => {
    const delivery = { ...received, delivery_id: 'gh-1', event: 'push', reason: '', events: 0, bytes: body.length };
    const entry = {
      ...received,
      delivery_id: 'gh-1',
      stage: 'normalize',
      code: 'invalid_event',
      message: 'no sha',
      pointer: '/sha',
    };
    world.bodies.set('0:4', body);
    await warehouse.facts.store({
      deliveries: [
        { ...delivery, position: '0:4', outcome: 'quarantined' },
        { ...delivery, position: '0:5', delivery_id: 'gh-2', outcome: 'ignored' },
      ],
      quarantine: [
        { ...entry, id: '0:4', state: 'open', attempts: 1 },
        { ...entry, id: '0:3', state: 'resolved', attempts: 2 },
      ],
    });
  });

  it('says when each source sent last, and what became of it', async () => {
    const { data, errors } = await ask(
      base,
      '{ sources { endpoint source lastReceivedAt last24Hours { normalized ignored quarantined } openInQuarantine } }',
    );
    expect(errors).toEqual([]);
    expect(data['sources']).toEqual([
      {
        endpoint: 'github',
        source: 'github',
        lastReceivedAt: '2026-03-19T23:00:00.000Z',
        openInQuarantine: 1,
        last24Hours: { normalized: 0, ignored: 1, quarantined: 1 },
      },
    ]);
  });

  it('lists what is in quarantine, with the count, or the entries that are named', async () => {
    const fields =
      'totalCount nodes { id receivedAt endpoint source stage code message pointer state attempts } pageInfo { hasNextPage endCursor }';
    const open = await ask(base, `{ quarantine(first: 10) { ${fields} } }`);
    expect(open.data['quarantine']).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          id: '0:4',
          stage: 'NORMALIZE',
          code: 'invalid_event',
          message: 'no sha',
          pointer: '/sha',
          state: 'OPEN',
          attempts: 1,
        },
      ],
    });
    const named = await ask(base, `{ quarantine(first: 10, ids: ["0:3"]) { ${fields} } }`);
    expect(named.data['quarantine']).toMatchObject({ nodes: [{ id: '0:3', state: 'RESOLVED' }] });
  });

  it.each([
    ['{}', ['0:4']],
    ['{ states: [] }', ['0:4']],
    ['{ states: [OPEN, OPEN] }', ['0:4']],
    ['{ states: [RESOLVED] }', ['0:3']],
    ['{ states: [RESOLVED, RESOLVED] }', ['0:3']],
    // Both came at one instant: by their ids.
    ['{ states: [RESOLVED, OPEN] }', ['0:3', '0:4']],
    // Nothing came to events, where one can always send.
    ['{ endpoints: ["events"] }', []],
    ['{ codes: ["absurd_time"] }', []],
  ])('lists those in quarantine that are wanted: %s', async (where, ids) => {
    const { data, errors } = await ask(base, `{ quarantine(first: 10, where: ${where}) { nodes { id } } }`);
    expect(errors).toEqual([]);
    expect(data['quarantine']).toEqual({ nodes: ids.map((id) => ({ id })) });
  });

  it.each([
    ['ids: ["0:3", "9:9"]', 'ids', 'there is nothing in quarantine under "9:9". Take ids from'],
    ['ids: []', 'ids', 'it is empty'],
    ['where: { endpoints: ["githup"] }', 'where.endpoints', 'there is no endpoint "githup". Did you mean "github"?'],
    [
      'where: { codes: ["invalid_evnt"] }',
      'where.codes',
      'there is no code "invalid_evnt". Did you mean "invalid_event"',
    ],
    ['where: { codes: ["nope"] }', 'where.codes', 'There are: absurd_time, invalid_body, invalid_event, too_complex'],
  ])('refuses what nobody knows of quarantine: %s', async (narrowed, argument, said) => {
    const { errors } = await ask(base, `{ quarantine(first: 10, ${narrowed}) { nodes { id } } }`);
    expect(errors.map(({ extensions }) => extensions['argument'])).toEqual([argument]);
    expect(errors[0]?.message).toContain(said);
  });

  it('shows a delivery as it was received', async () => {
    const { data, errors } = await ask(
      base,
      '{ delivery(id: "0:4") { id endpoint source event receivedAt outcome headers { name value } body bodyBase64 } }',
    );
    expect(errors).toEqual([]);
    expect(data['delivery']).toEqual({
      id: '0:4',
      endpoint: 'github',
      source: 'github',
      event: 'push',
      receivedAt: '2026-03-19T23:00:00.000Z',
      outcome: 'QUARANTINED',
      headers: [{ name: 'x-github-event', value: 'push' }],
      body,
      bodyBase64: Buffer.from(body).toString('base64'),
    });
    const { errors: gone } = await ask(base, '{ delivery(id: "0:5") { body } }');
    expect(gone[0]?.extensions['code']).toBe('NOT_FOUND');
    expect((await ask(base, '{ delivery(id: "0:99") { id } }')).data).toEqual({ delivery: null });
  });

  it('has none read again where one was never in quarantine', async () => {
    const { errors } = await ask(base, 'mutation { retryQuarantined(ids: ["0:4", "nope"]) { retried } }');
    expect(errors[0]?.message).toBe('ids: there is nothing in quarantine under "nope"; nothing is read again');
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', argument: 'ids' });
    expect(world.retried).toEqual([]);
  });

  it('has deliveries read again', async () => {
    const { data } = await ask(base, 'mutation { retryQuarantined(ids: ["0:4", "0:4"]) { retried } }');
    expect(data).toEqual({ retryQuarantined: { retried: 1 } });
    expect(world.retried.splice(0)).toEqual(['0:4']);
  });
});

describe('corrections', () => {
  const RECORD = 'mutation ($input: CorrectionInput!) { recordCorrection(input: $input) { event position } }';
  const at = '2026-03-20T00:00:00.000Z';

  it.each([
    [{ kind: 'DEPLOYMENT_OK', deployment: 'd-c' }, 'mark', { deployment: 'd-c', verdict: 'ok' }],
    [
      { kind: 'DEPLOYMENT_IS_HOTFIX', deployment: 'd-t', fixes: 'd-s' },
      'correction',
      { entity: 'deployment:d-t', set: { kind: 'hotfix', fixes: ['d-s'] } },
    ],
    [
      { kind: 'INCIDENT_NOT_CAUSED_BY_CHANGE', incident: 'i-1' },
      'correction',
      { entity: 'incident:i-1', set: { notCausedByChange: true } },
    ],
    [
      { kind: 'INCIDENT_CAUSED_BY', incident: 'i-1', deployment: 'd-b' },
      'correction',
      { entity: 'incident:i-1', set: { causedBy: ['d-b'], causedByFlagChange: [], notCausedByChange: false } },
    ],
  ])('appends one event: %o', async (input, kind, data) => {
    const { data: answer, errors } = await ask(base, RECORD, { input: { ...input, reason: ' Looked at the logs ' } });
    expect(errors).toEqual([]);
    const [event, ...others] = world.appended.splice(0);
    expect(others).toEqual([]);
    expect(event?.type).toBe(`dev.leadline.${kind}.recorded`.replace('correction.recorded', 'correction.made'));
    expect(event?.data).toMatchObject({ ...data, by: 'ana', at, reason: 'Looked at the logs' });
    expect(answer['recordCorrection']).toEqual({ event: event?.id, position: '0:7' });
  });

  it.each([
    ['no deployment', { kind: 'DEPLOYMENT_OK' }, 'BAD_USER_INPUT', 'input.deployment'],
    [
      'a deployment that means nothing',
      { kind: 'INCIDENT_FALSE_POSITIVE', incident: 'i-1', deployment: 'd-a' },
      'BAD_USER_INPUT',
      'input.deployment',
    ],
    ['an unknown deployment', { kind: 'DEPLOYMENT_OK', deployment: 'd-z' }, 'NOT_FOUND', 'input.deployment'],
    ['no change of a flag', { kind: 'INCIDENT_CAUSED_BY_FLAG', incident: 'i-1' }, 'BAD_USER_INPUT', 'input.flagChange'],
    [
      'an unknown change of a flag',
      { kind: 'INCIDENT_CAUSED_BY_FLAG', incident: 'i-1', flagChange: 'none' },
      'NOT_FOUND',
      'input.flagChange',
    ],
    ['an unknown incident', { kind: 'INCIDENT_FALSE_POSITIVE', incident: 'i-9' }, 'NOT_FOUND', 'input.incident'],
    ['no reason', { kind: 'DEPLOYMENT_OK', deployment: 'd-a', reason: ' ' }, 'BAD_USER_INPUT', 'input.reason'],
  ])('refuses %s', async (_, input, code, argument) => {
    const { errors } = await ask(base, RECORD, { input: { reason: 'Because', ...input } });
    expect(errors[0]).toMatchObject({ extensions: { code, argument } });
    expect(world.appended).toEqual([]);
  });
});
