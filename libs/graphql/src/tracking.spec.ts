import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme, NOW } from './testing/acme.js';
import { ask } from './testing/given-api.js';
import { type GivenApi, givenApiOver, said } from './testing/given-history.js';

/** 40 hexadecimal digits that begin with a letter of the story. */
const sha = (letter: string): string => Buffer.from(letter.repeat(20)).toString('hex');
const at = (text: string): string => `2026-03-${text}:00Z`;

const commit = (letter: string, committedAt: string, parent: string) =>
  said('commit', {
    sha: sha(letter),
    committedAt: at(committedAt),
    parents: [sha(parent)],
    repo: 'acme/code',
    title: `Change ${letter}`,
  });

const deployed = (id: string, letter: string, finishedAt: string | null, more: object = {}) =>
  said('deployment', {
    id,
    service: 'shop',
    sha: sha(letter),
    startedAt: at(finishedAt ?? '19T23:00'),
    finishedAt: finishedAt === null ? null : at(finishedAt),
    repo: 'acme/code',
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: finishedAt === null ? ('in_progress' as const) : ('succeeded' as const),
    version: `v-${id}`,
    ...more,
  });
const staging = { environment: 'staging', envTier: 'staging' };

/** shop: a, b, c, d. Staging has d since 18 March; production b and c together since 16 March, and d on its way. */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  commit('a', '10T08:00', 'z'),
  commit('b', '12T08:00', 'a'),
  commit('c', '13T08:00', 'b'),
  commit('d', '17T08:00', 'c'),
  deployed('p-1', 'a', '10T10:00'),
  deployed('s-1', 'd', '18T00:00', staging),
  deployed('p-2', 'c', '16T10:00'),
  deployed('p-3', 'd', null),
  said('rollout_step', { id: 'step-1', deployment: 'p-3', at: at('19T23:10'), weight: 10, action: 'stepped' }),
  said('verification', { id: 'v-1', deployment: 'p-3', stage: 'canary', check: 'errors', startedAt: at('19T23:10') }),
  said('incident', {
    id: 'i-1',
    service: 'shop',
    startedAt: at('16T10:30'),
    resolvedAt: at('16T11:00'),
    title: 'Slow',
  }),
  said('incident', { id: 'i-2', service: 'shop', startedAt: at('19T10:00'), causedBy: 'p-2', severity: 'sev1' }),
  said('mark', { deployment: 'p-1', verdict: 'ok', by: 'ana', at: at('11T00:00'), reason: 'Looked at the logs' }),
  said('correction', {
    entity: 'incident:i-1',
    set: { notCausedByChange: true },
    by: 'ben',
    at: at('17T00:00'),
    reason: 'The provider was down',
  }),
  said('flag_change', {
    id: 'x-1',
    flag: 'vouchers',
    environment: 'production',
    at: at('15T00:00'),
    exposure: 10,
    services: ['shop'],
  }),
  said('flag_change', {
    id: 'x-2',
    flag: 'vouchers',
    environment: 'production',
    at: at('19T00:00'),
    exposure: 50,
    services: ['shop'],
  }),
];

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history);
});
afterAll(async () => api.close());

