import type { EventData } from '@leadline/events';

/** What a deployer's word for a state means, and its place (0 to 9) among the states of one instant. */
export interface DeploymentState {
  readonly status: NonNullable<EventData<'deployment'>['status']>;
  readonly rank: number;
}

export const inProgress = (rank: number): DeploymentState => ({ status: 'in_progress', rank });
export const failed: DeploymentState = { status: 'failed', rank: 6 };
export const cancelled: DeploymentState = { status: 'cancelled', rank: 7 };
export const succeeded: DeploymentState = { status: 'succeeded', rank: 8 };
