import { KeptFacts, MemoryFacts } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import { DeriveMemory } from '@leadline/pipeline';
import type { Facts } from '@leadline/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentIn, deploymentsIn, derived } from './run-world.js';
import { anyWorld, disputedFlagsWorld, disputedWorld, world } from './worlds.js';

/** More worlds by command: LEADLINE_WORLDS=20000 npx vitest run test/promise */
const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 1000);

const sizesOfBatches = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 12 });

describe('the promise: order, duplication, batching and restarts change no row', () => {
  it(`holds in ${WORLDS} random worlds in memory`, async () => {
    await expectSameRows({
      // given every event twice, shuffled, in small batches with a restart between any two
      delivery: arriving(world, twice),
      derivedFrom: (batches) => derived(batches),
      seed: 20260302,
    });
  }, 600_000);

  it(`holds in ${WORLDS} random worlds in which people change their minds`, async () => {
    await expectSameRows({
      // given small batches, each of which is derived from what was stored before
      delivery: arriving(disputedWorld, once),
      derivedFrom: (batches) => derived(batches),
      seed: 20261122,
    });
  }, 600_000);

  it(`holds in ${WORLDS} random worlds in which flags turn out to be another's`, async () => {
    await expectSameRows({
      // given small batches, each of which is derived from what was stored before
      delivery: arriving(disputedFlagsWorld, once),
      derivedFrom: (batches) => derived(batches),
      seed: 20261123,
    });
  }, 600_000);

  it(`holds in ${WORLDS} random worlds for one who remembers what came before`, async () => {
    await expectSameRows({
      // given small batches, at one who keeps rows and remembers what was derived
      delivery: arriving(anyWorld, once),
      derivedFrom: (batches) => derived(batches, new KeptFacts(new MemoryFacts()), new DeriveMemory()),
      seed: 20260307,
    });
  }, 600_000);
});

/** A world, its events as they arrive, and how many of them come together. */
interface Delivery {
  readonly events: LeadlineEvent[];
  readonly arrived: LeadlineEvent[];
  readonly sizes: number[];
}

interface Proof {
  readonly delivery: fc.Arbitrary<Delivery>;
  readonly derivedFrom: (batches: LeadlineEvent[][]) => Promise<Facts>;
  readonly seed: number;
}

async function expectSameRows({ delivery, derivedFrom, seed }: Proof): Promise<void> {
  await fc.assert(
    fc.asyncProperty(delivery, async ({ events, arrived, sizes }) => {
      // given the world delivered at once
      const plain = await rowsIn(await derived([events]));
      // when it arrives in batches
      const batched = await rowsIn(await derivedFrom(inBatches(arrived, sizes)));
      // then the rows are the same
      expect(batched).toEqual(plain);
    }),
    { numRuns: WORLDS, seed },
  );
}

const arriving = (
  worlds: fc.Arbitrary<LeadlineEvent[]>,
  inOrder: (events: LeadlineEvent[]) => fc.Arbitrary<LeadlineEvent[]>,
): fc.Arbitrary<Delivery> =>
  worlds.chain((events) => fc.record({ events: fc.constant(events), arrived: inOrder(events), sizes: sizesOfBatches }));

const shuffled = (events: LeadlineEvent[]): fc.Arbitrary<LeadlineEvent[]> =>
  fc.shuffledSubarray(events, { minLength: events.length });

const twice = (events: LeadlineEvent[]): fc.Arbitrary<LeadlineEvent[]> => shuffled([...events, ...events]);

/** As they happened, so that much only goes on, or in any order, so that much is judged anew. */
const once = (events: LeadlineEvent[]): fc.Arbitrary<LeadlineEvent[]> =>
  fc.oneof(fc.constant(asTheyHappened(events)), shuffled(events));

const rowsIn = async (facts: Facts) => ({ deployments: await deploymentsIn(facts), ...(await contentIn(facts)) });

const asTheyHappened = (events: readonly LeadlineEvent[]): LeadlineEvent[] =>
  events.toSorted((a, b) => Date.parse(knownFrom(a)) - Date.parse(knownFrom(b)));

const knownFrom = ({ data, time }: LeadlineEvent): string => data.occurredAt ?? time ?? '1970-01-01T00:00:00Z';

function inBatches<T>(values: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  let start = 0;
  for (let index = 0; start < values.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    batches.push(values.slice(start, start + size));
    start += size;
  }
  return batches;
}
