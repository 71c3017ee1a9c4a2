import fc from 'fast-check';
import { at, type Data, flags, LAST_HOUR, one, rarely, services, some } from './colliding.js';

const MOST_WORDS = 8;
const [early, late] = [fc.integer({ min: 1, max: 10 }), fc.integer({ min: 4, max: LAST_HOUR })];
const changes = ['f1', 'f2', 'f3'];
const incidents = ['i1', 'i2'];
const carriers = ['d1', 'd2'];

const changed = fc.record({
  at: early,
  flag: one(...flags),
  services: some(services, 1),
  exposure: one(10, 50, 100),
});

/** What is said of one of them later: whose it was, what, where and when. */
const word = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      entity: one(...changes.map((id) => `flag_change:${id}`)),
      set: fc.oneof(
        { weight: 4, arbitrary: fc.record({ services: fc.subarray(services) }) },
        { weight: 2, arbitrary: fc.record({ flag: one(...flags) }) },
        { weight: 1, arbitrary: fc.record({ environment: one('production', 'staging', 'prod-us') }) },
        { weight: 1, arbitrary: fc.record({ at: early.map(at) }) },
        { weight: 1, arbitrary: fc.record({ exposure: one(0, 10, 50, 100) }) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      entity: one(...incidents.map((id) => `incident:${id}`)),
      set: fc.oneof(
        fc.record({ service: one(...services) }),
        fc.record({ startedAt: early.map(at) }),
        fc.record({ notCausedByChange: fc.boolean() }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      entity: one(...carriers.map((id) => `deployment:${id}`)),
      set: fc.oneof(
        fc.record({ service: one(...services) }),
        fc.record({ flags: fc.subarray(flags) }),
        fc.record({ status: one('succeeded', 'failed') }),
      ),
    }),
  },
);

/** Changes of two flags, what happened soon after them, who carries them, and people who put each of these right. */
export const disputedFlags: fc.Arbitrary<Data[]> = fc
  .record({
    changes: fc.tuple(changed, changed, changed),
    incidents: fc.tuple(
      ...incidents.map(() => fc.record({ service: one(...services), after: one(0, 1), of: fc.nat(2) })),
    ),
    deployed: fc.tuple(
      ...carriers.map(() => fc.record({ at: early, service: one(...services), flags: rarely(some(flags, 1)) })),
    ),
    words: fc.array(fc.record({ said: word, hour: late }), { minLength: 2, maxLength: MOST_WORDS }),
  })
  .map(({ changes: steps, incidents: happened, deployed, words }) => [
    ...steps.map((step, place) => ({
      type: 'flag_change',
      id: changes[place],
      environment: 'production',
      source: 'unleash',
      ...step,
      at: at(step.at),
      occurredAt: at(step.at),
    })),
    ...happened.map(({ service, after, of }, place) => {
      const startedAt = at((steps[of]?.at ?? 0) + after);
      return { type: 'incident', id: incidents[place], service, startedAt, occurredAt: startedAt };
    }),
    ...deployed.map(({ at: hour, service, flags: named }, place) => ({
      type: 'deployment',
      id: carriers[place],
      service,
      repo: `acme/${service}`,
      environment: 'production',
      status: 'succeeded',
      startedAt: at(hour),
      finishedAt: at(hour),
      occurredAt: at(hour),
      source: 'github',
      flags: named,
    })),
    ...words.map(({ said, hour }) => ({
      type: 'correction',
      ...said,
      by: 'ana',
      at: at(hour),
      reason: 'thought again',
    })),
  ]);
