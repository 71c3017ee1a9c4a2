import type { Catalogue } from '@leadline/events';
import type { Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** A target of an environment of a service. `target` null: the environment is one target. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly target: string | null;
}

/** What is live in a place: what the latest succeeded deployment there brought that named a commit or a version. */
export interface LiveVersion extends Place {
  readonly tier: string;
  readonly repository: string;
  /** Paths of the owners of the service at `asOf`. */
  readonly teams: readonly string[];
  readonly sha: string | null;
  readonly version: string | null;
  /** Id of the deployment that brought it. */
  readonly deployment: string;
  readonly kind: string;
  /** Finish of that deployment. */
  readonly since: number;
  /** Version of its configuration; null: not told. */
  readonly configVersion: string | null;
}

export interface LivePlace extends LiveVersion {
  /** The places it is compared with to say how far it is behind: those of the stage before it. */
  readonly before: readonly LiveVersion[];
  /** Other targets of its own environment. */
  readonly beside: readonly LiveVersion[];
}

export type ListEnvironments = (
  analytics: Analytics,
  catalogue: Catalogue,
  /** `until`: what finished later does not count, though it was known; by default everything that was known does. */
  asked: { readonly scope?: Scope; readonly asOf: number; readonly until?: number },
) => Promise<readonly LivePlace[]>;

export type DriftState =
  /** The same version. */
  | 'level'
  /** It lacks changes that are live in what it is compared with. */
  | 'behind'
  /** It has changes that are not live there: a hotfix. */
  | 'ahead'
  /** Both. */
  | 'diverged'
  /** The versions differ, and the commits between them are not known. */
  | 'unknown';

/** A change that is live in one place and not in another. */
export interface PendingChange {
  /** "change:<repository>#<number>", or "commit:<sha>" for a direct push. */
  readonly change: string;
  readonly title: string | null;
  readonly url: string | null;
  /** When it landed; null: not known. */
  readonly landedAt: number | null;
}

/** How far what is live in a place is behind what is live in another (metrics-deployment.md C, DRIFT). */
export interface Drift {
  /** What it is compared with. */
  readonly from: Place;
  readonly state: DriftState;
  /** Changes that are live there and not here; null: not known. */
  readonly changesBehind: number | null;
  /** Changes that are live here and not there; null: not known. */
  readonly changesAhead: number | null;
  /** When the first of the missing changes went live there; null: none is missing, or it is not known. */
  readonly behindSince: number | null;
  /** From then to `now`; 0: none is missing; null: not known. */
  readonly secondsBehind: number | null;
  /** Whether the configuration differs at the same commit: false at different ones; null: not known. */
  readonly configDiffers: boolean | null;
  /** More commits lie between than are read: there are at least as many changes. */
  readonly truncated: boolean;
  /** Those that are missing, latest first, at most {@link MOST_PENDING}. */
  readonly missing: readonly PendingChange[];
}

/** Most missing changes that are named. */
export const MOST_PENDING = 100;

/** How far places are behind, by {@link placeText}: the stage before each, and the furthest target of its environment. */
export interface PlaceDrift {
  readonly behindStage: Drift | null;
  readonly behindTarget: Drift | null;
}

export type FindDrift = (
  analytics: Analytics,
  catalogue: Catalogue,
  places: readonly LivePlace[],
  /** `now`: to which ages run, by default as of when it is asked. */
  asked: { readonly asOf: number; readonly now?: number },
) => Promise<ReadonlyMap<string, PlaceDrift>>;
