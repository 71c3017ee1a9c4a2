import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const sha = (letter: string): string => letter.repeat(40);
const at = (text: string): string => `2026-03-${text}:00Z`;

const commit = (letter: string, committedAt: string, parent: string | null, pushedAt?: string): LeadlineEvent =>
  said('commit', {
    sha: sha(letter),
    repo: 'acme/shop',
    committedAt: at(committedAt),
    parents: parent === null ? [] : [sha(parent)],
    ...(pushedAt === undefined ? {} : { pushedAt: at(pushedAt) }),
  });

const deployed = (id: string, letter: string, startedAt: string, finishedAt: string): LeadlineEvent =>
  said('deployment', {
    id,
    service: 'shop',
    repo: 'acme/shop',
    source: 'github',
    sha: sha(letter),
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: at(startedAt),
    finishedAt: at(finishedAt),
  });

/**
 * Pushed directly: a, committed 8:00, pushed 9:00, deployed from 11:00 to 12:00 in the first week (4 h); b in the second
 * week, committed 8:00, pushed 8:30, deployed from 14:30 to 15:00 (7 h). Both wait for nobody.
 */
const history: LeadlineEvent[] = [
  commit('0', '01T00:00', null),
  deployed('d0', '0', '01T01:00', '01T01:00'),
  commit('a', '03T08:00', '0', '03T09:00'),
  deployed('d1', 'a', '03T11:00', '03T12:00'),
  commit('b', '10T08:00', 'a', '10T08:30'),
  deployed('d2', 'b', '10T14:30', '10T15:00'),
];

const first = { from: at('02T00:00'), to: at('09T00:00') };
const second = { from: at('09T00:00'), to: at('16T00:00') };

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history);
});
afterAll(() => api.close());

async function answer<T>(query: string, variables: Record<string, unknown>): Promise<T> {
  const { data, errors } = await ask(api.base, query, variables);
  expect(errors).toEqual([]);
  return data as T;
}

interface Phased {
  readonly id: string;
  readonly n: number;
  readonly mean: number;
  readonly phases: readonly { id: string; phase: string; n: number; mean: number }[];
}

const EXPLAIN = `query ($point: ID!) {
  explain(point: $point) {
    title phase made arithmetic counts { sample leftOut }
    evidence(first: 10) { nodes { id part value reasonCode opensAt closesAt
      phases { change seconds phases { phase seconds reasonCode from { what at toldBy { entity kind } } to { what at toldAt } gates { id } } }
    } }
  }
}`;

