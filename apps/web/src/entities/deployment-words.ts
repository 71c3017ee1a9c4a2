import type { DeploymentKind, DeploymentStatus } from '../generated/graphql.js';

/** What a deployment is for. */
export const kindWords: Readonly<Record<DeploymentKind, string>> = {
  CHANGE: 'change',
  CONFIG: 'configuration',
  FLAG: 'feature flag',
  HOTFIX: 'hotfix',
  REDEPLOY: 'redeployment',
  ROLLBACK: 'rollback',
};

/** How its rollout ended; whether it failed its users is another question. */
export const statusWords: Readonly<Record<DeploymentStatus, string>> = {
  CANCELLED: 'cancelled',
  FAILED: 'rollout failed',
  IN_PROGRESS: 'in progress',
  SUCCEEDED: 'succeeded',
};
