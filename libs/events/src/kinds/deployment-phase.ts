import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

const id = z.string().min(1);

/** A step of a gradual rollout: share of traffic and what was done (metrics-deployment.md C). */
export const rolloutStep = z.looseObject({
  ...patchFields,
  id,
  deployment: id,
  at: instant,
  weight: z.number().min(0).max(100).nullish(),
  action: z.enum(['started', 'stepped', 'paused', 'resumed', 'promoted', 'aborted']),
  manual: z.boolean().nullish(),
});

/** A check before, during or after a rollout. */
export const verification = z.looseObject({
  ...patchFields,
  id,
  deployment: id,
  stage: z.enum(['preflight', 'canary', 'post']),
  check: z.string(),
  step: z.union([z.string(), z.number()]).nullish(),
  startedAt: instant.nullish(),
  finishedAt: instant.nullish(),
  result: z.enum(['passed', 'failed', 'inconclusive']).nullish(),
});

/** Somebody or a policy was asked whether a deployment may go on. */
export const approvalRequested = z.looseObject({ ...patchFields, id, deployment: id, gate: z.string(), at: instant });

/** The answer to a request. */
export const approvalGiven = z.looseObject({
  ...patchFields,
  id,
  request: id,
  at: instant,
  decision: z.enum(['approved', 'rejected', 'expired']),
  by: z.enum(['person', 'policy']),
});

const measure = z.enum([
  'errors',
  'cost',
  'downtime',
  'degradation',
  'capacity',
  'budget',
  'coverage',
  'tests',
  'notice',
]);

/**
 * A summary measured elsewhere: errors, cost, downtime, degradation, capacity, budget, coverage or tests; or a notice that was
 * sent, at `at`.
 */
export const observation = z.looseObject({
  ...patchFields,
  id,
  /** What was measured. */
  measure: measure.optional(),
  /** Another name of `measure`. */
  of: measure.optional(),
  service: z.string().nullish(),
  deployment: z.string().nullish(),
  /** Whom a notice went to: developers, on_call, owner, approvers, support, product, sales or executives. */
  audience: z.string().nullish(),
  /** What made a notice go out: a rule of alerts such as DRIFT, or a word of the sender's. */
  rule: z.string().nullish(),
});

/** A release train: what is planned, and its departure. */
export const trainScheduled = z.looseObject({
  ...patchFields,
  id,
  train: z.string().optional(),
  services: z.array(z.string()),
  plannedAt: instant,
  cutoffAt: instant.nullish(),
  changes: z.array(z.string()).nullish(),
  cancelledAt: instant.nullish(),
});

/** A train left with these deployments. */
export const trainDeparted = z.looseObject({
  ...patchFields,
  id,
  train: id,
  departedAt: instant,
  deployments: z.array(z.string()),
});
