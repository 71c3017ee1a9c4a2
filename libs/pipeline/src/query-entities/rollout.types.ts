import type { Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { DeploymentSummary } from './deployment.types.js';

export const rolloutActions = ['started', 'stepped', 'paused', 'resumed', 'promoted', 'aborted'] as const;
export type RolloutAction = (typeof rolloutActions)[number];

/** A step of a gradual rollout. */
export interface RolloutStep {
  readonly id: string;
  readonly at: number;
  readonly action: RolloutAction;
  /** Share of traffic from then on, 0 to 100; null: not told. */
  readonly weight: number | null;
  /** A person did it. */
  readonly manual: boolean;
}

export const verificationStages = ['preflight', 'canary', 'post'] as const;

/** A check before, during or after a rollout. */
export interface Verification {
  readonly id: string;
  readonly stage: (typeof verificationStages)[number];
  readonly check: string;
  readonly step: string | null;
  readonly startedAt: number | null;
  /** null: it runs. */
  readonly finishedAt: number | null;
  /** null: none yet. */
  readonly result: 'passed' | 'failed' | 'inconclusive' | null;
}

/** A gate that was asked whether a deployment may go on. */
export interface Approval {
  readonly id: string;
  readonly gate: string;
  readonly requestedAt: number;
  /** null: it waits. */
  readonly decidedAt: number | null;
  readonly decision: 'approved' | 'rejected' | 'expired' | null;
  readonly by: 'person' | 'policy' | null;
}

/** How a deployment goes, or went, as far as its tools tell. */
export interface RolloutProgress {
  /** Oldest first. */
  readonly steps: readonly RolloutStep[];
  readonly verifications: readonly Verification[];
  readonly approvals: readonly Approval[];
  /** Share of traffic that has the version, 0 to 100; null: not told. */
  readonly weight: number | null;
  /** The last step paused it. */
  readonly paused: boolean;
}

/** `ids`: of {@link DeploymentSummary}. By id. */
export type FindProgress = (
  analytics: Analytics,
  ids: readonly string[],
  asOf: number,
) => Promise<ReadonlyMap<string, RolloutProgress>>;

export interface Rollout extends RolloutProgress {
  readonly deployment: DeploymentSummary;
  /** A later deployment of the same place has finished: its end was probably never told. */
  readonly overtaken: boolean;
}

/** `active`: only those in progress; else also those that ended. Latest start first, at most {@link MOST_ROLLOUTS}. */
export type ListRollouts = (
  analytics: Analytics,
  asked: { readonly active: boolean; readonly scope?: Scope; readonly asOf: number },
) => Promise<readonly Rollout[]>;

export const MOST_ROLLOUTS = 200;
