import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { type Dimension, type MetricId, type MetricQuery, type Point, pointReference } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { evidence, explainPoint, optionsUnder, pointId, pointIn, queryMetrics } from '../index.js';

const HOUR = 3_600;
const said = (text: string): string => `2026-03-${text}:00Z`;
const at = (text: string): number => Date.parse(said(text));

/** blog takes changes for samples, and an incident for its own within ten minutes; shop is as the organisation. */
const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  rules: { hotfixImpliesFailure: true },
  services: [
    { name: 'shop', teams: [{ team: 'eng' }], rules: { timeWindowS: 3_600 } },
    { name: 'blog', teams: [{ team: 'eng' }], rules: { unit: 'change', timeWindowS: 600, recoveryStart: 'detected' } },
  ],
});

function event(kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test' }, data as never);
}

const commit = (repo: string, sha: string, committedAt: string, parents: string[]): LeadlineEvent =>
  event('commit', { sha, repo, committedAt: said(committedAt), parents });

const deploy = (service: string, id: string, sha: string, finishedAt: string): LeadlineEvent =>
  event('deployment', {
    id,
    service,
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: said(finishedAt),
    finishedAt: said(finishedAt),
    sha,
  });

const incident = (service: string, id: string, more: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id, service, startedAt: said('02T10:30'), detectedAt: said('02T10:50'), ...more });

