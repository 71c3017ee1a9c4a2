import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, deploymentKinds, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { buckets, dimensions, metricIds, metricOptions } from '@leadline/metrics';
import { QueryLimitExceeded } from '@leadline/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import {
  changesExport,
  deployment,
  deploymentsExport,
  eventsExport,
  type ExportDeps,
  flagsExport,
  incidentsExport,
  evidenceExport,
  metricsExport,
  pointIn,
  type RowExport,
} from '../index.js';
import { exportParameters } from './parameters.js';

const at = (text: string): number => Date.parse(`2026-03-${text}:00Z`);
const NOW = at('20T00:00');
const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [{ name: 'shop', tags: { language: 'go' }, teams: [{ team: 'eng/payments' }] }],
  rules: { rollbackWindowS: 0 },
});

const event = (kind: EventKind, data: Record<string, unknown>): LeadlineEvent =>
  eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'github' }, data as never);

const inOrder = (rows: readonly unknown[]): unknown[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const rollout = (id: string, sha: string, finishedAt: string, service = 'shop'): LeadlineEvent =>
  event('deployment', {
    id,
    service,
    repo: `acme/${service}`,
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: `2026-03-${finishedAt}:00Z`,
    finishedAt: `2026-03-${finishedAt}:00Z`,
    sha,
  });

const commit = (sha: string, committedAt: string, parents: string[]): LeadlineEvent =>
  event('commit', { sha, repo: 'acme/shop', title: `=${sha}`, committedAt: `2026-03-${committedAt}:00Z`, parents });

/** shop: d1 (c1), d2 (c2, 3 h after its commit), d3 back to c1 after 2 h; cart the same without commits; blog: b1. */
const events = [
  event('catalogue', declared),
  commit('c1', '02T08:00', ['c0']),
  commit('c2', '03T09:00', ['c1']),
  rollout('d1', 'c1', '02T10:00'),
  rollout('d2', 'c2', '03T12:00'),
  rollout('d3', 'c1', '03T14:00'),
  rollout('k1', 'k1', '02T10:00', 'cart'),
  rollout('k2', 'k2', '03T12:00', 'cart'),
  rollout('k3', 'k1', '03T14:00', 'cart'),
  rollout('b1', 'e1', '10T10:00', 'blog'),
  event('incident', {
    id: 'i1',
    service: 'shop',
    startedAt: '2026-03-03T12:05:00Z',
    causedBy: ['d2', 'd9'],
    title: 'Down',
  }),
  event('flag_change', {
    id: 'x1',
    flag: 'new',
    environment: 'production',
    at: '2026-03-04T00:00:00Z',
    services: ['shop'],
  }),
];

let directory = '';
let warehouse: Warehouse;
let deps: ExportDeps;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-exports-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'exports');
  await warehouse.migrate();
  await derived([events], warehouse.facts);
  deps = {
    analytics: () => warehouse.analytics,
    catalogue: () => Promise.resolve(declared),
    clock: { now: () => NOW },
    state: () => Promise.resolve('g1 0:9 v1'),
    opened: (message) => message,
    evidenceUrl: (id) => `http://leadline/evidence/${id}`,
    deploymentUrl: (id) => `http://leadline/deployments/${id}`,
  };
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

async function rowsOf(exported: RowExport, query: string): Promise<Record<string, unknown>[]> {
  const parameters = new URLSearchParams(query);
  expect(await exported.problems(parameters)).toEqual([]);
  const rows = [];
  for await (const row of exported.rows(parameters)) {
    expect(Object.keys(row)).toEqual(expect.arrayContaining([...exported.columns]));
    rows.push(row);
  }
  return rows;
}