async function answerTo(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  api.asked.length = 0;
  const { data, errors } = await ask(api.base, query, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('environments', () => {
  it('say what is live where, since when, and how far behind', async () => {
    const { environments } = await answerTo(`{ environments(scope: { teams: ["eng/web"] }) {
      service environment tier target version sha since kind teams deployment { reportedId }
      drift { from { environment target } state changesBehind changesAhead behindSince secondsBehind configDiffers
        truncated missing { change title landedAt } }
      targetDrift { state } } }`);
    expect(environments).toMatchObject([
      { environment: 'staging', version: 'v-s-1', drift: null, targetDrift: null, deployment: { reportedId: 's-1' } },
      {
        service: 'shop',
        environment: 'production',
        tier: 'production',
        target: null,
        version: 'v-p-2',
        sha: sha('c'),
        since: '2026-03-16T10:00:00.000Z',
        kind: 'CHANGE',
        teams: ['eng/web'],
        deployment: { reportedId: 'p-2' },
        drift: {
          from: { environment: 'staging', target: null },
          state: 'BEHIND',
          changesBehind: 1,
          changesAhead: 0,
          behindSince: '2026-03-18T00:00:00.000Z',
          secondsBehind: 2 * 86_400,
          configDiffers: false,
          truncated: false,
          missing: [{ change: `commit:${sha('d')}`, title: 'Change d', landedAt: '2026-03-17T08:00:00.000Z' }],
        },
        targetDrift: null,
      },
    ]);
    // Places, then what drift is made from, then the deployments: no statement for each place.
    expect(api.asked.length).toBeLessThanOrEqual(9);
  });

  it('ask nothing of drift where nobody asks for it', async () => {
    await answerTo('{ environments { service version } }');
    expect(api.asked).toHaveLength(1);
  });
});

describe('rollouts', () => {
  it('are what is under way, with the steps', async () => {
    const { rollouts } = await answerTo(`{ rollouts { weight paused overtaken deployment { reportedId service version }
      steps { id at action weight manual } verifications { stage check startedAt finishedAt result } approvals { gate } } }`);
    expect(rollouts).toEqual([
      {
        weight: 10,
        paused: false,
        overtaken: false,
        deployment: { reportedId: 'p-3', service: 'shop', version: 'v-p-3' },
        steps: [{ id: 'step-1', at: '2026-03-19T23:10:00.000Z', action: 'STEPPED', weight: 10, manual: false }],
        verifications: [
          { stage: 'CANARY', check: 'errors', startedAt: '2026-03-19T23:10:00.000Z', finishedAt: null, result: null },
        ],
        approvals: [],
      },
    ]);
    const { all } = await answerTo('{ all: rollouts(active: false) { deployment { reportedId steps { id } } } }');
    expect(all).toEqual([
      { deployment: { reportedId: 'p-3', steps: [{ id: 'step-1' }] } },
      { deployment: { reportedId: 's-1', steps: [] } },
      { deployment: { reportedId: 'p-2', steps: [] } },
      { deployment: { reportedId: 'p-1', steps: [] } },
    ]);
  });
});

describe('incidents', () => {
  it('come as a page with edges, cursors and their count, and what they are laid to', async () => {
    const { incidents } = await answerTo(`{ incidents(first: 1) { totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id } }
      nodes { id service severity startedAt resolvedAt counts causedBy { reportedId }
        causes { rule counts deployment { reportedId } } corrections { says } events { kind } } } }`);
    expect(incidents).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      edges: [{ node: { id: 'i-2' } }],
      nodes: [
        {
          id: 'i-2',
          severity: 'sev1',
          counts: true,
          resolvedAt: null,
          causedBy: [{ reportedId: 'p-2' }],
          causes: [{ rule: 'INCIDENT', counts: true, deployment: { reportedId: 'p-2' } }],
          corrections: [],
          events: [{ kind: 'incident' }],
        },
      ],
    });
    const { edges, pageInfo } = incidents as { edges: { cursor: string }[]; pageInfo: Record<string, unknown> };
    expect([pageInfo['startCursor'], pageInfo['endCursor']]).toEqual([edges[0]?.cursor, edges[0]?.cursor]);
    const { rest } = await answerTo(
      'query ($after: String) { rest: incidents(first: 5, after: $after) { pageInfo { hasPreviousPage } nodes { id } } }',
      { after: edges[0]?.cursor },
    );
    expect(rest).toEqual({ pageInfo: { hasPreviousPage: true }, nodes: [{ id: 'i-1' }] });
  });

  it('show who corrected them, and why', async () => {
    const { incident } = await answerTo(`{ incident(id: "i-1") { counts causes { rule }
      corrections { says by at reason names } } }`);
    expect(incident).toEqual({
      counts: false,
      causes: [],
      corrections: [
        {
          says: 'INCIDENT_NOT_CAUSED_BY_CHANGE',
          by: 'ben',
          at: '2026-03-17T00:00:00.000Z',
          reason: 'The provider was down',
          names: [],
        },
      ],
    });
    expect(await answerTo('{ incident(id: "i-9") { id } }')).toEqual({ incident: null });
  });

  it('are narrowed, and refuse a window that ends before it begins', async () => {
    const { open } = await answerTo(
      '{ open: incidents(first: 5, where: { open: true, teams: ["eng"] }) { nodes { id } } }',
    );
    expect(open).toEqual({ nodes: [{ id: 'i-2' }] });
    const { errors } = await ask(
      api.base,
      '{ incidents(first: 1, where: { from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" }) { nodes { id } } }',
    );
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'where.from' } });
  });
});

