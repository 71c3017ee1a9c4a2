import { KeptFacts, MemoryFacts } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import { DeriveMemory } from '@leadline/pipeline';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from '../promise/run-world.js';
import { at, declared, expectSameAsOfThen, inBatches, rowsOf, says } from './history.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 150);

const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });
const time = fc.integer({ min: 8, max: 19 }).map((hour) => at(`${String(hour).padStart(2, '0')}:00`));

/** Four commits, of which two begin with the same seven digits. */
const shas = ['aaaaaaa1', 'aaaaaaa2', 'bbbbbbb1', 'ccccccc1'].map((begin) => begin.padEnd(40, '0'));
const short = one('aaaaaaa', 'bbbbbbb', 'bbbbbbb1');
const digests = ['1', '2'].map((id) => `sha256:${id.repeat(64)}`);
const tags = ['ghcr.io/acme/shop:latest', 'ghcr.io/acme/shop:main-bbbbbbb', `ghcr.io/acme/shop:${shas[3]}`];
const repository = one('acme/shop', 'acme/shop', 'acme/store', 'acme/gitops');

const commit = fc
  .record({
    sha: one(...shas),
    repo: repository,
    parents: fc.uniqueArray(one(...shas), { maxLength: 2 }),
    committedAt: time,
    occurredAt: time,
    repositoryId: sometimes(fc.constant('github:1')),
  })
  .map((data) => says('commit', data));

const artifact = fc
  .record({
    id: one(...digests, ...tags),
    names: sometimes(fc.uniqueArray(one(...digests, ...tags), { minLength: 1, maxLength: 2 })),
    sha: sometimes(one(...shas)),
    repo: sometimes(repository),
    publishedAt: sometimes(time),
    occurredAt: time,
    revision: sometimes(fc.integer({ min: 0, max: 2 })),
  })
  .map((data) => says('artifact', data));

const deployment = fc
  .record({
    id: one('d1', 'd2', 'd3', 'd4', 'd5'),
    source: one('github', 'argocd', 'jenkins'),
    service: one('shop', 'shop', 'store'),
    repo: sometimes(repository),
    repositoryId: sometimes(fc.constant('github:1')),
    sha: sometimes(fc.oneof(one(...shas), short)),
    artifacts: sometimes(fc.uniqueArray(one(...digests, ...tags), { minLength: 1, maxLength: 2 })),
    components: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.array(fc.record({ repository, sha: one(...shas) }), { minLength: 1, maxLength: 2 }) },
    ),
    target: sometimes(one('eu', 'us')),
    finishedAt: time,
    occurredAt: time,
  })
  .map((data) =>
    says('deployment', {
      ...data,
      startedAt: data.finishedAt,
      environment: 'production',
      status: 'succeeded' as const,
    }),
  );

const renaming = fc
  .record({ repo: one('acme/shop', 'acme/store'), formerly: one(['acme/shop'], ['acme/store']), occurredAt: time })
  .map((data) => says('repository', { ...data, repositoryId: 'github:1' }));

const catalogue = one(
  declared({ rules: { configurationRepositories: ['acme/gitops'] } }),
  declared({ services: [{ name: 'shop', repositories: ['github:1'] }] }),
);

const worldOf = (...more: { weight: number; arbitrary: fc.Arbitrary<LeadlineEvent> }[]) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: deployment },
      { weight: 4, arbitrary: artifact },
      { weight: 4, arbitrary: commit },
      ...more,
    ),
    // Few, so that what arrives last is often alone with what waits for it.
    { minLength: 2, maxLength: 8 },
  );

describe('links between repositories and sources', () => {
  it(`are the same in any order, in ${WORLDS} random worlds`, async () => {
    const world = worldOf({ weight: 1, arbitrary: renaming }, { weight: 1, arbitrary: catalogue });
    const delivery = world.chain((events) =>
      fc.record({
        events: fc.constant(events),
        arrived: fc.oneof(
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        ),
        sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 9 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(delivery, async ({ events, arrived, sizes }) => {
        const plain = await rowsOf(events);
        const forgetful = await derived(inBatches(arrived, sizes));
        const mindful = await derived(inBatches(arrived, sizes), new KeptFacts(new MemoryFacts()), new DeriveMemory());
        expect(await deploymentsIn(forgetful)).toEqual(plain);
        expect(await deploymentsIn(mindful)).toEqual(plain);
      }),
      { numRuns: WORLDS, seed: 20260311 },
    );
  }, 600_000);

  it(`are at each instant those of what was known then, in ${WORLDS} random worlds`, async () => {
    await fc.assert(fc.asyncProperty(worldOf(), expectSameAsOfThen), { numRuns: WORLDS, seed: 20260312 });
  }, 600_000);
});