describe('the export of metrics', () => {
  it('has one row for each metric, group and bucket, with the way to its evidence', async () => {
    const query =
      'ids=DEPLOYMENT_FREQUENCY,change_fail_rate&from=2026-03-02&to=2026-03-16&bucket=WEEK&by=TAG:language&services=shop,blog';
    const rows = await rowsOf(metricsExport(deps), query);
    const shown = rows.map(({ metric, tagKey, tag, bucketStart, value, n, numerator, denominator }) => [
      metric,
      tagKey,
      tag,
      String(bucketStart).slice(0, 10),
      value,
      n,
      numerator,
      denominator,
    ]);
    expect(inOrder(shown)).toEqual(
      inOrder([
        ['DEPLOYMENT_FREQUENCY', 'language', 'go', '2026-03-02', 2 / 7, 2, 2, 7],
        ['DEPLOYMENT_FREQUENCY', 'language', 'go', '2026-03-09', 0, 0, 0, 7],
        ['DEPLOYMENT_FREQUENCY', 'language', null, '2026-03-02', 0, 0, 0, 7],
        ['DEPLOYMENT_FREQUENCY', 'language', null, '2026-03-09', 1 / 7, 1, 1, 7],
        ['CHANGE_FAIL_RATE', 'language', 'go', '2026-03-02', 0.5, 2, 1, 2],
        ['CHANGE_FAIL_RATE', 'language', 'go', '2026-03-09', null, 0, 0, 0],
        ['CHANGE_FAIL_RATE', 'language', null, '2026-03-02', null, 0, 0, 0],
        ['CHANGE_FAIL_RATE', 'language', null, '2026-03-09', 0, 1, 0, 1],
      ]),
    );
    const first = rows.find(({ numerator, metric }) => metric === 'CHANGE_FAIL_RATE' && numerator === 1);
    expect(first).toMatchObject({
      status: 'INSUFFICIENT',
      unit: 'RATIO',
      configVersion: 'v1',
      computedAt: '2026-03-20T00:00:00.000Z',
    });
    const url = String(first?.['evidence_url']);
    expect(pointIn(url.slice(url.lastIndexOf('/') + 1))).toMatchObject({
      metric: 'CHANGE_FAIL_RATE',
      window: { from: at('02T00:00'), to: at('09T00:00') },
      group: ['go'],
    });
  });

  it('takes the options of the address before those of the catalogue', async () => {
    const query = 'ids=CHANGE_FAIL_RATE&from=2026-03-02&to=2026-03-09&services=shop&asOf=2026-03-03T14:00:00Z';
    // k3 takes k2 back 2 h after its finish; the catalogue's window is 0 s.
    const rolledBack = query.replace('shop', 'cart');
    expect((await rowsOf(metricsExport(deps), rolledBack))[0]).toMatchObject({ numerator: 0, denominator: 2 });
    // An option that is named leaves the others as they are declared.
    const other = await rowsOf(metricsExport(deps), `${rolledBack}&options.countRedeploys=false`);
    expect(other[0]).toMatchObject({ numerator: 0, denominator: 2 });
    const within = await rowsOf(metricsExport(deps), `${rolledBack}&options.rollbackWindowS=7200`);
    expect(within[0]).toMatchObject({ numerator: 1, denominator: 2 });
    const byTeam = await rowsOf(metricsExport(deps), `${query}&by=TEAM&ids=CHANGE_LEAD_TIME&options.unit=change`);
    const pooled = byTeam.filter(({ metric }) => metric === 'CHANGE_LEAD_TIME');
    expect(pooled.map(({ team, value, n, overlapping }) => [team, value, n, overlapping])).toEqual([
      ['eng', 10_800, 1, true],
      ['eng/payments', 10_800, 1, true],
    ]);
  });

  it('begins days where the zone does', async () => {
    const rows = await rowsOf(
      metricsExport(deps),
      'ids=DEPLOYMENT_FREQUENCY&from=2026-03-02&to=2026-03-03&timeZone=Europe/Berlin&services=shop',
    );
    expect(rows[0]).toMatchObject({
      bucketStart: '2026-03-01T23:00:00.000Z',
      bucketEnd: '2026-03-02T23:00:00.000Z',
      n: 1,
    });
  });

  it('names every parameter that cannot be answered', async () => {
    const query =
      'ids=SPEED&from=yesterday&bucket=hour&by=TAG,OFFICE&tz=UTC&timeZone=Mars&tags=go&options.unit=week&options.speed=1';
    const problems = await metricsExport(deps).problems(new URLSearchParams(query));
    const parameters = [...new Set(problems.map(({ parameter }) => parameter))].sort();
    expect(parameters).toEqual([
      'bucket',
      'by',
      'from',
      'ids',
      'options.speed',
      'options.unit',
      'tags',
      'timeZone',
      'to',
      'tz',
    ]);
    expect(await metricsExport(deps).problems(new URLSearchParams('from=2026-03-02&to=2026-03-01'))).toEqual([
      { parameter: 'from', message: 'is not before to' },
    ]);
  });

  it('refuses more rows than it may have before it sends one', async () => {
    const query = new URLSearchParams('from=2020-01-01&to=2026-03-20&bucket=DAY&by=TEAM');
    const first = metricsExport(deps).rows(query)[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow(QueryLimitExceeded);
  });
});

describe('an export of metrics that are compared at the end of each bucket', () => {
  const quarter = 'from=2026-01-01&to=2026-04-01&bucket=DAY&services=shop';

  it('has none of them where there are too many, unless they are named', async () => {
    const rows = await rowsOf(metricsExport(deps), quarter);
    const metrics = new Set(rows.map(({ metric }) => metric));
    expect([metrics.has('CHANGE_FAIL_RATE'), metrics.has('DRIFT')]).toEqual([true, false]);
  });

  it('is refused with what to narrow where they are named', async () => {
    // Of 90 days 78 have begun.
    await expect(rowsOf(metricsExport(deps), `${quarter}&ids=DRIFT`)).rejects.toThrow(
      /^DRIFT compares .*: 78 times, at most 60. Ask for a longer bucket/,
    );
  });
});

describe('the export of evidence', () => {
  it('has one row for everything a number was made from, and for what was left out', async () => {
    const [point] = await rowsOf(
      metricsExport(deps),
      'ids=CHANGE_FAIL_RATE&from=2026-03-02&to=2026-03-09&services=shop',
    );
    const rows = await rowsOf(evidenceExport(deps), `point=${String(point?.['id'])}`);
    expect(
      rows.map(({ kind, id, part, numerator, denominator, reason }) => [
        kind,
        id,
        part,
        numerator,
        denominator,
        reason,
      ]),
    ).toEqual([
      ['DEPLOYMENT', 'd3', 'LEFT_OUT', null, null, 'ROLLBACK'],
      ['DEPLOYMENT', 'd2', 'NUMERATOR', 1, 1, null],
      ['DEPLOYMENT', 'd1', 'DENOMINATOR', 0, 1, null],
    ]);
  });

  it('opens incidents, which have no deployment', async () => {
    const [point] = await rowsOf(metricsExport(deps), 'ids=TIME_TO_RESTORE&from=2026-03-02&to=2026-03-09');
    const rows = await rowsOf(evidenceExport(deps), `point=${String(point?.['id'])}`);
    expect(rows).toMatchObject([{ kind: 'INCIDENT', id: 'i1', part: 'SAMPLE', incidents: 'i1', deploymentId: null }]);
  });

  it('says what is wrong with its parameters', async () => {
    const problems = (query: string) => evidenceExport(deps).problems(new URLSearchParams(query));
    expect(await problems('')).toEqual([{ parameter: 'point', message: 'is missing: the id of a row of metrics' }]);
    expect(await problems('point=x&from=2026-01-01')).toEqual([
      { parameter: 'from', message: 'is not known; there is: point' },
      { parameter: 'point', message: 'is no id of a row of metrics' },
    ]);
  });
});

describe('the export of deployments', () => {
  it('is flat, latest first, and opens each deployment', async () => {
    const rows = await rowsOf(deploymentsExport(deps), 'services=shop');
    expect(
      rows.map(({ reportedId, kind, finishedAt, teams, tags }) => [reportedId, kind, finishedAt, teams, tags]),
    ).toEqual([
      ['d3', 'rollback', '2026-03-03T14:00:00.000Z', 'eng/payments', 'language:go'],
      ['d2', 'change', '2026-03-03T12:00:00.000Z', 'eng/payments', 'language:go'],
      ['d1', 'change', '2026-03-02T10:00:00.000Z', 'eng/payments', 'language:go'],
    ]);
    const id = String(rows[0]?.['evidence_url']).split('/').at(-1) ?? '';
    expect((await deployment(warehouse.analytics, id, NOW))?.reportedId).toBe('d3');
  });

  it('has what was touched since', async () => {
    // Everything was received at 0 except what comes now: another deployment of blog.
    expect(await rowsOf(deploymentsExport(deps), 'since=2026-03-01')).toEqual([]);
    await warehouse.facts.store({
      events: [
        {
          entity: 'deployment:b1',
          event_id: 'again',
          hash: 'h',
          kind: 'deployment',
          source: 'github',
          time: null,
          revision: 0,
          data: '{}',
          delivery: '0:9',
          received_at: at('11T00:00'),
          log_partition: 0,
          version: 99,
        },
      ],
    });
    const rows = await rowsOf(deploymentsExport(deps), 'since=2026-03-10');
    expect(rows.map(({ reportedId }) => reportedId)).toEqual(['b1']);
    expect(await rowsOf(changesExport(deps), 'since=2026-03-12')).toEqual([]);
  });
});

describe('the exports of changes, incidents and flags', () => {
  it('are flat', async () => {
    const changes = await rowsOf(changesExport(deps), 'teams=eng&from=2026-03-03');
    expect(changes).toMatchObject([
      {
        change: 'commit:c2',
        title: '=c2',
        service: 'shop',
        deployedAt: '2026-03-03T12:00:00.000Z',
        leadTimeSeconds: 10_800,
      },
    ]);
    const incidents = await rowsOf(incidentsExport(deps), 'teams=eng');
    expect(incidents).toMatchObject([
      { id: 'i1', causedBy: 'd2; d9', startedAt: '2026-03-03T12:05:00.000Z', resolvedAt: null },
    ]);
    const flags = await rowsOf(flagsExport(deps), 'flags=new');
    expect(flags).toMatchObject([{ id: 'x1', flag: 'new', services: 'shop', at: '2026-03-04T00:00:00.000Z' }]);
  });
});

describe('the export of events', () => {
  it('gives CloudEvents, each once', async () => {
    const rows = await rowsOf(eventsExport(deps), 'kinds=incident,catalogue');
    expect(rows).toMatchObject([
      { specversion: '1.0', type: 'dev.leadline.catalogue.declared', subject: 'catalogue' },
      {
        type: 'dev.leadline.incident.recorded',
        source: 'github',
        subject: 'incident:i1',
        data: { causedBy: ['d2', 'd9'] },
      },
    ]);
  });

  it('gives those that CDEvents have a word for as CDEvents', async () => {
    const rows = await rowsOf(eventsExport(deps), 'as=cdevents&kinds=deployment,commit');
    expect(rows).toHaveLength(7);
    const types = rows.map(({ type }) => String(type).split('.').slice(2, 4).join('.'));
    expect(new Set(types)).toEqual(new Set(['service.deployed']));
    expect(rows.map(({ subject }) => subject).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      'blog',
      'cart',
      'cart',
      'cart',
      'shop',
      'shop',
      'shop',
    ]);
  });

  it('names what it does not know', async () => {
    const problems = await eventsExport(deps).problems(new URLSearchParams('as=xml&kinds=thing'));
    expect(problems.map(({ parameter }) => parameter)).toEqual(['as', 'kinds']);
  });
});