describe('a deployment', () => {
  it('shows who corrected it, and why', async () => {
    const { deployment } = await answerTo('{ deployment(id: "p-1") { verdict corrections { says by reason } } }');
    expect(deployment).toEqual({
      verdict: 'OK',
      corrections: [{ says: 'DEPLOYMENT_OK', by: 'ana', reason: 'Looked at the logs' }],
    });
  });

  it('is read with all others of a page, whatever lies beneath: one statement for each relation', async () => {
    const query = `query ($first: Int!) { deployments(first: $first) { nodes { reportedId
      reports { source } reasons { rule } commits { sha } changes { title } history { status } events { kind }
      corrections { by } steps { at } replaced { reportedId } } } }`;
    await answerTo(query, { first: 1 });
    const ofOne = api.asked.length;
    const { deployments } = await answerTo(query, { first: 4 });
    expect((deployments as { nodes: object[] }).nodes).toMatchObject([
      { reportedId: 'p-3', steps: [{}] },
      { reportedId: 's-1' },
      { reportedId: 'p-2', replaced: { reportedId: 'p-1' }, commits: [{ sha: sha('b') }, { sha: sha('c') }] },
      { reportedId: 'p-1', corrections: [{ by: 'ana' }] },
    ]);
    // What a deployment replaced, and titles, are asked for only where there are some.
    expect(api.asked.length).toBeLessThanOrEqual(ofOne + 3);
  });
});

describe('a comparison of before and after', () => {
  const asked = (end: string, more: string) => `{ beforeAfter(metric: CHANGE_FAIL_RATE, wanted: DOWN,
    start: "2026-01-05T00:00:00Z", end: "${end}", ${more}) {
    beforeFrom afterTo result { verdict doubt nBefore nAfter before after change low high p } peers { verdict }
    drivers { delta } } }`;

  it('says what it can, which is little of few deployments', async () => {
    const { beforeAfter } = await answerTo(asked('2026-01-19T00:00:00Z', 'scope: { services: ["shop"] }'));
    expect(beforeAfter).toMatchObject({
      beforeFrom: '2025-11-10T00:00:00.000Z',
      afterTo: '2026-03-16T00:00:00.000Z',
      result: { verdict: 'NOT_DISTINGUISHABLE', doubt: 'TOO_FEW', nBefore: 0, nAfter: 1, before: null },
      peers: { verdict: 'NOT_DISTINGUISHABLE' },
    });
  });

  it('is refused before four full weeks have passed', async () => {
    const { errors } = await ask(api.base, asked('2026-03-01T00:00:00Z', 'timeZone: "Europe/Berlin"'));
    expect(JSON.stringify(errors)).toContain('2 full weeks have passed since');
  });
});

describe('stale flags', () => {
  const asked = (options: string) => `{ staleFlags(window: { from: "2026-03-01T00:00:00Z", to: "2026-03-21T00:00:00Z" }
    options: { ${options} }) { total share oldestS flags { flag reason since ageS environments { environment exposure } } } }`;

  it('are none where all changed lately', async () => {
    expect(await answerTo(asked('staleAfterS: 2592000'))).toEqual({
      staleFlags: { total: 1, share: 0, oldestS: null, flags: [] },
    });
  });

  it('refuse a scope that flags do not have', async () => {
    const window = '{ from: "2026-03-01T00:00:00Z", to: "2026-03-21T00:00:00Z" }';
    const answer = await ask(api.base, `{ staleFlags(window: ${window}, scope: { targets: ["eu"] }) { total } }`);
    expect(JSON.stringify(answer.errors)).toContain('STALE_FLAGS is made of flags, which have no targets');
  });
});

