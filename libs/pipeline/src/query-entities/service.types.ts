import type { Catalogue } from '@leadline/events';
import type { Analytics } from '@leadline/ports';
import type { Page, PageRequest } from './paging.types.js';

export interface ServiceSummary {
  readonly name: string;
  /** As the catalogue names it ("github:acme/payments"), else as deployments named it. */
  readonly repositories: readonly string[];
  /** Paths of its owners at `asOf`. */
  readonly teams: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the catalogue declares it. */
  readonly mapped: boolean;
  /** Lines of leadline.yaml that would map it; null: it is mapped. */
  readonly yaml: string | null;
  readonly environments: readonly string[];
  readonly lastDeployment: { readonly id: string; readonly environment: string; readonly at: number } | null;
  /** Why its numbers are stale: the error its last derivation ended with. */
  readonly staleBecause: string | null;
}
export interface ServiceFilter {
  readonly names?: readonly string[];
  /** Owners at `asOf`; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly mapped?: boolean;
}
export type ListServices = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: PageRequest & { readonly where?: ServiceFilter; readonly asOf: number },
) => Promise<Page<ServiceSummary>>;

export interface TeamSummary {
  /** "eng/payments". */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** null: a root. */
  readonly parent: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Services it owns itself at `asOf`. */
  readonly services: readonly string[];
  /** With those of its descendants. */
  readonly allServices: readonly string[];
}
/** Every team of the tree, parents before children. */
export type ListTeams = (catalogue: Catalogue, asOf: number) => readonly TeamSummary[];