describe('the tag of an export', () => {
  it('follows the state, and the clock only where the query leaves it open', async () => {
    const tag = (query: string, now: number) =>
      metricsExport({ ...deps, clock: { now: () => now } }).etag(new URLSearchParams(query));
    expect(await tag('asOf=2026-03-09', 0)).toBe(await tag('asOf=2026-03-09', 120_000));
    expect(await tag('', 0)).toBe(await tag('', 59_999));
    expect(await tag('', 0)).not.toBe(await tag('', 60_000));
  });
});

describe('a name that nobody ever told of', () => {
  const window = 'from=2026-03-02&to=2026-03-09';
  const exports = [
    ['metrics', metricsExport, ['teams', 'services', 'repositories', 'environments', 'flags', 'tags']],
    ['deployments', deploymentsExport, ['teams', 'services', 'repositories', 'environments', 'flags', 'tags']],
    ['changes', changesExport, ['teams', 'services', 'repositories', 'environments', 'flags', 'tags']],
    ['incidents', incidentsExport, ['teams', 'services']],
    ['flags', flagsExport, ['services', 'environments', 'flags']],
  ] as const;
  const names = {
    teams: ['eng/payments', 'eng/paymets', 'team'],
    // cart is nowhere declared, and was deployed.
    services: ['cart', 'cort', 'service'],
    repositories: ['acme/shop', 'acme/shap', 'repository'],
    environments: ['production', 'prodution', 'environment'],
    flags: ['new', 'now', 'flag'],
    tags: ['language:go', 'language:ho', 'tag'],
  } as const;
  const cases = exports.flatMap(([name, make, parts]) => parts.map((part) => [name, part, make] as const));

  it.each(cases)('is refused of %s among %s, with the name near it', async (_, part, make) => {
    const [known, misspelt, what] = names[part];
    const problemsOf = (name: string) =>
      make(deps).problems(new URLSearchParams(`${window}&${part}=${encodeURIComponent(name)}`));

    expect((await problemsOf(known)).filter(({ parameter }) => parameter === part)).toEqual([]);

    const told = (await problemsOf(`${known},${misspelt}`)).filter(({ parameter }) => parameter === part);
    expect(told).toEqual([{ parameter: part, message: `there is no ${what} "${misspelt}". Did you mean "${known}"?` }]);
  });

  it('is refused as the key of a tag to group by, and as the source of events', async () => {
    expect(await metricsExport(deps).problems(new URLSearchParams(`${window}&by=TAG:langage`))).toEqual([
      { parameter: 'by', message: 'there is no tag "langage". Did you mean "language"?' },
    ]);
    expect(await eventsExport(deps).problems(new URLSearchParams('sources=github,gitlub'))).toEqual([
      { parameter: 'sources', message: 'there is no source "gitlub". Did you mean "github"?' },
    ]);
  });
});