describe('flags', () => {
  it('have who sees them, and their changes', async () => {
    const { flags } = await answerTo(`{ flags(first: 10) { totalCount nodes { flag services changedAt changeCount
      exposures { environment tier exposure since } permanent changes(first: 1) { id at exposure } } } }`);
    expect(flags).toEqual({
      totalCount: 1,
      nodes: [
        {
          flag: 'vouchers',
          services: ['shop'],
          changedAt: '2026-03-19T00:00:00.000Z',
          changeCount: 2,
          exposures: [
            { environment: 'production', tier: 'production', exposure: 50, since: '2026-03-19T00:00:00.000Z' },
          ],
          permanent: null,
          changes: [{ id: 'x-2', at: '2026-03-19T00:00:00.000Z', exposure: 50 }],
        },
      ],
    });
    const { flagChanges } = await answerTo(
      '{ flagChanges(first: 10, where: { from: "2026-03-15T00:00:00Z", to: "2026-03-16T00:00:00Z" }) { nodes { id flag } } }',
    );
    expect(flagChanges).toEqual({ nodes: [{ id: 'x-1', flag: 'vouchers' }] });
  });
});

describe('a change', () => {
  const CHANGE = `query ($revision: String!) { change(repository: "acme/code", revision: $revision) { waitingFor
    carriedBy { reportedId } travelledWith { change title }
    whereabouts { environment state since waitingFor underway { reportedId } liveDeployment { reportedId } } } }`;

  it('says where it waits, and for what', async () => {
    const { change } = await answerTo(CHANGE, { revision: sha('d') });
    const expected = 'the end of the deployment of shop to production that is under way';
    expect(change).toEqual({
      waitingFor: expected,
      carriedBy: null,
      travelledWith: [],
      whereabouts: [
        {
          environment: 'production',
          state: 'WAITING',
          since: null,
          waitingFor: expected,
          underway: { reportedId: 'p-3' },
          liveDeployment: { reportedId: 'p-2' },
        },
        {
          environment: 'staging',
          state: 'LIVE',
          since: '2026-03-18T00:00:00.000Z',
          waitingFor: null,
          underway: null,
          liveDeployment: { reportedId: 's-1' },
        },
      ],
    });
  });

  it('names what travelled with it', async () => {
    const { change } = await answerTo(CHANGE, { revision: sha('b') });
    expect(change).toMatchObject({
      waitingFor: null,
      carriedBy: { reportedId: 'p-2' },
      travelledWith: [{ change: `commit:${sha('c')}`, title: 'Change c' }],
    });
  });
});

describe('a text', () => {
  it('means commits and pull requests in whatever repository', async () => {
    const { findChanges } = await answerTo(
      `query ($text: String!) { findChanges(text: $text) { repository revision number title url at } }`,
      { text: sha('d').slice(0, 10) },
    );
    expect(findChanges).toEqual([
      {
        repository: 'acme/code',
        revision: sha('d'),
        number: null,
        title: 'Change d',
        url: null,
        at: '2026-03-17T08:00:00.000Z',
      },
    ]);
    expect(await answerTo('{ findChanges(text: "Change", first: 2) { title } }')).toEqual({
      findChanges: [{ title: 'Change d' }, { title: 'Change c' }],
    });
  });

  it('is refused where it is too long, with what to write', async () => {
    const { errors } = await ask(api.base, '{ findChanges(text: " ", first: 0) { title } }');
    expect(errors).toMatchObject([
      { extensions: { problems: [{ argument: 'text', fix: 'Write 1 to 300' }, { argument: 'first' }] } },
    ]);
  });

  it('leads to the parts of its lead time so far', async () => {
    const { change } = await answerTo(
      `query ($sha: String!) { change(repository: "acme/code", revision: $sha) { phases { phase startedAt endedAt } } }`,
      { sha: sha('d') },
    );
    expect(change).toEqual({
      phases: [
        { phase: 'DEPLOY_WAIT', startedAt: '2026-03-17T08:00:00.000Z', endedAt: '2026-03-19T23:00:00.000Z' },
        { phase: 'DEPLOY', startedAt: '2026-03-19T23:00:00.000Z', endedAt: null },
      ],
    });
  });
});

