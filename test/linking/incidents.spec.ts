import { MemoryFacts } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentIn, deploymentsIn, derived } from '../promise/run-world.js';
import {
  at,
  declared,
  deployed,
  deploymentsOf,
  expectSameAsOfThen,
  expectSameInAnyOrder,
  inBatches,
  isNow,
  says,
  sha,
} from './history.js';

const history = [
  deployed('d1', '08:00', { repo: 'acme/shop', sha: sha('a') }),
  deployed('d2', '10:00', { repo: 'acme/shop', sha: sha('b') }),
  says('incident', { id: 'i1', service: 'shop', startedAt: at('08:10'), occurredAt: at('08:10') }),
  // Where it was is told when it is over.
  says('incident', { id: 'i1', environment: 'edge', resolvedAt: at('08:30'), occurredAt: at('08:30'), revision: 1 }),
  says('incident', {
    id: 'i2',
    service: 'shop',
    environment: 'staging',
    startedAt: at('10:10'),
    causedBy: ['d2'],
    occurredAt: at('10:10'),
  }),
];
const catalogues = [
  declared({ declaredAt: at('00:00') }),
  declared({ declaredAt: at('12:00'), environments: [{ name: 'edge', tier: 'test' }] }),
];

/** By deployment the incidents that blame it now. */
async function blamed(events: readonly LeadlineEvent[]): Promise<object> {
  const found = await deploymentsOf(events);
  return Object.fromEntries(
    Object.entries(found).map(([id, { row }]) => [id, row.reasons.filter(isNow).map(({ by }) => by)]),
  );
}

async function contentOf(batches: readonly (readonly LeadlineEvent[])[]): Promise<object> {
  const facts = await derived(batches, new MemoryFacts());
  return { deployments: await deploymentsIn(facts), ...(await contentIn(facts)) };
}

describe('an incident that names its environment', () => {
  it('fails a deployment while nobody knows of what tier that is', async () => {
    expect(await blamed(history)).toEqual({ d1: ['i1'], d2: [] });
    expect(await blamed([...catalogues, ...history])).toEqual({ d1: [], d2: [] });
  });

  it('fails it by a tier that its sender tells, where the catalogue tells none', async () => {
    const told = says('incident', { id: 'i1', envTier: 'production', occurredAt: at('08:20'), revision: 2 });
    expect(await blamed([...history, told])).toEqual({ d1: ['i1'], d2: [] });
    const other = says('incident', { id: 'i1', envTier: 'development', occurredAt: at('08:20'), revision: 2 });
    expect(await blamed([...history, other])).toEqual({ d1: [], d2: [] });
  });

  it('is judged as it was known at each instant', async () => {
    await expectSameAsOfThen([...catalogues, ...history]);
  });

  it('gives the same deployments to one who remembers what came before', async () => {
    await expectSameInAnyOrder([...catalogues, ...history]);
  });

  it('gives the same rows in any order, twice, and with a catalogue that comes late', async () => {
    const events = [...catalogues, ...history];
    const plain = await contentOf([events]);
    const arrival = fc.record({
      arrived: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(arrival, async ({ arrived, sizes }) => {
        expect(await contentOf(inBatches(arrived, sizes))).toEqual(plain);
      }),
      { numRuns: 100, seed: 20261122 },
    );
  });
});
