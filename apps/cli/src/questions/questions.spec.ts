import { describe, expect, it, onTestFinished } from 'vitest';
import { givenRepository } from '../testing/given-repository.js';
import { givenServerOfTest, variablesOf } from '../testing/given-answers.js';
import type { SeenRequest, StubAnswer } from '../testing/given-server.js';
import { runLeadline } from '../testing/run-leadline.js';

const data = (value: unknown): StubAnswer => ({ status: 200, body: { data: value } });

const change = {
  repository: 'acme/shop',
  revision: 'f'.repeat(40),
  title: 'Add basket',
  url: null,
  committedAt: '2026-05-01T10:00:00Z',
  mergedAt: null,
  whereabouts: [
    {
      environment: 'production',
      target: 'eu',
      state: 'LIVE',
      since: '2026-05-02T10:00:00Z',
      waitingFor: null,
      deployment: { reportedId: 'd/1', version: 'v2', url: null },
    },
    {
      environment: 'production',
      target: 'us',
      state: 'WAITING',
      since: null,
      waitingFor: 'a deployment',
      deployment: null,
    },
  ],
};

describe('leadline where', () => {
  it('shows each environment and target', async () => {
    const stub = await givenServerOfTest(() => data({ change }));

    const ran = await runLeadline(['where', 'FFFFFFF', '--repository', 'acme/shop', '--server', stub.address], {
      cwd: '/',
    });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)).toEqual([{ repository: 'acme/shop', revision: 'fffffff' }]);
    expect(ran.stdout).toMatchInlineSnapshot(`
      "ffffffffffff Add basket
      acme/shop, committed 2026-05-01T10:00:00Z

      ENVIRONMENT    STATE    SINCE                 DEPLOYMENT
      production/eu  live     2026-05-02T10:00:00Z  v2
      production/us  waiting                        waits for a deployment
      "
    `);
  });

  it('knows repository and commit within a checkout', async () => {
    const made = givenRepository('shop');
    onTestFinished(made.remove);
    const sha = made.commit('one', '2026-05-01T10:00:00Z');
    const stub = await givenServerOfTest(() => data({ change }));

    await runLeadline(['where', 'HEAD', '--server', stub.address], { cwd: made.path });
    await runLeadline(['where', sha.slice(0, 8), '--server', stub.address], { cwd: made.path });

    expect(variablesOf(stub)).toEqual([
      { repository: 'shop', revision: sha },
      { repository: 'shop', revision: sha },
    ]);
  });

  it.each([
    [['where', 'abc1234'], 2, 'which repository?'],
    [['where', 'HEAD', '--repository', 'a/b'], 2, '"HEAD" is no SHA'],
    [['where', 'abc1234', '--repository', 'a/b'], 1, 'Leadline knows no commit abc1234 of a/b'],
  ])('%j ends with exit code %d', async (argv, code, message) => {
    const stub = await givenServerOfTest(() => data({ change: null }));

    const ran = await runLeadline([...argv, '--server', stub.address], { cwd: '/' });

    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});

