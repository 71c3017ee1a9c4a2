import { createHash } from 'node:crypto';
import { parseEvent } from '@leadline/events';
import { scanOutliers, type ScannedDeployment } from '@leadline/insights';
import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { services } from './company/services.js';
import { teams } from './company/teams.js';
import type { DemoDelivery } from './delivery.js';
import { organisation } from './organisation.js';
import { type NotedDeployment, noteDown } from './testing/naive-reading.js';
import { DAY, HOUR } from './time.js';

const until = Date.parse('2026-11-21T15:00:00Z');
const halden = organisation({ until, weeks: 26, seed: 1 });
const deliveries = [...halden.deliveries()];
const hooks = deliveries.filter((delivery) => delivery.kind === 'hook');
const events = deliveries.filter((delivery) => delivery.kind === 'event');
const notes = noteDown(deliveries);

describe('the stream of deliveries', () => {
  it('is the same for the same seed, to the byte, and another for another', () => {
    // given
    const four = { until, weeks: 4, seed: 5 };
    // when
    const [first, again, other] = [four, four, { ...four, seed: 6 }].map((input) =>
      hashOf(organisation(input).deliveries()),
    );
    // then
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('has the volume of a company of this size, and says how much before it begins', () => {
    expect(halden.count).toBe(deliveries.length);
    expect(deliveries.length).toBeGreaterThan(20_000);
    expect(deliveries.length).toBeLessThan(30_000);
    const counts = countBy([
      ...hooks.map(({ event }) => event),
      ...events.map(({ body }) => body.type.replace(/^dev\.leadline\.(.*)\.recorded$/, '$1')),
    ]);
    const ranges: Readonly<Record<string, readonly [number, number]>> = {
      push: [3500, 6500],
      pull_request: [3500, 6000],
      pull_request_review: [1500, 3500],
      workflow_run: [1200, 2800],
      deployment: [2000, 4000],
      deployment_status: [4500, 8000],
      issues: [300, 900],
      'deployment (told by pipelines)': [700, 2000],
      incident: [40, 250],
      flag: [25, 90],
      flag_change: [70, 250],
      rollout_step: [200, 800],
      verification: [250, 1200],
      observation: [1000, 4500],
      pipeline_run: [200, 1000],
      approval_requested: [30, 200],
      approval_given: [30, 200],
      mark: [5, 80],
      train_scheduled: [60, 110],
      train_departed: [150, 400],
    };
    const told: Record<string, number> = {
      ...counts,
      'deployment (told by pipelines)': events.filter(({ body }) => /\.deployment\./.test(body.type)).length,
    };
    told['deployment'] = hooks.filter(({ event }) => event === 'deployment').length;
    expect(Object.keys(told).sort()).toEqual(Object.keys(ranges).sort());
    for (const [kind, [least, most]] of Object.entries(ranges)) {
      expect(told[kind], kind).toBeGreaterThanOrEqual(least);
      expect(told[kind], kind).toBeLessThanOrEqual(most);
    }
  });

  it('arrives in order of time, never after the end, within the weeks told', () => {
    expect(deliveries.every(({ at }, index) => at >= (deliveries[index - 1]?.at ?? 0))).toBe(true);
    expect(deliveries.at(-1)?.at).toBeLessThanOrEqual(until);
    expect(deliveries[0]?.at).toBeGreaterThanOrEqual(halden.from - DAY);
  });

  it('can be told one repository after the other', () => {
    const bodyOf = (delivery: DemoDelivery): string => JSON.stringify(delivery);
    const told = [...halden.byRepository()];
    const named = z.object({ repository: z.object({ name: z.string() }) });
    const names = told.flatMap((one) =>
      one.kind === 'hook' ? [named.parse(JSON.parse(one.body)).repository.name] : [],
    );

    expect(told.map(bodyOf).sort()).toEqual(deliveries.map(bodyOf).sort());
    expect(names.filter((name, index) => name !== names[index - 1]).length).toBe(38);
  });

  it('repeats a few deliveries, with the same id and body, and delays a few', () => {
    const bodies = new Map(hooks.map(({ deliveryId, body }) => [deliveryId, body]));
    const seen = new Set<string>();
    const repeated = hooks.filter(({ deliveryId }) => seen.size === seen.add(deliveryId).size);
    expect(hooks.filter(({ deliveryId, body }) => bodies.get(deliveryId) !== body)).toEqual([]);
    const late = events.filter(({ at, body }) => at - Date.parse(body.time ?? '') > 60_000);
    expect(repeated.length / hooks.length).toBeGreaterThan(0.01);
    expect(repeated.length / hooks.length).toBeLessThan(0.04);
    expect(late.length).toBeGreaterThan(5);
    expect(late.length / events.length).toBeLessThan(0.08);
  });

  it('has bodies of realistic size', () => {
    const sizes = hooks.map(({ body }) => Buffer.byteLength(body));
    expect(Math.min(...sizes)).toBeGreaterThan(1500);
    expect(Math.max(...sizes)).toBeLessThan(10_000);
  });
});

describe('what is said', () => {
  it('is understood by the GitHub source, every body of it', () => {
    const github = sourceById('github');
    if (github === undefined) throw new Error('There is no source github');
    const outcomes = hooks.map((hook) => {
      const headers = {
        'x-github-event': hook.event,
        'x-github-delivery': hook.deliveryId,
        'content-type': 'application/json',
      };
      const delivery = { headers, body: Buffer.from(hook.body), endpoint: 'github', receivedAt: until };
      return { event: hook.event, normalized: github.normalize(delivery) };
    });
    const rejected = outcomes.filter(({ normalized }) => normalized.outcome === 'rejected');
    expect(rejected.slice(0, 3)).toEqual([]);
    const ignored = outcomes.flatMap(({ normalized }) => (normalized.outcome === 'ignored' ? [normalized.reason] : []));
    expect([...new Set(ignored)]).toEqual(['inactive: a later deployment replaced this one']);
    const made = outcomes.flatMap(({ normalized }) => (normalized.outcome === 'events' ? normalized.events : []));
    expect(made.map(parseEvent).filter(({ outcome }) => outcome !== 'event')).toEqual([]);
  });

  it('is in the vocabulary where it is told by POST /events', () => {
    expect(events.map(({ body }) => parseEvent(body)).filter(({ outcome }) => outcome !== 'event')).toEqual([]);
  });

  it('names deployments of GitHub as the GitHub source does', () => {
    const deployment = z.object({ deployment: z.object({ id: z.number() }) });
    const known = new Set(
      hooks
        .filter(({ event }) => event === 'deployment')
        .map(({ body }) => `github/${deployment.parse(JSON.parse(body)).deployment.id}`),
    );
    const marked = events.flatMap(({ body }) => ('verdict' in body.data ? [String(body.data['deployment'])] : []));
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.filter((id) => !known.has(id))).toEqual([]);
  });

  it('lets every push begin where the one before it on the branch ended', () => {
    const push = z.object({
      ref: z.string(),
      before: z.string(),
      after: z.string(),
      repository: z.object({ name: z.string() }),
    });
    const chains = new Map<string, Map<string, string>>();
    for (const { body } of hooks.filter(({ event }) => event === 'push')) {
      const { ref, before, after, repository } = push.parse(JSON.parse(body));
      const chain = chains.get(`${repository.name} ${ref}`) ?? new Map<string, string>();
      chains.set(`${repository.name} ${ref}`, chain.set(before, after));
    }
    for (const [branch, chain] of chains) {
      const afters = new Set(chain.values());
      const begins = [...chain.keys()].filter((before) => !afters.has(before));
      expect(begins.length, branch).toBe(1);
      expect(afters.size, branch).toBe(chain.size);
    }
    const proposed = [...chains].filter(([branch]) => !branch.endsWith('/main'));
    expect(proposed.filter(([, chain]) => !chain.has('0'.repeat(40)))).toEqual([]);
    expect([...chains.keys()].filter((branch) => branch.endsWith('refs/heads/main')).length).toBe(38);
  });

  it('deploys only what is on main', () => {
    expect(notes.deployments.length).toBeGreaterThan(1000);
    const shas = new Set(
      hooks
        .filter(({ event }) => event === 'push')
        .map(({ body }) => z.object({ after: z.string() }).parse(JSON.parse(body)).after),
    );
    expect(notes.deployments.filter(({ sha }) => !shas.has(sha))).toEqual([]);
  });

  it('is about forty services of eight teams, each of which was deployed', () => {
    expect(new Set(notes.deployments.map(({ service }) => service))).toEqual(new Set(services.map(({ name }) => name)));
    expect([services.length, teams.length]).toEqual([40, 8]);
  });
});

describe('the company', () => {
  it('rests on weekends', () => {
    const onWeekends = notes.deployments.filter(({ finishedAt }) => [0, 6].includes(new Date(finishedAt).getUTCDay()));
    expect(onWeekends.length / notes.deployments.length).toBeLessThan(0.02);
    expect(onWeekends.every(({ finishedAt }) => finishedAt > 0)).toBe(true);
  });

  it('has teams that deploy several times a day and teams that deploy weekly', () => {
    const days = (team: string): number =>
      new Set(deploymentsOf(team).map(({ finishedAt }) => new Date(finishedAt).toISOString().slice(0, 10))).size;
    expect(deploymentsOf('eng/payments').length / days('eng/payments')).toBeGreaterThan(2);
    expect(days('eng/data')).toBeLessThan(45);
    expect(medianHours(deploymentsOf('eng/payments'))).toBeLessThan(24);
  });

  it('has one team whose fail rate and lead time stand out', () => {
    const others = teams.map(({ path }) => path).filter((path) => path !== halden.outlierTeam);
    const worst = Math.max(...others.map((path) => failRate(deploymentsOf(path))));
    const slowest = Math.max(...others.map((path) => medianHours(deploymentsOf(path))));
    expect(failRate(deploymentsOf(halden.outlierTeam))).toBeGreaterThan(0.2);
    expect(failRate(deploymentsOf(halden.outlierTeam))).toBeGreaterThan(2 * worst);
    expect(medianHours(deploymentsOf(halden.outlierTeam))).toBeGreaterThan(1.4 * slowest);
  });

  it.each([4, 8])('has one team that the rule against peers finds in the last %d full weeks', (weeks) => {
    // given: Monday 16 November 2026 ends the last full week before Saturday 21 November.
    const to = Date.parse('2026-11-16T00:00:00Z');
    const period = { from: to - 7 * weeks * DAY, to };
    const scanned = ({ finishedAt, isRollback, failed }: NotedDeployment): ScannedDeployment => ({
      at: finishedAt,
      isCounted: !isRollback,
      isFailed: isRollback ? null : failed,
      isRework: null,
      leadTime: null,
    });
    // when
    const { outliers } = scanOutliers({
      metrics: ['CHANGE_FAIL_RATE'],
      period,
      baseline: { from: period.from - 7 * weeks * DAY, to: period.from },
      weeks: [],
      days: [],
      groups: teams.map(({ path }) => ({ name: path, deployments: deploymentsOf(path).map(scanned) })),
      areNested: true,
      everything: notes.deployments.map(scanned),
      records: [],
      settledUntil: until,
    });
    // then
    const found = outliers.filter(({ rule }) => rule === 'rate_against_peers');
    expect(found.map(({ subject }) => subject)).toEqual([{ kind: 'group', group: halden.outlierTeam }]);
  });

  it('had a bad Friday three weeks before the end', () => {
    // Saturday 21 November 2026 less three weeks is Saturday 31 October; its Friday is the 30th.
    expect(halden.badFriday?.date).toBe('2026-10-30');
    const from = Date.parse('2026-10-30T00:00:00Z');
    const onFriday = (weeks: number): NotedDeployment[] =>
      notes.deployments.filter(
        ({ finishedAt }) => finishedAt >= from + 7 * weeks * DAY && finishedAt < from + (7 * weeks + 1) * DAY,
      );
    const failed = onFriday(0).filter((one) => one.failed);
    const usual = Math.max(...[-3, -2, -1, 1, 2, 3].map((weeks) => onFriday(weeks).filter((one) => one.failed).length));
    expect(new Set(failed.map(({ service }) => service)).size).toBeGreaterThanOrEqual(8);
    expect(failed.length).toBeGreaterThan(3 * usual);
    expect(onFriday(0).filter(({ isRollback }) => isRollback).length).toBeGreaterThanOrEqual(6);
    const incidents = notes.incidents.filter(({ openedAt }) => openedAt >= from && openedAt < from + DAY);
    const hours = incidents.map(({ openedAt, closedAt }) => ((closedAt ?? until) - openedAt) / HOUR);
    expect(median(hours)).toBeGreaterThan(3);
  });

  it('has release trains that leave with what was deployed, mostly on time', () => {
    const train = z.object({ train: z.string().optional(), id: z.string(), plannedAt: z.string().optional() });
    const left = z.object({ train: z.string(), departedAt: z.string(), deployments: z.array(z.string()) });
    const told = (kind: string): unknown[] =>
      events.filter(({ body }) => body.type === `dev.leadline.${kind}.recorded`).map(({ body }) => body.data);
    const planned = new Map(
      told('train_scheduled').map((data) => {
        const { id, plannedAt = '' } = train.parse(data);
        return [id, Date.parse(plannedAt)] as const;
      }),
    );
    // What is told last names most; deliveries may arrive in another order.
    const departures = told('train_departed').map((data) => left.parse(data));
    const departed = new Map(
      departures
        .toSorted((a, b) => a.deployments.length - b.deployments.length)
        .map((departure) => [departure.train, departure]),
    );
    const due = [...planned].filter(([, plannedAt]) => plannedAt < until);
    const isPunctual = ([id, plannedAt]: readonly [string, number]): boolean =>
      Math.abs(Date.parse(departed.get(id)?.departedAt ?? '') - plannedAt) <= 900_000;

    // 26 Wednesdays of one team and 52 Tuesdays and Thursdays of another, less holidays.
    expect(due.length).toBeGreaterThan(65);
    expect(due.length).toBeLessThanOrEqual(78);
    const share = due.filter(isPunctual).length / due.length;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.95);
    expect(due.some(([id]) => !departed.has(id))).toBe(true);
    expect(departed.size).toBeGreaterThan(55);
    const starts = new Map(
      hooks
        .filter(({ event }) => event === 'deployment')
        .map(
          ({ body }) =>
            z.object({ deployment: z.object({ id: z.number(), created_at: z.string() }) }).parse(JSON.parse(body))
              .deployment,
        )
        .map(({ id, created_at }) => [`github/${id}`, Date.parse(created_at)]),
    );
    for (const { departedAt, deployments } of departed.values()) {
      const earliest = Math.min(...deployments.map((id) => starts.get(id) ?? Number.NaN));
      expect(Math.abs(earliest - Date.parse(departedAt))).toBeLessThan(1000);
    }
  });

  it('keeps its shape under other seeds', () => {
    for (const seed of [2, 3]) {
      const other = organisation({ until, weeks: 26, seed });
      const read = noteDown(other.deliveries()).deployments;
      const rates = teams.map(({ path }) => ({ path, rate: failRate(read.filter(({ team }) => team === path)) }));
      expect(rates.toSorted((a, b) => b.rate - a.rate)[0]?.path).toBe(halden.outlierTeam);
      expect(other.count).toBeGreaterThan(20_000);
      expect(other.count).toBeLessThan(30_000);
    }
  });

  it('can be told briefly: a single week has no bad Friday, four weeks have one', () => {
    expect(organisation({ until, weeks: 1, seed: 1 }).badFriday).toBeNull();
    expect(organisation({ until, weeks: 4, seed: 1 }).badFriday?.date).toBe('2026-11-06');
  });
});

function hashOf(stream: Iterable<DemoDelivery>): string {
  const hash = createHash('sha256');
  for (const delivery of stream) hash.update(JSON.stringify(delivery));
  return hash.digest('hex');
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const deploymentsOf = (path: string): NotedDeployment[] => notes.deployments.filter(({ team }) => team === path);

function failRate(deployments: readonly NotedDeployment[]): number {
  const changes = deployments.filter(({ isRollback }) => !isRollback);
  return changes.filter(({ failed }) => failed).length / changes.length;
}

const medianHours = (deployments: readonly NotedDeployment[]): number =>
  median(deployments.flatMap(({ leadTimes }) => leadTimes)) / HOUR;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
