import { z } from 'zod';

const starts = ['commit', 'first_commit', 'pr_opened', 'merged'] as const;

/** The options of metrics.md 2.1 under their own names, with their defaults; seconds where a name ends in S. */
export const metricOptions = z.strictObject({
  /** Instant that puts a deployment into a window or bucket and ends the lead time. */
  deployInstant: z.enum(['finished', 'started']).default('finished'),
  countRollbacks: z.boolean().default(false),
  countRedeploys: z.boolean().default(false),
  countConfig: z.boolean().default(true),
  countFlags: z.boolean().default(false),
  /** Sources whose failed rollouts count as exposed when they do not say; "*": all. */
  assumeExposed: z.array(z.string()).max(16).default([]),
  /** What a lead-time sample is. */
  unit: z.enum(['commit', 'change', 'deployment']).default('commit'),
  /** Where lead time opens. */
  start: z.enum(starts).default('commit'),
  repairSquash: z.boolean().default(true),
  includeMergeCommits: z.boolean().default(false),
  includeBots: z.boolean().default(true),
  identity: z.enum(['sha', 'patch_id']).default('sha'),
  firstDeployment: z.enum(['exclude', 'head_only', 'all']).default('exclude'),
  clockSkewToleranceS: z.number().min(0).default(300),
  rollbackImpliesFailure: z.boolean().default(true),
  rollbackWindowS: z.number().min(0).default(86_400),
  hotfixImpliesFailure: z.boolean().default(true),
  timeWindowAttribution: z.boolean().default(true),
  timeWindowS: z.number().min(0).default(3_600),
  /** Less severe incidents never count: sev1 is worst. */
  minSeverity: z
    .string()
    .regex(/^sev\d+$/i, 'sev1, sev2, …')
    .nullable()
    .default(null),
  excludeNonUserFacing: z.boolean().default(true),
  excludeFixOnly: z.boolean().default(false),
  recoveryStart: z.enum(['impact', 'detected', 'deployment']).default('impact'),
  reworkIncludesRollbacks: z.boolean().default(true),
  /** What a release of a flag is: its ramp, or each step that widens it. */
  flagUnit: z.enum(['ramp', 'change']).default('ramp'),
  /** Longest time between two steps of one ramp, inclusive. */
  rampGapS: z.number().min(0).default(604_800),
  /** Narrowed within this after its last widening, inclusive and not planned, a release has failed. */
  flagBackWindowS: z.number().min(0).default(86_400),
  /** Incidents that name no cause are attributed to the nearer of deployment and flag change. */
  flagAttribution: z.boolean().default(true),
  /** Unchanged for this long, a flag that is on or off everywhere is stale. */
  staleAfterS: z.number().min(0).default(2_592_000),
  /** Deployed for this long and never exposed, a flag is stale. */
  darkAfterS: z.number().min(0).default(7_776_000),
  /** Incidents that users did not notice count for the time to restore. */
  includeInternal: z.boolean().default(false),
  /** What ends the time to deploy: the finish, or the last check after it. */
  end: z.enum(['finished', 'verified']).default('finished'),
  /** A release train is on time that leaves at most so long before or after its plan. */
  toleranceS: z.number().min(0).default(900),
  /** Services that report downtime and capacity wherever there is any: silence of them is zero. */
  measuredServices: z.array(z.string()).max(1_000).default([]),
  /** Environment whose live version others are compared with for drift; null: of each the stage before it. */
  from: z.string().nullable().default(null),
  /** Environment that is compared; null: those of the scope, without one those of tier production. */
  to: z.string().nullable().default(null),
  weekStart: z.enum(['monday', 'sunday']).default('monday'),
});

export type MetricOptions = z.infer<typeof metricOptions>;
export const defaultOptions: MetricOptions = metricOptions.parse({});
