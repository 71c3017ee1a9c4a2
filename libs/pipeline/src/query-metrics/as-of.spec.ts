import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { metricIds, metricOptions, type MetricQuestion } from '@leadline/metrics';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { queryLeadTimePhases, queryMetrics } from '../index.js';

const said = (text: string): string => `2026-03-${text}:00Z`;
const at = (text: string): number => Date.parse(said(text));

/** An event that its sender knew at the instant. */
function known(when: string, kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  const whole = { ...data, occurredAt: said(when) };
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, whole]), source: 'test' }, whole as never);
}

const commit = (sha: string, when: string, parents: string[], more = {}): LeadlineEvent =>
  known(when, 'commit', { sha, repo: 'acme/shop', committedAt: said(when), parents, ...more });

const deployed = (id: string, sha: string, started: string, finished: string, more = {}): LeadlineEvent[] => {
  const said0 = {
    id,
    service: 'shop',
    environment: 'production',
    envTier: 'production',
    sha,
    startedAt: said(started),
  };
  return [
    known(started, 'deployment', { ...said0, status: 'in_progress', trigger: 'auto' }),
    known(finished, 'deployment', { id, status: 'succeeded', finishedAt: said(finished), revision: 1, ...more }),
  ];
};

const flagged = (id: string, when: string, exposure: number, later?: string): LeadlineEvent =>
  known(later ?? when, 'flag_change', { id, flag: 'cart', environment: 'production', at: said(when), exposure });

/** What becomes known late: f2 an hour after it happened, the cause of i1, the flag of c2, a check's result, a decision. */
const events: readonly LeadlineEvent[] = [
  commit('c0', '01T00:00', []),
  ...deployed('d0', 'c0', '01T01:00', '01T01:10'),
  commit('c1', '02T08:00', ['c0'], { flags: ['cart'], pushedAt: said('02T08:30') }),
  known('02T09:00', 'approval_requested', { id: 'g1', deployment: 'd1', gate: 'prod', at: said('02T09:00') }),
  known('02T09:30', 'approval_given', {
    id: 'x1',
    request: 'g1',
    at: said('02T09:30'),
    decision: 'approved',
    by: 'person',
  }),
  ...deployed('d1', 'c1', '02T09:10', '02T10:00', { steps: { automated: 4, manual: 1 } }),
  known('02T10:05', 'verification', {
    id: 'v1',
    deployment: 'd1',
    stage: 'post',
    check: 'smoke',
    startedAt: said('02T10:05'),
  }),
  known('02T11:20', 'verification', {
    id: 'v1',
    deployment: 'd1',
    stage: 'post',
    check: 'smoke',
    finishedAt: said('02T10:25'),
    result: 'failed',
    revision: 1,
  }),
  flagged('f1', '02T10:10', 10),
  known('02T10:30', 'incident', { id: 'i1', service: 'shop', startedAt: said('02T10:30') }),
  flagged('f2', '02T10:20', 0, '02T11:30'),
  known('02T12:00', 'incident', {
    id: 'i1',
    detectedAt: said('02T10:45'),
    acknowledgedAt: said('02T11:10'),
    revision: 1,
  }),
  commit('c2', '02T12:30', ['c1']),
  ...deployed('d2', 'c2', '02T13:00', '02T13:05'),
  known('02T14:00', 'commit', { sha: 'c2', flags: ['cart', 'search'], revision: 1 }),
  known('02T14:30', 'incident', { id: 'i1', resolvedAt: said('02T14:00'), revision: 2 }),
  ...deployed('d3', 'c1', '02T15:00', '02T15:10'),
  known('02T16:00', 'incident', { id: 'i1', causedBy: 'd2', revision: 3 }),
  known('02T17:00', 'flag', { flag: 'cart', permanent: true }),
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-metrics-as-of-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'metrics');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const instants = ['02T09:20', '02T10:35', '02T11:40', '02T13:30', '02T15:30'];

/** Everything metrics say as of the instant, of the whole and by service. */
async function askedAs(instant: string): Promise<Record<string, unknown>> {
  const question: MetricQuestion = {
    window: { from: at('02T00:00'), to: at('03T00:00'), timeZone: 'UTC' },
    by: [],
    scope: {},
    asOf: at(instant),
    options: metricOptions.parse({ unit: 'change' }),
  };
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, { ids: metricIds, ...question });
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  const points = answer.points.map(({ metric, ...point }) => [metric, point] as const);
  return { ...Object.fromEntries(points), phases: await queryLeadTimePhases(warehouse.analytics, question) };
}

it('as of any instant every metric is what it would be if nothing had become known since', async () => {
  // given what the whole history answers
  await derived([events], warehouse.facts);
  const answers: Record<string, unknown> = {};
  for (const instant of instants) answers[instant] = await askedAs(instant);
  for (const instant of instants) {
    // when only what was known by then is there
    await warehouse.empty();
    await derived([events.filter(({ data }) => at(occurred(data)) <= at(instant))], warehouse.facts);
    // then the answer is the same
    expect(await askedAs(instant), instant).toEqual(answers[instant]);
  }
}, 240_000);

const occurred = (data: object): string => String((data as { occurredAt?: unknown }).occurredAt).slice(8, 16);
