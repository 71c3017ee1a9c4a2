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
      Better: lower

      Value          1 d 2 h (ok)
      Made from      n = 41
      95 % interval  1 d to 1 d 4 h
      75 %, 90 %     2 d, 3 d
      Window         2026-05-04T12:00:00.000Z to 2026-06-01T12:00:00.000Z (UTC)
      Computed       2026-06-01T12:00:00Z, configuration default

      Options that differ from their defaults:
        unit: "change"

      40 counted, 1 left out:
      AT                    KIND    ID           COUNTED                            TITLE
      2026-05-20T10:00:00Z  change  acme/shop#7  93600                              Add basket
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