/**
 * shop: d1 brings c1 (2 h old) at 10:00, and half an hour later an incident begins that names nothing. blog: e1 brings
 * both commits of pull request 1 (4 and 3 h old), and an incident begins like that of shop; e2 brings nothing new to
 * look at, and an incident names it.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  commit('acme/shop', 'c0', '01T00:00', []),
  deploy('shop', 'd0', 'c0', '01T01:00'),
  commit('acme/shop', 'c1', '02T08:00', ['c0']),
  deploy('shop', 'd1', 'c1', '02T10:00'),
  incident('shop', 'i-shop', { resolvedAt: said('02T11:30') }),
  commit('acme/blog', 'b0', '01T00:00', []),
  deploy('blog', 'e0', 'b0', '01T01:00'),
  commit('acme/blog', 'b1', '02T06:00', ['b0']),
  commit('acme/blog', 'b2', '02T07:00', ['b1']),
  event('pull_request', {
    repo: 'acme/blog',
    number: 1,
    openedAt: said('02T07:30'),
    mergedAt: said('02T09:00'),
    commits: ['b1', 'b2'],
    mergeSha: 'b2',
  }),
  deploy('blog', 'e1', 'b2', '02T10:00'),
  incident('blog', 'i-blog', { resolvedAt: said('02T11:30') }),
  commit('acme/blog', 'b3', '05T09:00', ['b2']),
  deploy('blog', 'e2', 'b3', '05T10:00'),
  incident('blog', 'i-named', {
    startedAt: said('05T12:00'),
    detectedAt: said('05T13:00'),
    resolvedAt: said('05T14:00'),
    causedBy: 'e2',
  }),
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-rules-of-services-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'metrics');
  await warehouse.migrate();
  await derived([events], warehouse.facts);
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

type Given = Parameters<typeof optionsUnder>[1];

const question = (id: MetricId, given: Given, by?: Dimension): MetricQuery => ({
  ids: [id],
  window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
  by: by === undefined ? [] : [{ dimension: by }],
  scope: {},
  asOf: at('09T00:00'),
  options: optionsUnder(declared, given).options,
});

async function ask(id: MetricId, given: Given = null, by?: Dimension): Promise<Record<string, Point>> {
  const answer = await queryMetrics(warehouse.analytics, declared, question(id, given, by));
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return Object.fromEntries(answer.points.map((point) => [point.group[0] ?? '', point]));
}

const shares = (points: Record<string, Point>) =>
  Object.fromEntries(
    Object.entries(points).map(([group, { numerator, denominator, rulesDiffer }]) => [
      group,
      [numerator, denominator, rulesDiffer],
    ]),
  );

describe('rules of a service', () => {
  it('judge its own deployments, also where they are pooled with others, and the number says so', async () => {
    // shop's d1 failed within the hour; blog's e1 did not within ten minutes, e2 is named: 2 of 3
    expect(shares(await ask('CHANGE_FAIL_RATE'))).toEqual({ '': [2, 3, true] });
    expect(shares(await ask('CHANGE_FAIL_RATE', null, 'TEAM'))).toEqual({ eng: [2, 3, true] });
    expect(shares(await ask('CHANGE_FAIL_RATE', null, 'SERVICE'))).toEqual({
      shop: [1, 1, false],
      blog: [1, 2, false],
    });
  });

  it('give way to what a query names, for all services', async () => {
    expect(shares(await ask('CHANGE_FAIL_RATE', { timeWindowS: 3_600 }))).toEqual({ '': [3, 3, false] });
    expect(shares(await ask('CHANGE_FAIL_RATE', { timeWindowS: 600 }))).toEqual({ '': [1, 3, false] });
  });

  it('say nothing of a number to which they make no difference', async () => {
    const { '': frequency } = await ask('DEPLOYMENT_FREQUENCY');

    expect([frequency?.numerator, frequency?.rulesDiffer]).toEqual([3, false]);
  });

  it('say what a sample is: of shop a commit, of blog a change', async () => {
    // shop: 2 h; blog: the pull request 4 h, and b3 1 h
    const { '': mixed } = await ask('CHANGE_LEAD_TIME');
    // by commits: 2, 4, 3 and 1 h
    const { '': commits } = await ask('CHANGE_LEAD_TIME', { unit: 'commit' });

    expect([mixed?.value, mixed?.n, mixed?.rulesDiffer]).toEqual([2 * HOUR, 3, true]);
    expect([commits?.value, commits?.n, commits?.rulesDiffer]).toEqual([2.5 * HOUR, 4, false]);
  });

  it('say where a recovery opens', async () => {
    // shop from the impact: 1 h; blog from the detection: 1 h, from the impact it would be 2 h
    const { '': mixed } = await ask('FAILED_DEPLOYMENT_RECOVERY_TIME');
    const { '': fromImpact } = await ask('FAILED_DEPLOYMENT_RECOVERY_TIME', {
      recoveryStart: 'impact',
      timeWindowS: 600,
    });

    expect([mixed?.value, mixed?.n, mixed?.rulesDiffer]).toEqual([HOUR, 2, true]);
    expect([fromImpact?.value, fromImpact?.n, fromImpact?.rulesDiffer]).toEqual([2 * HOUR, 1, false]);
  });

  it('are named by the evidence, entry by entry, and by the explanation', async () => {
    const query = question('CHANGE_LEAD_TIME', null);
    const [point] = Object.values(await ask('CHANGE_LEAD_TIME'));
    if (point === undefined) throw new Error('There is a point');
    // when the number is opened by its id
    const reference = pointIn(pointId(pointReference(query, point)));
    const { items } = await evidence(warehouse.analytics, declared, reference, { first: 100 });
    const samples = items.filter(({ part }) => part === 'sample');

    // then its samples are those it was made of
    expect(samples.map(({ change, value, rules }) => [change, value, rules.map(({ name }) => name)])).toEqual([
      ['commit:b3', HOUR, ['unit', 'timeWindowS', 'recoveryStart']],
      ['change:acme/blog#1', 4 * HOUR, ['unit', 'timeWindowS', 'recoveryStart']],
      ['commit:c1', 2 * HOUR, []],
    ]);
    expect(explainPoint(reference).serviceRules).toEqual([
      {
        services: ['blog'],
        options: [
          { name: 'unit', value: '"change"', isDefault: false },
          { name: 'timeWindowS', value: '600', isDefault: false },
          { name: 'recoveryStart', value: '"detected"', isDefault: false },
        ],
      },
    ]);
  });

  it('leave the statement as it is where no service has any, or only those of all', () => {
    const plain = catalogue.parse({ ...declared, services: [{ name: 'shop', rules: { timeWindowS: 3_600 } }] });

    expect(optionsUnder(plain, null).options).toEqual(optionsUnder({ ...plain, services: [] }, null).options);
    expect(optionsUnder(plain, null).options).not.toHaveProperty('ofServices');
  });
});
