import type { AlertSeverity } from '@leadline/events';
import type { Notifier } from '@leadline/ports';

export type DeploymentEvent = 'started' | 'finished' | 'failed' | 'rolled_back';

/** Who is told of what. */
export interface Channel {
  readonly name: string;
  /** Empty lists: all. */
  readonly rules: readonly string[];
  readonly teams: readonly string[];
  readonly services: readonly string[];
  /** Less urgent alerts are not told. */
  readonly severity: AlertSeverity;
  readonly alerts: boolean;
  readonly deployments: readonly DeploymentEvent[];
}

/** A channel, and what tells it. */
export interface OpenChannel extends Channel {
  readonly notifier: Notifier;
}
