import fc from 'fast-check';
import { at, type Data, envelope, hour, ids, LAST_HOUR, one, services, sometimes } from './colliding.js';

const span = { start: hour, lasts: fc.integer({ min: 1, max: 4 }) };
const amount = fc.integer({ min: 0, max: 20 });

const rolloutStep = fc.record({
  type: fc.constant('rollout_step'),
  id: one('s1', 's2', 's3', 's4'),
  deployment: one(...ids),
  at: hour.map(at),
  weight: one(0, 10, 50, 100),
  action: one('started', 'stepped', 'paused', 'resumed', 'promoted', 'aborted'),
  manual: sometimes(fc.boolean()),
});

const verification = fc
  .record({
    type: fc.constant('verification'),
    id: one('v1', 'v2', 'v3', 'v4'),
    deployment: one(...ids),
    stage: one('preflight', 'canary', 'post', 'post'),
    check: one('errors', 'latency'),
    ...span,
    result: one('passed', 'failed', 'inconclusive', undefined),
    ...envelope,
  })
  .map(({ start, lasts, ...rest }) => ({
    ...rest,
    startedAt: at(start),
    ...(rest.result === undefined ? {} : { finishedAt: at(start + lasts) }),
  }));

const requested = fc.record({
  type: fc.constant('approval_requested'),
  id: one('r1', 'r2', 'r3'),
  deployment: one(...ids),
  gate: one('release', 'change board'),
  at: hour.map(at),
});

const given = fc.record({
  type: fc.constant('approval_given'),
  id: one('y1', 'y2', 'y3'),
  request: one('r1', 'r2', 'r3'),
  at: hour.map(at),
  decision: one('approved', 'approved', 'rejected', 'expired'),
  by: one('person', 'person', 'policy'),
});

const about = { type: fc.constant('observation'), service: one(...services), ...envelope };
const half = fc.record({ errors: amount, minutes: fc.constant(30), requests: sometimes(one(100, 200)) });
const money = fc.record({ cost: amount, hours: one(12, 24) });

const observation = fc.oneof(
  fc.record({
    ...about,
    id: one('o1', 'o2'),
    measure: fc.constant('errors'),
    deployment: one(...ids),
    at: hour.map(at),
    before: half,
    after: half,
  }),
  fc.record({
    ...about,
    id: one('o3', 'o4'),
    measure: fc.constant('cost'),
    deployment: one(...ids),
    at: hour.map(at),
    currency: one('EUR', 'EUR', 'USD'),
    before: money,
    after: money,
  }),
  fc
    .record({
      ...about,
      id: one('o5', 'o6', 'o7'),
      measure: one('downtime', 'degradation', 'capacity'),
      deployment: sometimes(one(...ids)),
      available: one(0, 0.5, 1),
      ...span,
    })
    .map(({ start, lasts, ...rest }) => ({ ...rest, from: at(start), to: at(start + lasts) })),
  fc
    .record({
      ...about,
      id: one('o8', 'o9', 'oa', 'ob'),
      measure: fc.constant('budget'),
      deployment: sometimes(one(...ids)),
      slo: one('availability', 'latency'),
      allowed: one(100, 200),
      spent: amount,
      ...span,
    })
    .map(({ start, lasts, ...rest }) => ({ ...rest, from: at(start), to: at(start + lasts) })),
  fc.record({
    ...about,
    id: one('oc', 'od', 'oe'),
    measure: fc.constant('coverage'),
    at: hour.map(at),
    instrumented: amount,
    total: one(20, 40),
  }),
);

const run = fc
  .record({
    type: fc.constant('pipeline_run'),
    run: one('p1', 'p2', 'p3'),
    attempt: one(1, 2),
    pipeline: one('deploy', 'build'),
    service: one(...services),
    role: one('deployment', 'deployment', 'ci'),
    sha: one('A', 'B'),
    status: one('succeeded', 'failed', 'in_progress'),
    ...span,
    ...envelope,
  })
  .map(({ start, lasts, ...rest }) => ({
    ...rest,
    id: rest.run,
    startedAt: at(start),
    ...(rest.status === 'in_progress' ? {} : { finishedAt: at(Math.min(start + lasts, LAST_HOUR)) }),
  }));

/** What is reported of deployments beside themselves, and of the services. */
export const measure: fc.Arbitrary<Data> = fc.oneof(
  rolloutStep,
  verification,
  requested,
  given,
  observation,
  observation,
  run,
);
