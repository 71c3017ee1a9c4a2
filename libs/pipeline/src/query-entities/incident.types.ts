import type { Catalogue } from '@leadline/events';
import type { Analytics } from '@leadline/ports';
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
}
export type ListIncidents = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: PageRequest & { readonly where?: IncidentFilter; readonly asOf: number },
) => Promise<Page<IncidentSummary>>;
export type FindIncident = (analytics: Analytics, id: string, asOf: number) => Promise<IncidentSummary | null>;

export interface FlagChangeFilter {
  readonly flags?: readonly string[];
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