describe('leadline explain', () => {
  const catalogue = [
    {
      id: 'CHANGE_LEAD_TIME',
      title: 'Change lead time',
      unit: 'SECONDS',
      direction: 'LOWER_IS_BETTER',
      documentation: 'From commit to production.',
    },
    {
      id: 'CHANGE_FAIL_RATE',
      title: 'Change fail rate',
      unit: 'RATIO',
      direction: 'LOWER_IS_BETTER',
      documentation: null,
    },
    {
      id: 'DEPLOYMENT_FREQUENCY',
      title: 'Deployment frequency',
      unit: 'PER_DAY',
      direction: null,
      documentation: null,
    },
  ];
  const point = {
    id: 'p1',
    metric: 'CHANGE_LEAD_TIME',
    value: 93_600,
    unit: 'SECONDS',
    status: 'OK',
    n: 41,
    numerator: null,
    denominator: null,
    p75: 172_800,
    p90: 259_200,
    low: 86_400,
    high: 100_800,
    computedAt: '2026-06-01T12:00:00Z',
    configVersion: 'default',
  };
  const nodes = [
    {
      kind: 'CHANGE',
      id: 'acme/shop#7',
      title: 'Add basket',
      at: '2026-05-20T10:00:00Z',
      value: 93_600,
      url: null,
      counted: true,
      reason: null,
    },
    {
      kind: 'CHANGE',
      id: 'acme/shop#8',
      title: null,
      at: null,
      value: null,
      url: null,
      counted: false,
      reason: 'its commits are unknown',
    },
  ];
  const explanation = {
    rule: 'From commit to production.',
    source: 'https://dora.dev',
    options: [
      { name: 'unit', value: '"change"', isDefault: false },
      { name: 'timeWindowS', value: '3600', isDefault: true },
    ],
    counts: { numerator: 0, denominator: 0, sample: 40, leftOut: 1 },
    incidents: [
      {
        incident: { id: 'INC-7', title: 'Slow', startedAt: '2026-05-20T11:00:00Z' },
        counted: false,
        reason: 'No change caused it, somebody said.',
        deployments: [],
      },
      {
        incident: { id: 'INC-6', title: 'Down', startedAt: '2026-05-19T11:00:00Z' },
        counted: true,
        reason: null,
        deployments: [{ reportedId: 'run-30' }],
      },
    ],
  };
  const answers = ({ body }: SeenRequest): StubAnswer => {
    if (body.includes('metricCatalog')) return data({ metricCatalog: catalogue });
    if (body.includes('evidence(')) return data({ evidence: { totalCount: 41, nodes }, explain: explanation });
    return data({ metrics: [point] });
  };

  it.each([
    ['counted', ['NUMERATOR', 'DENOMINATOR', 'SAMPLE']],
    ['left-out', ['LEFT_OUT']],
  ])('asks only for what was %s', async (only, parts) => {
    const stub = await givenServerOfTest(answers);

    const ran = await runLeadline(['explain', 'change-lead-time', '--only', only, '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub).at(-1)).toEqual({ point: 'p1', first: 20, parts });
  });

  it('shows meaning, value and evidence', async () => {
    const stub = await givenServerOfTest(answers);

    const ran = await runLeadline(['explain', 'change-lead-time', '--service', 'shop', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)).toEqual([
      {},
      {
        ids: ['CHANGE_LEAD_TIME'],
        window: { from: '2026-05-04T12:00:00.000Z', to: '2026-06-01T12:00:00.000Z', timeZone: 'UTC' },
        scope: { services: ['shop'] },
      },
      { point: 'p1', first: 20 },
    ]);
    expect(ran.stdout).toMatchInlineSnapshot(`
      "Change lead time (CHANGE_LEAD_TIME)
      From commit to production.

      Value          1 d 2 h (ok)
      Made from      n = 41
      95 % interval  1 d to 1 d 4 h
      75 %, 90 %     2 d, 3 d
      Window         2026-05-04T12:00:00.000Z to 2026-06-01T12:00:00.000Z (UTC)
      Computed       2026-06-01T12:00:00Z, configuration default

      Options that differ from their defaults:
        unit: "change"

      40 counted, 1 left out:
      AT                    KIND    ID           COUNTED                            SERVICE  TITLE
      2026-05-20T10:00:00Z  change  acme/shop#7  1 d 2 h                                     Add basket
                            change  acme/shop#8  left out: its commits are unknown
      and 39 more (--limit)
      "
    `);
  });

  it('of failures names the incidents too, and why some are none', async () => {
    const stub = await givenServerOfTest(answers);

    const ran = await runLeadline(['explain', 'change-fail-rate', '--server', stub.address]);

    expect(ran.stdout).toContain('INC-7  left out: No change caused it, somebody said.  Slow');
    expect(ran.stdout).toContain('INC-6  laid to run-30');
    expect(ran.stdout).not.toContain('and 1 more (--limit)');
    const limited = await runLeadline(['explain', 'change-fail-rate', '--limit', '1', '--server', stub.address]);
    expect(limited.stdout).toContain('and 1 more (--limit)');
    expect(limited.stdout).not.toContain('INC-6');
  });

  it('shows that there is no value, rather than 0', async () => {
    const stub = await givenServerOfTest((request) =>
      request.body.includes('metrics(')
        ? data({ metrics: [{ ...point, value: null, status: 'NO_DATA', n: 0 }] })
        : answers(request),
    );

    const ran = await runLeadline(['explain', 'CHANGE_LEAD_TIME', '--server', stub.address]);

    expect(ran.stdout).toContain('none (no data)');
  });

  it('names those near a metric that there is not', async () => {
    const stub = await givenServerOfTest(answers);

    const ran = await runLeadline(['explain', 'fail-rates', '--server', stub.address]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe('leadline: there is no metric "fail-rates"\n  Near it: CHANGE_FAIL_RATE\n');
  });
});

describe('leadline explain lead-time-phases', () => {
  const bound = (what: string, at: string, entity: string, toldAt = at) => ({
    what,
    at,
    toldAt,
    toldBy: [{ id: 'e', entity }],
  });
  const summary = (id: string, phase: string, mean: number | null, p50: number | null, n: number) => ({
    id,
    phase,
    mean,
    p50,
    n,
  });
  const leadTimePhases = [
    {
      id: 'p-total',
      n: 2,
      mean: 10_800,
      p50: 10_800,
      missing: 1,
      phases: [summary('p-coding', 'CODING', 3_600, 3_600, 2), summary('p-merge', 'MERGE_WAIT', 7_200, 14_400, 1)],
    },
  ];
  const explain = {
    title: 'Change lead time: merge wait',
    rule: 'From the last approval to the merge.',
    source: 'https://dora.dev',
    arithmetic: 'mean of 0, 14400 = 7200',
    options: [{ name: 'unit', value: '"change"', isDefault: false }],
    counts: { numerator: 0, denominator: 0, sample: 2, leftOut: 1 },
    evidence: {
      totalCount: 3,
      nodes: [
        {
          id: 'change:acme/shop#7',
          title: 'Add basket',
          value: 14_400,
          counted: true,
          reason: null,
          phases: {
            change: 'change:acme/shop#7',
            seconds: 18_000,
            phases: [
              {
                phase: 'MERGE_WAIT',
                seconds: 14_400,
                reason: null,
                from: bound('APPROVAL', '2026-05-20T10:00:00Z', 'change:acme/shop#7', '2026-05-20T09:00:00Z'),
                to: bound('MERGE', '2026-05-20T14:00:00Z', 'change:acme/shop#7'),
                gates: [],
              },
            ],
          },
        },
        {
          id: 'commit:abc',
          title: null,
          value: 0,
          counted: true,
          reason: 'It was pushed directly, and had no pull request.',
          phases: {
            change: 'commit:abc',
            seconds: 3_600,
            phases: [
              {
                phase: 'MERGE_WAIT',
                seconds: null,
                reason: 'It was pushed directly, and had no pull request.',
                from: null,
                to: null,
                gates: [],
              },
            ],
          },
        },
        { id: 'd-1', title: 'v1', value: null, counted: false, reason: 'It is a first one.', phases: null },
      ],
    },
  };
  const answers = ({ body }: SeenRequest): StubAnswer =>
    body.includes('leadTimePhases') ? data({ leadTimePhases }) : data({ explain });

  it('shows the phases, and of each change what bounds the one that is asked for', async () => {
    const stub = await givenServerOfTest(answers);

    const ran = await runLeadline(['explain', 'lead-time-phases', '--phase', 'merge-wait', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)[1]).toEqual({ point: 'p-merge', first: 20 });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "Change lead time: merge wait
      From the last approval to the merge.

      PHASE       MEAN  MEDIAN  KNOWN OF
      coding      1 h   1 h     2
      merge wait  2 h   4 h     1
      total       3 h   3 h     2
      Means add up, medians do not. Of 1 a boundary is not known: two phases are one there.

      Options that differ from their defaults:
        unit: "change"

      2 counted, 1 left out:
        mean of 0, 14400 = 7200
      change:acme/shop#7 Add basket: 4 h
        merge wait: 4 h
          approval 2026-05-20T10:00:00Z (told as 2026-05-20T09:00:00Z), by an event of change:acme/shop#7
          merge 2026-05-20T14:00:00Z, by an event of change:acme/shop#7
      commit:abc: counts 0
        merge wait: not known. It was pushed directly, and had no pull request.
      d-1 v1
        left out: It is a first one.
      "
    `);
  });

  it('names the phases there are, and takes --phase of nothing else', async () => {
    const stub = await givenServerOfTest(answers);
    const run = (...args: string[]) => runLeadline(['explain', ...args, '--server', stub.address]);

    const unknown = await run('lead-time-phases', '--phase', 'thinking');
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'leadline: there is no phase "thinking"\n  There are: coding, merge-wait\n',
    ]);
    const elsewhere = await run('change-fail-rate', '--phase', 'coding');
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      'leadline: --phase goes with lead-time-phases\n  leadline explain lead-time-phases --phase review\n',
    ]);
  });
});

describe('leadline explain change-lead-time-drivers', () => {
  it('shows what adds up to the change, against the window before', async () => {
    const component = (name: string, value: number) => ({ component: name, value, arithmetic: `shop: … = ${value}` });
    const stub = await givenServerOfTest(() =>
      data({
        drivers: {
          before: 3_600,
          after: 10_800,
          nBefore: 12,
          nAfter: 10,
          delta: 7_200,
          driver: 'REVIEW',
          isMixAgainstWithin: false,
          components: [component('CODING', 0), component('REVIEW', 9_000), component('MIX', -1_800)],
          services: [{ service: 'shop', nBefore: 12, nAfter: 10, shareBefore: 1, shareAfter: 1, mix: 0 }],
        },
      }),
    );

    const ran = await runLeadline(['explain', 'change-lead-time-drivers', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)).toEqual([
      {
        of: 'CHANGE_LEAD_TIME',
        window: { from: '2026-05-04T12:00:00.000Z', to: '2026-06-01T12:00:00.000Z', timeZone: 'UTC' },
        compareTo: { from: '2026-04-06T12:00:00.000Z', to: '2026-05-04T12:00:00.000Z', timeZone: 'UTC' },
      },
    ]);
    expect(ran.stdout).toMatchInlineSnapshot(`
      "What drove change lead time (mean, by its phases)
      2026-05-04T12:00:00.000Z to 2026-06-01T12:00:00.000Z, against 2026-04-06T12:00:00.000Z to 2026-05-04T12:00:00.000Z

      1 h (n = 12) to 3 h (n = 10): 2 h
      Driven by review.

      COMPONENT  ADDS
      coding     0 s
      review     2 h 30 min
      mix        −30 min

      SERVICE  N BEFORE  N AFTER  SHARE BEFORE  SHARE AFTER
      shop     12        10       100.0 %       100.0 %

      review: shop: … = 9000
      mix: shop: … = -1800
      "
    `);
  });
});

describe('leadline tail', () => {
  const event = (id: string, type = 'deployment') => ({
    id,
    type: `dev.leadline.${type}.recorded`,
    subject: `${type}:${id}`,
    time: '2026-06-01T12:00:00Z',
  });

  it('asks again from where it was, shows nothing twice, and ends by Ctrl-C', async () => {
    const pages = [[event('1'), event('2', 'commit')], [event('2', 'commit'), event('3')], []];
    const interruption = new AbortController();
    const stub = await givenServerOfTest(() => {
      const n = stub.seen.length - 1;
      if (n === 2) interruption.abort();
      const body = (pages[n] ?? []).map((value) => JSON.stringify(value)).join('\n');
      return { status: 200, body, headers: { 'leadline-next': `cursor-${n}` } };
    });

    const ran = await runLeadline(['tail', '--since', '1h', '--server', stub.address], { signal: interruption.signal });

    expect(ran.code).toBe(130);
    expect(ran.stdout).toBe(
      '2026-06-01T12:00:00Z  deployment  deployment:1\n' +
        '2026-06-01T12:00:00Z  commit  commit:2\n' +
        '2026-06-01T12:00:00Z  deployment  deployment:3\n',
    );
    expect(stub.seen.map(({ path }) => path)).toEqual([
      '/api/v1/events.ndjson?since=2026-06-01T11%3A00%3A00.000Z',
      '/api/v1/events.ndjson?since=cursor-0',
      '/api/v1/events.ndjson?since=cursor-1',
    ]);
  });

  it('writes one JSON object a line, of the wanted type', async () => {
    const stub = await givenServerOfTest(() => ({
      status: 200,
      body: [event('1'), event('2', 'commit')].map((value) => JSON.stringify(value)).join('\n'),
    }));

    const ran = await runLeadline(['tail', '--once', '--json', '--type', 'commit', '--server', stub.address]);

    expect([ran.code, ran.stdout]).toEqual([0, `${JSON.stringify(event('2', 'commit'))}\n`]);
  });
});
