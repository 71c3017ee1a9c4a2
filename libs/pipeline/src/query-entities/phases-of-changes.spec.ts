import { existsSync, readFileSync } from 'node:fs';
import { emptyCatalogue, kindOfType, type LeadlineEvent } from '@leadline/events';
import {
  evidenceRuleOf,
  metricOptions,
  type MetricQuestion,
  type PhasePart,
  phaseParts,
  phaseReference,
  summedUp,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import {
  evidence,
  explainPoint,
  phasesOfSamples,
  pointId,
  pointIn,
  queryLeadTimePhases,
  type ToldPart,
} from '../index.js';
import {
  at,
  commit,
  event,
  givenWarehouse,
  type GivenWarehouse,
  rollout,
  said,
  sha,
} from './testing/given-warehouse.js';

const PHASE_CASES = new URL('../../../../../shared/vectors/phase.shared.json', import.meta.url);
const HOUR = 3_600;

const question = (more: Partial<MetricQuestion> = {}): MetricQuestion => ({
  window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
  by: [],
  scope: {},
  asOf: at('09T00:00'),
  options: metricOptions.parse({}),
  ...more,
});

/**
 * d1 brings pull request 7 (a, committed 08:00; opened 10:00, looked at 11:00, approved 12:00, merged 13:00 as m) and b,
 * pushed by hand 14:00. It is asked for at 15:00, approved by a person at 16:00, and takes from 15:30 until 17:00.
 */
const events: readonly LeadlineEvent[] = [
  commit('c0', '01T00:00', []),
  rollout('d0', 'c0', '01T01:00'),
  commit('a', '02T08:00', ['c0']),
  commit('m', '02T13:00', ['c0']),
  event('pull_request', {
    repo: 'acme/shop',
    number: 7,
    title: 'Add basket',
    author: 'ann',
    openedAt: said('02T10:00'),
    reviews: [{ at: said('02T11:00'), by: 'bob', state: 'commented' }],
  }),
  event('pull_request', {
    repo: 'acme/shop',
    number: 7,
    revision: 2,
    commits: [sha('a')],
    landed: [sha('m')],
    mergeSha: sha('m'),
    method: 'squash',
    mergedAt: said('02T13:00'),
    reviews: [{ at: said('02T12:00'), by: 'bob', state: 'approved' }],
  }),
  commit('b', '02T13:30', ['m'], { pushedAt: said('02T14:00') }),
  rollout('d1', 'b', '02T17:00', { startedAt: said('02T15:30') }),
  event('approval_requested', { id: 'g1', deployment: 'd1', gate: 'prod', at: said('02T15:00') }),
  event('approval_given', { id: 'x1', request: 'g1', at: said('02T16:00'), by: 'person', decision: 'approved' }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(() => warehouse.remove());

async function entriesOf(asked: MetricQuestion, group: readonly (string | null)[], part: PhasePart) {
  const point = pointIn(pointId(phaseReference(asked, group, part)));
  const { items, counts } = await evidence(warehouse.analytics, emptyCatalogue, point, { first: 500 });
  return { point, items, counts };
}

async function phasesIn(asked: MetricQuestion, group: readonly (string | null)[] = []) {
  const { point, items } = await entriesOf(asked, group, 'total');
  const samples = items.flatMap(({ key, change, deployment }) =>
    change === null || deployment === null ? [] : [{ key, change, deployment }],
  );
  const found = await phasesOfSamples(warehouse.analytics, point, samples);
  return items.map((item) => ({ item, phases: found.get(item.key) }));
}

const hours = (part: ToldPart | undefined) => {
  const { from, to, seconds, reason } = part ?? { from: null, to: null, seconds: null, reason: null };
  const bound = (one: ToldPart['from']): string | null =>
    one &&
    `${one.what} ${new Date(one.at).toISOString().slice(11, 16)} by ${one.toldBy.map(({ kind }) => kind).join(', ')}`;
  return [seconds === null ? reason : seconds / HOUR, bound(from), bound(to)];
};

describe('the evidence of lead time in phases', () => {
  it('says of each change what a phase took, and makes its mean', async () => {
    const read = async (part: PhasePart) => {
      const { point, items, counts } = await entriesOf(question(), [], part);
      const { made, title } = explainPoint(point);
      const rule = evidenceRuleOf(point);
      const { text } = summedUp(rule?.made ?? 'sum', items, 7);
      return { made, title, counts, text, why: items.map(({ change, reason }) => `${change}: ${reason ?? ''}`) };
    };

    // 9 h and 3.5 h; a review is of the pull request alone, and counts 0 for what was pushed
    expect(await read('total')).toEqual({
      made: 'mean',
      title: 'Change lead time: total of its phases',
      counts: { numerator: 0, denominator: 0, sample: 2, left_out: 0 },
      text: 'mean of 12600, 32400 = 22500',
      why: ['change:acme/shop#7: ', `commit:${sha('b')}: `],
    });
    expect(await read('review')).toMatchObject({
      text: 'mean of 0, 3600 = 1800',
      why: ['change:acme/shop#7: ', `commit:${sha('b')}: pushed_directly`],
    });
    // from 15:30 until 16:00 it waited while it ran, and half an hour before that
    expect(await read('approvalWait')).toMatchObject({ text: 'mean of 3600, 3600 = 3600' });
    expect(await read('deploy')).toMatchObject({ text: 'mean of 3600, 3600 = 3600' });
  });

  it('says of each phase which instants bound it, and which events told them', async () => {
    const [first, second] = await phasesIn(question());

    expect(first?.phases?.parts.map(hours)).toEqual([
      [2, 'firstCommit 08:00 by commit', 'ready 10:00 by pull_request'],
      [1, 'ready 10:00 by pull_request', 'firstReview 11:00 by pull_request'],
      [1, 'firstReview 11:00 by pull_request', 'approval 12:00 by pull_request'],
      [1, 'approval 12:00 by pull_request', 'merge 13:00 by pull_request'],
      [2, 'merge 13:00 by pull_request', 'start 15:30 by deployment'],
      [1, null, null],
      [1, 'start 15:30 by deployment', 'finish 17:00 by deployment'],
    ]);
    expect(second?.phases?.parts.map(hours)).toEqual([
      [0.5, 'firstCommit 13:30 by commit', 'push 14:00 by commit'],
      ['pushed_directly', null, null],
      ['pushed_directly', null, null],
      ['pushed_directly', null, null],
      [1, 'push 14:00 by commit', 'start 15:30 by deployment'],
      [1, null, null],
      [1, 'start 15:30 by deployment', 'finish 17:00 by deployment'],
    ]);
    const [gate] = first?.phases?.parts[5]?.gates ?? [];
    expect(gate).toMatchObject({ id: 'g1', gate: 'prod', requestedAt: at('02T15:00'), decidedAt: at('02T16:00') });
    expect([gate?.requestedBy, gate?.decidedBy].map((by) => by?.map(({ kind }) => kind))).toEqual([
      ['approval_requested'],
      ['approval_given'],
    ]);
  });

  it('leaves out what lead time leaves out, and says why', async () => {
    const whole = question({ window: { from: at('01T00:00'), to: at('09T00:00'), timeZone: 'UTC' } });
    const { items } = await entriesOf(whole, [], 'coding');

    expect(items.filter(({ part }) => part === 'left_out').map(({ id, reason }) => [id, reason])).toEqual([
      ['d0', 'no_baseline'],
    ]);
  });
});

interface PhaseCase {
  readonly id: string;
  readonly metric: string;
  readonly input: { readonly events: readonly Record<string, unknown>[] };
  readonly query: { readonly from: string; readonly to: string; readonly asOf: string; readonly options: object };
}

function told(data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const kind = kindOfType(`dev.leadline.${String(data['type'])}.recorded`);
  if (kind === undefined) throw new Error(`There is no kind ${String(data['type'])}`);
  return event(kind, data);
}

describe('the phases of every case about them', () => {
  it('add up, in each change and over all, and are bounded by what was told', async (context) => {
    if (!existsSync(PHASE_CASES)) context.skip(`NOT READ: there is no ${PHASE_CASES.pathname}`);
    const { cases } = JSON.parse(readFileSync(PHASE_CASES, 'utf8')) as { cases: PhaseCase[] };
    let looked = 0;
    for (const { id, input, query } of cases.filter((one) => one.metric === 'lead_time_phases')) {
      // given the events of the case alone
      await warehouse.empty();
      await derived([input.events.map(told)], warehouse.facts);
      const known = Object.entries(query.options).filter(([name]) => name in metricOptions.shape);
      const asked = question({
        window: { from: Date.parse(query.from), to: Date.parse(query.to), timeZone: 'UTC' },
        by: [{ dimension: 'SERVICE' }],
        asOf: Date.parse(query.asOf),
        options: metricOptions.parse(Object.fromEntries(known)),
      });
      for (const { group, n, total, phases } of await queryLeadTimePhases(warehouse.analytics, asked)) {
        // when each part is opened
        for (const part of phaseParts) {
          const { items, counts } = await entriesOf(asked, group, part);
          const samples = items.filter((item) => item.part === 'sample');
          const known = samples.filter(({ reason }) => reason === null).length;
          const { value } = summedUp('mean', items, 7);
          // then it has the changes that the number has, and makes its mean
          const summary = part === 'total' ? total : phases[part];
          expect({ id, part, n: counts.sample, known, mean: rounded(value) }).toEqual({
            id,
            part,
            n,
            known: summary.n,
            mean: rounded(summary.mean),
          });
        }
        for (const { item, phases: told } of await phasesIn(asked, group)) {
          if (item.part !== 'sample') continue;
          looked += 1;
          const parts = told?.parts ?? [];
          const sum = parts.reduce((all, { seconds }) => all + (seconds ?? 0), 0);
          expect([id, rounded(sum)]).toEqual([id, rounded(item.value)]);
          const waited = parts.find(({ phase }) => phase === 'approvalWait')?.seconds ?? 0;
          const spanned = parts.reduce((all, { from, to }) => all + (from && to ? to.at - from.at : 0), 0);
          // What lies between the bounds is everything, waits for approval within.
          expect([id, rounded(spanned / 1000)]).toEqual([id, rounded(item.value)]);
          expect(waited).toBeLessThanOrEqual(item.value ?? 0);
          const untold = parts.flatMap(({ from, to }) => [from, to]).filter((bound) => bound?.toldBy.length === 0);
          expect([id, untold]).toEqual([id, []]);
        }
      }
    }
    expect(looked).toBeGreaterThan(5);
  }, 600_000);
});

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));