describe('lead time in phases', () => {
  it('opens each of its numbers: the changes, the instants that bound a phase, and who told them', async () => {
    const { leadTimePhases } = await answer<{ leadTimePhases: Phased[] }>(
      `query ($window: WindowInput!) { leadTimePhases(window: $window) { id n mean phases { id phase n mean } } }`,
      { window: first },
    );
    const [whole] = leadTimePhases;
    expect(whole).toMatchObject({ n: 1, mean: 4 * 3_600 });

    const deployWait = whole?.phases.find(({ phase }) => phase === 'DEPLOY_WAIT');
    const { explain } = await answer<{ explain: unknown }>(EXPLAIN, { point: deployWait?.id });

    expect(explain).toMatchObject({
      title: 'Change lead time: deploy wait',
      phase: 'DEPLOY_WAIT',
      made: 'MEAN',
      arithmetic: 'mean of 7200 = 7200',
      counts: { sample: 1, leftOut: 0 },
      evidence: {
        nodes: [
          {
            id: `commit:${sha('a')}`,
            part: 'SAMPLE',
            value: 7_200,
            reasonCode: null,
            opensAt: '2026-03-03T09:00:00.000Z',
            closesAt: '2026-03-03T11:00:00.000Z',
            phases: {
              change: `commit:${sha('a')}`,
              seconds: 14_400,
              phases: [
                { phase: 'CODING', seconds: 3_600, from: { what: 'FIRST_COMMIT', toldBy: [{ kind: 'commit' }] } },
                { phase: 'PICKUP', seconds: null, reasonCode: 'PUSHED_DIRECTLY', from: null },
                { phase: 'REVIEW', seconds: null, reasonCode: 'PUSHED_DIRECTLY' },
                { phase: 'MERGE_WAIT', seconds: null, reasonCode: 'PUSHED_DIRECTLY' },
                { phase: 'DEPLOY_WAIT', seconds: 7_200, from: { what: 'PUSH' }, to: { what: 'START' } },
                { phase: 'APPROVAL_WAIT', seconds: null, reasonCode: 'NO_GATE', gates: [] },
                {
                  phase: 'DEPLOY',
                  seconds: 3_600,
                  from: { what: 'START', toldBy: [{ entity: 'deployment:d1', kind: 'deployment' }] },
                  to: { what: 'FINISH', at: '2026-03-03T12:00:00.000Z', toldAt: '2026-03-03T12:00:00.000Z' },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('is told of the samples of lead time too, and of nothing else', async () => {
    const { metrics } = await answer<{ metrics: { id: string; metric: string }[] }>(
      `query ($window: WindowInput!) { metrics(ids: [CHANGE_LEAD_TIME, DEPLOYMENT_FREQUENCY], window: $window) { id metric } }`,
      { window: first },
    );
    const phasesOf = async (metric: string) => {
      const point = metrics.find((one) => one.metric === metric)?.id;
      const { evidence } = await answer<{ evidence: { nodes: { phases: { seconds: number } | null }[] } }>(
        `query ($point: ID!) { evidence(point: $point, first: 5) { nodes { phases { seconds } } } }`,
        { point },
      );
      return evidence.nodes.map(({ phases }) => phases);
    };

    expect(await phasesOf('CHANGE_LEAD_TIME')).toEqual([{ seconds: 14_400 }]);
    expect(await phasesOf('DEPLOYMENT_FREQUENCY')).toEqual([null]);
  });
});

interface Driven {
  readonly delta: number;
  readonly components: readonly { component: string; value: number; arithmetic: string }[];
  readonly services: readonly {
    readonly service: string;
    readonly mix: number;
    readonly components: readonly { component: string; value: number; pointBefore: string; pointAfter: string }[];
  }[];
}

describe('drivers', () => {
  it('say how each comes of its services, and open the numbers it is made of', async () => {
    const { drivers } = await answer<{ drivers: Driven }>(
      `query ($window: WindowInput!, $compareTo: WindowInput!) {
        drivers(of: CHANGE_LEAD_TIME, window: $window, compareTo: $compareTo) {
          delta components { component value arithmetic }
          services { service nBefore nAfter shareBefore shareAfter mix components { component value before after pointBefore pointAfter } }
        }
      }`,
      { window: second, compareTo: first },
    );

    // 4 h to 7 h: half an hour less of coding, four hours more of waiting, half an hour less of deploying
    expect(drivers.delta).toBe(3 * 3_600);
    const arithmetic = Object.fromEntries(drivers.components.map((one) => [one.component, one.arithmetic]));
    expect(arithmetic).toMatchObject({
      CODING: 'shop: (1 + 1) / 2 × (1800 − 3600) = -1800',
      DEPLOY_WAIT: 'shop: (1 + 1) / 2 × (21600 − 7200) = 14400',
      DEPLOY: 'shop: (1 + 1) / 2 × (1800 − 3600) = -1800',
      MIX: 'shop: 0, having 1 of the samples rather than 1',
    });
    const [shop] = drivers.services;
    expect(shop).toMatchObject({ service: 'shop', nBefore: 1, nAfter: 1, shareBefore: 1, shareAfter: 1, mix: 0 });
    const sums = drivers.components.reduce((sum, { value }) => sum + value, 0);
    expect(sums).toBe(drivers.delta);

    const wait = shop?.components.find(({ component }) => component === 'DEPLOY_WAIT');
    expect(wait).toMatchObject({ before: 7_200, after: 21_600, value: 14_400 });
    for (const [point, text] of [
      [wait?.pointBefore, 'mean of 7200 = 7200'],
      [wait?.pointAfter, 'mean of 21600 = 21600'],
    ]) {
      const { explain } = await answer<{ explain: { arithmetic: string } }>(EXPLAIN, { point });
      expect(explain.arithmetic).toBe(text);
    }
  });

  it('of rates open the rate of each service before and after', async () => {
    const { drivers } = await answer<{ drivers: Driven }>(
      `query ($window: WindowInput!, $compareTo: WindowInput!) {
        drivers(of: CHANGE_FAIL_RATE, window: $window, compareTo: $compareTo) {
          delta components { component value arithmetic }
          services { service mix components { component value pointBefore pointAfter } }
        }
      }`,
      { window: second, compareTo: first },
    );

    const { explain } = await answer<{ explain: { title: string; arithmetic: string } }>(EXPLAIN, {
      point: drivers.services[0]?.components[0]?.pointAfter,
    });
    expect(explain).toMatchObject({ title: 'Change fail rate', arithmetic: '0 / 1 = 0' });
  });
});
