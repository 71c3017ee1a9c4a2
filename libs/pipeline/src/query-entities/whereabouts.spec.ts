import { eventOf, type EventKind, kindOfType, type LeadlineEvent } from '@leadline/events';
import { FOREVER } from '@leadline/tables';
import { contentHash } from '@leadline/tracking';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { BEGIN, HOUR, inWorld, LAST_HOUR, world } from '../../../../test/promise/worlds.js';
import { DeriveMemory } from '../derive-scopes/derive-memory.js';
import type { SoughtChange } from './change-places.js';
import { commitsOf } from './find-commits.js';
import { at, commit, type GivenWarehouse, givenWarehouse, rollout, sha } from './testing/given-warehouse.js';
import { visitsInStays } from './visits-in-stays.js';
import { whereaboutsByEvidence, whereaboutsOf } from './whereabouts.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 12);
/** After everything that happens in any world. */
const AFTERWARDS = BEGIN + (LAST_HOUR + 24) * HOUR;
const repository = (index: number): string => `w${index}~acme/api`;

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([]);
});
afterAll(async () => warehouse.remove());

/** Deployments of a world are of its repository, every fifth of another and every seventh of nobody knows which. */
function ofRepositories(events: readonly LeadlineEvent[], index: number): LeadlineEvent[] {
  return events.map((event, place) => {
    if (kindOfType(event.type) !== 'deployment') return inWorld(event, index);
    const repo = place % 7 === 3 ? undefined : place % 5 === 2 ? 'acme/web' : 'acme/api';
    const data = { ...event.data, ...(repo && { repo }) };
    return inWorld(eventOf<EventKind>('deployment', { id: contentHash(data), source: 'world' }, data), index);
  });
}

/** What is asked of a world: each of its commits, alone and two at once, in services that it concerns or not. */
async function questionsOf(index: number, asOf: number): Promise<SoughtChange[]> {
  const shas = ['A', 'B', 'C', 'D', 'E', 'Z'].map((name) => `w${index}~${name}`);
  const commits = await commitsOf(warehouse.analytics, shas, asOf);
  const sought = (seeds: readonly string[], concerns: (service: string) => boolean): SoughtChange => {
    const since = commits.get(seeds[0] ?? '')?.committedAt ?? null;
    return { repository: repository(index), seeds, since, asOf, concerns };
  };
  return [
    ...shas.map((one) => sought([one], () => true)),
    sought(shas.slice(1, 3), () => true),
    ...shas.slice(0, 3).map((one) => sought([one], (service) => service.endsWith('web'))),
  ];
}

describe(`where a change is, in ${WORLDS} random worlds`, () => {
  const worlds = fc.sample(world, { numRuns: WORLDS, seed: 20261122 });
  beforeAll(async () => {
    for (const [index, events] of worlds.entries()) {
      const told = ofRepositories(events, index);
      // Some come at once, others one after the other, backwards, or by a process that starts anew each time.
      const batches = index % 3 === 0 ? [told] : (index % 3 === 1 ? told : told.toReversed()).map((event) => [event]);
      await derived(batches, warehouse.facts, index % 2 === 0 ? new DeriveMemory() : undefined);
    }
  }, 600_000);

  it('is told by what stands there as it is by the evidence, when everything is over', async () => {
    const outcomes = { alike: 0, told: 0, somewhere: 0 };
    for (const index of worlds.keys()) {
      for (const sought of await questionsOf(index, AFTERWARDS)) {
        const [found, evidence] = await Promise.all([
          whereaboutsOf(warehouse.analytics, sought),
          whereaboutsByEvidence(warehouse.analytics, sought),
        ]);
        expect(found, `${index} ${sought.seeds.join()}`).toEqual(evidence);
        outcomes.alike += 1;
        outcomes.told += (await visitsInStays(warehouse.analytics, sought)) === null ? 0 : 1;
        outcomes.somewhere += found.whereabouts.some(({ state }) => state !== 'waiting') ? 1 : 0;
      }
    }
    // What another repository's deployment carried is the evidence's to say.
    expect(outcomes.told).toBeGreaterThan(outcomes.alike / 2);
    expect(outcomes.somewhere).toBeGreaterThan(outcomes.alike / 20);
  }, 900_000);

  it('is told alike of the past', async () => {
    let past = 0;
    for (const index of worlds.keys()) {
      const asOf = BEGIN + (index % LAST_HOUR) * HOUR;
      for (const sought of await questionsOf(index, asOf)) {
        const evidence = await whereaboutsByEvidence(warehouse.analytics, sought);
        expect(await whereaboutsOf(warehouse.analytics, sought), `${index} ${sought.seeds.join()}`).toEqual(evidence);
        past += (await visitsInStays(warehouse.analytics, sought)) === null ? 1 : 0;
      }
    }
    expect(past).toBeGreaterThan(0);
  }, 900_000);
});

it('is asked of the evidence in a database from before, which has a mark in place of what stood where', async () => {
  // given a change that is live
  await derived([[commit('c1', '01T08:00', []), rollout('p1', 'c1', '01T10:00')]], warehouse.facts);
  const asOf = at('05T00:00');
  const sought = { repository: 'acme/shop', seeds: [sha('c1')], since: at('01T08:00'), asOf, concerns: () => true };
  const before = await whereaboutsOf(warehouse.analytics, sought);
  expect(before.whereabouts).toMatchObject([{ environment: 'production', state: 'live', since: at('01T10:00') }]);
  expect(await visitsInStays(warehouse.analytics, sought)).not.toBeNull();
  // when the mark of the migration stands there
  const nothing = { repository: '', service: '', place: '', row: '' };
  const mark = { ...nothing, last_instant: FOREVER, told: '["mark"]', version: 0 };
  await warehouse.facts.store({ stays: [mark] });
  // then the evidence says the same
  expect(await visitsInStays(warehouse.analytics, sought)).toBeNull();
  expect(await whereaboutsOf(warehouse.analytics, sought)).toEqual(before);
});
