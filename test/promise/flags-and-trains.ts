import fc from 'fast-check';
import {
  at,
  type Data,
  envelope,
  flagChanges,
  flags,
  hour,
  ids,
  incidents,
  one,
  services,
  some,
  sometimes,
} from './colliding.js';

/** Few flags in few environments, so that changes ramp up, take back and repeat each other. */
const flagChange = fc
  .record({
    type: fc.constant('flag_change'),
    id: one(...flagChanges),
    flag: one(...flags),
    environment: one('production', 'production', 'prod-us', 'staging'),
    at: hour.map(at),
    exposure: one<number | null>(0, 0, 10, 50, 100, 100, null),
    services: sometimes(some(services, 2)),
    planned: sometimes(fc.boolean()),
    failed: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
    fixesIncident: sometimes(one(...incidents)),
    source: one('github', 'unleash'),
    ...envelope,
  })
  .map((change) => ({ ...change, envTier: change.environment === 'staging' ? 'staging' : 'production' }));

const flag = fc.record({
  type: fc.constant('flag'),
  flag: one(...flags),
  permanent: sometimes(fc.boolean()),
  archivedAt: sometimes(hour.map(at)),
  ...envelope,
});

const trainScheduled = fc
  .record({
    type: fc.constant('train_scheduled'),
    id: one('t1', 't2'),
    services: some(services, 2),
    planned: hour,
    closesBefore: sometimes(fc.integer({ min: 0, max: 6 })),
    changes: fc.option(some(['A', 'B', 'C', 'acme/api#1', 'acme/api#2', 'acme/api#9'], 3), {
      nil: undefined,
      freq: 1,
    }),
    cancelledAt: fc.option(hour.map(at), { nil: undefined, freq: 1 }),
    ...envelope,
  })
  .map(({ planned, closesBefore, ...rest }) => ({
    ...rest,
    plannedAt: at(planned),
    ...(closesBefore === undefined ? {} : { cutoffAt: at(planned - closesBefore) }),
  }));

const trainDeparted = fc
  .record({
    type: fc.constant('train_departed'),
    train: one('t1', 't2'),
    departedAt: hour.map(at),
    deployments: some(ids, 3),
    ...envelope,
  })
  .map((departure) => ({ ...departure, id: departure.train }));

/** What changed who sees a feature, and what was to leave together. */
export const flagOrTrain: fc.Arbitrary<Data> = fc.oneof(
  { weight: 5, arbitrary: flagChange },
  { weight: 1, arbitrary: flag },
  { weight: 2, arbitrary: trainScheduled },
  { weight: 2, arbitrary: trainDeparted },
);
