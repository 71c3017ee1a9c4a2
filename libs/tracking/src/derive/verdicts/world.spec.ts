import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptView } from './views.js';
import { World } from './world.js';

const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const MINUTE = 60_000;

/** Attempts in which everything collides: few places, versions and groups; instants so near that sources are witnesses. */
const look: fc.Arbitrary<AttemptView> = fc
  .record({
    id: one('d1', 'd2', 'd3', 'd4', 'd5', 'd6'),
    group: one(null, 'g1', 'g1', 'g2'),
    target: one(null, null, 'eu'),
    service: one('api', 'api', 'api', 'web'),
    environment: one('production', 'production', 'production', 'staging'),
    source: one('github', 'jenkins', 'argocd', ''),
    status: one('succeeded', 'succeeded', 'succeeded', 'succeeded', 'failed', 'in_progress', 'cancelled'),
    start: fc.integer({ min: 0, max: 20 }),
    lasts: fc.integer({ min: 0, max: 3 }),
    sha: one('A', 'B', 'C', null),
    namedVersion: one(null, null, '1.0'),
    exposed: one(null, true, false),
    kind: one(null, null, null, 'rollback', 'flag'),
    authority: one(true, false),
  })
  .map(({ start, lasts, authority, ...said }): AttemptView => {
    const isOver = said.status !== 'in_progress';
    const standing =
      authority && said.source === 'jenkins' ? 0 : said.source === 'argocd' ? 1 : said.source === 'github' ? 3 : 2;
    return {
      ...said,
      status: said.status as AttemptView['status'],
      kind: said.kind as AttemptView['kind'],
      standing,
      tier: said.environment,
      startedAt: start * 10 * MINUTE,
      finishedAt: isOver ? (start + lasts) * 10 * MINUTE : null,
      repository: null,
      version: said.namedVersion ?? '',
      configVersion: null,
      rollbackOf: null,
      fixes: [],
      fixesIncident: false,
      planned: false,
      actor: '',
      url: '',
      commits: null,
      flags: [],
      trigger: null,
      steps: null,
      marks: [],
    };
  });

describe('a world that moves on', () => {
  it('is at every instant the world that is seen for the first time then', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(look, one(true, true, true, false)), { minLength: 1, maxLength: 3 }), {
          maxLength: 12,
        }),
        (steps) => {
          // given a world that learns of attempts, corrects and forgets them
          const moving = new World('api');
          const known = new Map<string, AttemptView>();
          for (const [at, step] of steps.entries()) {
            const changes = new Map(step.map(([view, exists]) => [view.id, exists ? view : null]));
            const applied = [...changes].map(([id, view]) => ({ id, change: { at, view } }));
            for (const [id, view] of changes) {
              if (view) known.set(id, view);
              else known.delete(id);
            }
            const before = seen(moving);
            const dirty = moving.apply(applied);
            // when the same is told to a world that knew nothing, in another order
            const fresh = new World('api');
            fresh.apply([...known.values()].reverse().map((view) => ({ id: view.id, change: { at, view } })));
            // then both look alike, and whatever looks different than before was called dirty
            const now = seen(moving);
            expect(now).toEqual(seen(fresh));
            const different = Object.keys({ ...before, ...now }).filter((key) => before[key] !== now[key]);
            expect([...dirty]).toEqual(expect.arrayContaining(different.filter((key) => key !== 'order')));
            for (const id of known.keys()) expect(moving.ofAttempt(id)).toEqual(fresh.ofAttempt(id));
          }
        },
      ),
      { numRuns: Number(process.env['LEADLINE_WORLDS'] ?? 300), seed: 20260302 },
    );
  }, 120_000);
});

function seen(world: World): Record<string, string> {
  const order = world.finished.map(({ occurrence }) => occurrence.key);
  const all = [...world.deployments, ...world.foreign].map((judged) => [
    judged.occurrence.key,
    JSON.stringify([judged, world.running.has(judged.occurrence.key)]),
  ]);
  return { ...(Object.fromEntries(all) as Record<string, string>), order: JSON.stringify(order) };
}
