import type { AlertRule, AlertSeverity } from '@leadline/events';
import type { AlertedDeployment } from './alert-facts.js';

export const alertStates = ['open', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

export type AlertAudience = 'on_call' | 'owner' | 'developers' | 'approvers' | 'product' | 'platform';

/** What a rule found to be wrong over one span of time, before repeats are joined. */
export interface Finding {
  readonly rule: AlertRule;
  /** What tells it apart among those of its rule, as people know it: a deployment's id, a train, a gate's request, an endpoint. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** When it was over; null: it was not. */
  readonly until: number | null;
  readonly severity: AlertSeverity;
  readonly audience: readonly AlertAudience[];
  /** What is wrong, in words; names in it are those that senders gave. */
  readonly what: string;
  /** What was measured: a factor, a share, or seconds, as the rule has it; null: a check that said no. */
  readonly value: number | null;
  /** What the value exceeds. */
  readonly threshold: number | null;
  readonly services: readonly string[];
  readonly environment: string | null;
  readonly deployment: AlertedDeployment | null;
}

/** One alert: at most one of a rule and key is open, and one that opens again within half an hour is the same. */
export interface Alert extends Omit<Finding, 'until'> {
  readonly state: AlertState;
  /** null: it is open. */
  readonly resolvedAt: number | null;
  /** Share of traffic its deployment has, 0 to 100; null: not told. */
  readonly trafficShare: number | null;
}