describe('parameters that are wrong', () => {
  const exports: Readonly<Record<string, (deps: ExportDeps) => RowExport>> = {
    metrics: metricsExport,
    deployments: deploymentsExport,
    changes: changesExport,
    incidents: incidentsExport,
    flags: flagsExport,
  };
  const required: Readonly<Record<string, string>> = { metrics: 'from=2026-03-02&to=2026-03-09' };
  /** A wrong value, and what the answer must say may stand there. */
  const wrong: Readonly<Record<string, readonly [value: string, allowed: readonly string[]]>> = {
    from: ['yesterday', ['2026-03-01T00:00:00Z']],
    to: ['2026-02-30', ['2026-03-01T00:00:00Z']],
    asOf: ['now', ['2026-03-01T00:00:00Z']],
    since: ['1h', ['2026-03-01T00:00:00Z']],
    timeZone: ['+02:00', ['Europe/Berlin']],
    tags: ['go', ['key:value']],
    ids: ['speed', metricIds],
    by: ['colour', [...dimensions.filter((one) => one !== 'TAG'), 'TAG:<key>']],
    bucket: ['year', buckets],
    statuses: ['done', ['succeeded', 'failed', 'in_progress', 'cancelled']],
    kinds: ['good', deploymentKinds],
  };
  /** Names of which the warehouse knows who told of them. */
  const open = ['teams', 'services', 'repositories', 'environments', 'flags', 'targets'];
  const cases = Object.entries(exportParameters).flatMap(([name, { shape }]) =>
    Object.keys(shape)
      .filter((parameter) => parameter !== 'options' && !open.includes(parameter))
      .map((parameter) => [name, parameter] as const),
  );
  const problemsOf = (name: string, more: string) => {
    const given = new URLSearchParams(required[name]);
    for (const [key, value] of new URLSearchParams(more)) given.set(key, value);
    return exports[name]?.(deps).problems(given) ?? Promise.resolve([]);
  };

  it.each(cases)('of %s: %s is named, with what may stand there', async (name, parameter) => {
    const [value, allowed] = wrong[parameter] ?? [];
    if (value === undefined || allowed === undefined) throw new Error(`Say what would be wrong of ${parameter}`);
    const problems = await problemsOf(name, `${parameter}=${encodeURIComponent(value)}`);
    expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
    for (const one of allowed) expect(problems[0]?.message).toContain(one);
  });

  // A list of sources or services may hold any text.
  const ofAnyText = ['assumeExposed', 'measuredServices'];
  const bounded = Object.keys(metricOptions.shape).filter((option) => !ofAnyText.includes(option));

  it.each(bounded)('of metrics: options.%s is named', async (option) => {
    const value = ['minSeverity', 'from', 'to'].includes(option) ? 'true' : '-1';
    const problems = await problemsOf('metrics', `options.${option}=${value}`);
    expect(problems.map(({ parameter }) => parameter)).toEqual([`options.${option}`]);
  });

  it.each([
    ['timeWindowS', '31536001', 'must be a number of seconds from 0 to 31536000 (365 days)'],
    ['timeWindowS', '1e30', 'must be a number of seconds from 0 to 31536000 (365 days)'],
    ['staleAfterS', '-1', 'must be a number of seconds from 0 to 315360000 (3650 days)'],
    ['minSeverity', 'sev9', 'must be one of sev1, sev2, sev3, sev4, sev5, of which sev1 is worst'],
    ['minSeverity', 'P1', 'must be one of sev1, sev2, sev3, sev4, sev5, of which sev1 is worst'],
  ])('of metrics: options.%s=%s is told the bounds in one sentence', async (option, value, message) => {
    expect(await problemsOf('metrics', `options.${option}=${value}`)).toEqual([
      { parameter: `options.${option}`, message },
    ]);
  });

  it.each([
    ['from=2026-03-02&from=2026-03-03', 'from', 'is there several times; give it once'],
    ['options.unit=change&options.unit=commit', 'options.unit', 'is there several times; give it once'],
    ['ids=', 'ids', 'is empty; name at least one, or leave it out for all'],
    ['by=SERVICE,service', 'by', 'one is there twice; name each once'],
    ['by=TEAM,SERVICE,FLAG,TARGET', 'by', 'expected at most 3'],
    ['bucket=hour', 'bucket', 'expected one of DAY, WEEK, MONTH, QUARTER'],
  ])('of metrics: %s is refused with what to do', async (more, parameter, message) => {
    const given = new URLSearchParams(`to=2026-03-09&${more.startsWith('from') ? '' : 'from=2026-03-02&'}${more}`);
    expect(await metricsExport(deps).problems(given)).toEqual([{ parameter, message }]);
  });

  it('of metrics: the bounds of options are within them', async () => {
    const within =
      'options.timeWindowS=31536000&options.minSeverity=SEV5&options.staleAfterS=0&options.measuredServices=shop,cart';
    expect(await problemsOf('metrics', within)).toEqual([]);
  });

  it.each(Object.entries(exportParameters))(
    'of %s: a name that there is not is told with those that there are',
    async (name, { shape }) => {
      const [problem] = await problemsOf(name, 'office=x');
      expect(problem?.parameter).toBe('office');
      for (const known of Object.keys(shape)) expect(problem?.message).toContain(known);
    },
  );

  it.each(Object.keys(exportParameters))('of %s: windows that are reversed, or beyond every calendar', async (name) => {
    expect(await problemsOf(name, 'from=2026-03-09&to=2026-03-02')).toEqual([
      { parameter: 'from', message: 'is not before to' },
    ]);
    expect(await problemsOf(name, 'from=1900-01-01&to=2026-03-02')).toEqual([
      { parameter: 'from', message: 'lies before 1970 or beyond 2200' },
    ]);
  });

  it('of metrics: an option that there is not is told with those that there are', async () => {
    const [problem] = await problemsOf('metrics', 'options.speed=1');
    expect(problem?.parameter).toBe('options.speed');
    for (const known of Object.keys(metricOptions.shape)) expect(problem?.message).toContain(known);
  });
});