describe('sources', () => {
  it('name the endpoints that are on, and what is missing for which metric', async () => {
    const { sources, dataGaps } = await answerTo(`{ sources { endpoint configured lastReceivedAt silent
        advice { code message fix } lastError { at reason } usualGapSeconds }
      dataGaps { code metrics message fix } }`);
    expect(sources).toMatchObject([
      {
        endpoint: 'github',
        configured: true,
        lastReceivedAt: null,
        silent: false,
        advice: [{ code: 'never_received' }],
      },
    ]);
    expect(dataGaps).toEqual([]);
    expect(NOW).toBe(Date.parse('2026-03-20T00:00:00Z'));
  });
});

describe('an explanation', () => {
  it('has the rule, the options, what was counted and left out, and the incidents', async () => {
    const { metrics } = await answerTo(`{ metrics(ids: [CHANGE_FAIL_RATE], options: { timeWindowS: 60 },
      window: { from: "2026-03-09T00:00:00Z", to: "2026-03-20T00:00:00Z" }) { id value } }`);
    const [point] = metrics as { id: string; value: number }[];
    // p-1 was fine, somebody said; p-2 failed by i-2.
    expect(point?.value).toBe(0.5);
    const { explain } = await answerTo(
      `query ($point: ID!) { explain(point: $point) { metric title rule source from to timeZone sql
        options { name value isDefault } counts { numerator denominator sample leftOut }
        evidence(first: 10) { totalCount nodes { id part reasonCode } }
        incidents { incident { id } counted reason reasonCode deployments { reportedId } } } }`,
      { point: point?.id },
    );
    expect(explain).toMatchObject({
      metric: 'CHANGE_FAIL_RATE',
      from: '2026-03-09T00:00:00.000Z',
      counts: { numerator: 1, denominator: 1, sample: 0, leftOut: 2 },
      evidence: {
        totalCount: 4,
        nodes: [
          { id: 'p-3', part: 'LEFT_OUT', reasonCode: 'IN_PROGRESS' },
          { id: 's-1', part: 'LEFT_OUT', reasonCode: 'NOT_PRODUCTION' },
          { id: 'p-2', part: 'NUMERATOR' },
          { id: 'p-1', part: 'DENOMINATOR' },
        ],
      },
      incidents: [
        { incident: { id: 'i-2' }, counted: true, reason: null, deployments: [{ reportedId: 'p-2' }] },
        { incident: { id: 'i-1' }, counted: false, reasonCode: 'NOT_CAUSED_BY_CHANGE', deployments: [] },
      ],
    });
    const { options, sql } = explain as { options: { name: string }[]; sql: string };
    expect(options.find(({ name }) => name === 'timeWindowS')).toEqual({
      name: 'timeWindowS',
      value: '60',
      isDefault: false,
    });
    expect(sql).toMatch(/FROM deployments\s+FINAL/);
  });

  it('is told of metrics that are made of anything else than deployments, too', async () => {
    const { metrics } = await answerTo(`{ metrics(ids: [TIME_TO_RESTORE], asOf: "2026-03-20T00:00:00Z",
      window: { from: "2026-03-09T00:00:00Z", to: "2026-03-20T00:00:00Z" }) { id value n open } }`);
    const [point] = metrics as { id: string }[];
    // i-1 took half an hour; i-2 is still open after 14 hours, so that half of them is not over yet.
    expect(point).toMatchObject({ value: null, n: 2, open: 1 });
    const { explain } = await answerTo(
      `query ($point: ID!) { explain(point: $point) { made arithmetic counts { sample leftOut }
        evidence(first: 10) { nodes { kind id value closesAt part deploymentId deployment { id } } } } }`,
      { point: point?.id },
    );
    expect(explain).toEqual({
      made: 'SURVIVAL',
      arithmetic: 'Kaplan–Meier median of 1800, 50400+ = no value',
      counts: { sample: 2, leftOut: 0 },
      evidence: {
        nodes: [
          {
            kind: 'INCIDENT',
            id: 'i-2',
            value: 50_400,
            closesAt: null,
            part: 'SAMPLE',
            deploymentId: null,
            deployment: null,
          },
          {
            kind: 'INCIDENT',
            id: 'i-1',
            value: 1_800,
            closesAt: '2026-03-16T11:00:00.000Z',
            part: 'SAMPLE',
            deploymentId: null,
            deployment: null,
          },
        ],
      },
    });
  });
});
