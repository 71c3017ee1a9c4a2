import type { Catalogue } from '@leadline/events';
import type { Combination, MetricId, PhasePart } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { PointReference } from './evidence.types.js';
import type { Blame, IncidentSummary } from './incident.types.js';

/** Why an incident is no failure of a deployment in a number. */
export const incidentReasons = [
  'false_positive',
  'duplicate',
  'not_caused_by_change',
  /** It happened in an environment that is known not to be production. */
  'not_production',
  /** It names a cause that nobody reported. */
  'cause_unknown',
  /** No deployment of its service came before it. */
  'no_deployment',
  /** Less severe than the option minSeverity asks for. */
  'below_severity',
  /** Users did not notice (option excludeNonUserFacing). */
  'not_user_facing',
  /** It began too long after the deployment (option timeWindowS), or inference is off (option timeWindowAttribution). */
  'not_near',
] as const;
export type IncidentReason = (typeof incidentReasons)[number];

/** Whether an incident is a failure in a number, under the options of that number. */
export interface ExplainedIncident {
  readonly incident: IncidentSummary;
  /** It says of a deployment that it failed. Whether that deployment counts, the evidence shows. */
  readonly counted: boolean;
  /** null: it is counted. */
  readonly reason: IncidentReason | null;
  /** Deployments it is laid to. */
  readonly blames: readonly Blame[];
}

/** An option that a number was made with. */
export interface OptionInForce {
  readonly name: string;
  /** As JSON. */
  readonly value: string;
  readonly isDefault: boolean;
}

/** Options that services have for themselves, in place of those of all. */
export interface RulesInForce {
  readonly services: readonly string[];
  readonly options: readonly OptionInForce[];
}

/** How a number was made: its rule and its options. */
export interface ExplainedPoint {
  readonly metric: MetricId;
  /** Part of lead time that it is; null: it is no part of it. */
  readonly phase: PhasePart | null;
  readonly title: string;
  /** What is counted. */
  readonly rule: string;
  readonly source: string;
  readonly options: readonly OptionInForce[];
  /** What holds for some services in their place. */
  readonly serviceRules: readonly RulesInForce[];
  /** How its value is made of what its evidence contributes; null: it has none. */
  readonly made: Combination | null;
}

/** Incidents of a point's services that began in its window, latest first, at most {@link MOST_EXPLAINED}. */
export type ExplainIncidents = (
  analytics: Analytics,
  catalogue: Catalogue,
  point: PointReference,
) => Promise<readonly ExplainedIncident[]>;

export const MOST_EXPLAINED = 500;
