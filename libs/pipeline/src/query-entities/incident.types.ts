import type { Catalogue } from '@leadline/events';
import type { Analytics } from '@leadline/ports';
import type { FailureReason } from './deployment.types.js';
import type { Page, PageRequest } from './paging.types.js';

export interface IncidentFilter {
  readonly services?: readonly string[];
  /** Current owners of the services, by the catalogue; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly open?: boolean;
  /** Half-open [from, to) over startedAt. */
  readonly from?: number;
  readonly to?: number;
}

export interface IncidentSummary {
  readonly id: string;
  readonly entity: string;
  readonly service: string;
  /** Where it happened; null: its sender did not say. */
  readonly environment: string | null;
  /** Of that environment; null: nobody tells it. */
  readonly tier: string | null;
  readonly severity: string | null;
  readonly status: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly source: string;
  readonly startedAt: number;
  readonly detectedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  readonly userFacing: boolean;
  /** false: a false positive, a duplicate, or not caused by a change. */
  readonly counts: boolean;
  /** Ids of the deployments it names as its cause. */
  readonly causedBy: readonly string[];
  /** Ids of the flag changes it names as its cause. */
  readonly causedByFlagChange: readonly string[];
}
export type ListIncidents = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: PageRequest & { readonly where?: IncidentFilter; readonly asOf: number },
) => Promise<Page<IncidentSummary>>;
export type FindIncident = (analytics: Analytics, id: string, asOf: number) => Promise<IncidentSummary | null>;

export type CountIncidents = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: { readonly where?: IncidentFilter; readonly asOf: number },
) => Promise<number>;

/** What is asked of whom an incident is laid to: a deployment of another service only where the incident names it. */
export type BlamingIncident = Pick<IncidentSummary, 'id' | 'service' | 'causedBy'>;

/** That an incident is, or may be, the failure of a deployment. */
export interface Blame {
  /** Id of the deployment. */
  readonly deployment: string;
  readonly rule: FailureReason['rule'];
  /** Whether it speaks under the default options. */
  readonly counts: boolean;
}
/** By the incident's id. */
export type FindBlamed = (
  analytics: Analytics,
  incidents: readonly BlamingIncident[],
  asOf: number,
) => Promise<ReadonlyMap<string, readonly Blame[]>>;

export interface FlagFilter {
  readonly flags?: readonly string[];
  /** Paths of teams that own a service they change at asOf; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  /** Half-open [from, to) over its last change. */
  readonly from?: number;
  readonly to?: number;
}

/** What an environment sees of a flag since its last change there. */
export interface FlagExposure {
  readonly environment: string;
  readonly tier: string;
  /** Share of users, 0 to 100; null: on for targets of unknown size. */
  readonly exposure: number | null;
  readonly since: number;
}

/** A feature flag that was ever changed. */
export interface FlagSummary {
  readonly flag: string;
  /** Those its changes named, and those the catalogue declares for it. */
  readonly services: readonly string[];
  readonly changedAt: number;
  readonly changeCount: number;
  /** Of each environment it was changed in, production first. */
  readonly exposures: readonly FlagExposure[];
  /** It is meant to stay; null: nobody said. */
  readonly permanent: boolean | null;
  readonly archivedAt: number | null;
}
export type ListFlags = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: FlagFilter; readonly asOf: number },
) => Promise<Page<FlagSummary>>;
export type CountFlags = (
  analytics: Analytics,
  request: { readonly where?: FlagFilter; readonly asOf: number },
) => Promise<number>;

/** The latest changes of flags, by flag. */
export type FindFlagChanges = (
  analytics: Analytics,
  flags: readonly string[],
  request: { readonly first: number; readonly asOf: number },
) => Promise<ReadonlyMap<string, readonly FlagChangeSummary[]>>;

/** Changes of flags, by their own ids. */
export type FindFlagChangesById = (
  analytics: Analytics,
  changes: readonly string[],
  asOf: number,
) => Promise<ReadonlyMap<string, FlagChangeSummary>>;

export interface FlagChangeFilter {
  /** Their ids. */
  readonly changes?: readonly string[];
  readonly flags?: readonly string[];
  /** Of services that these teams, or those below them, owned when it happened. */
  readonly teams?: readonly string[];
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}
export interface FlagChangeSummary {
  readonly id: string;
  readonly entity: string;
  readonly flag: string;
  readonly services: readonly string[];
  readonly environment: string;
  readonly tier: string;
  readonly at: number;
  /** Share of users, 0 to 100; null: not told. */
  readonly exposure: number | null;
  readonly planned: boolean;
  readonly failed: boolean | null;
  readonly source: string;
}
export type ListFlagChanges = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: FlagChangeFilter; readonly asOf: number },
) => Promise<Page<FlagChangeSummary>>;
