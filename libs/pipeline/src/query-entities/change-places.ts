import { compareText } from '@leadline/events';
import { deploymentId } from './deployment-id.js';
import { groupedBy } from '../grouped-by.js';
import type { DeploymentKey, Whereabouts } from './types.js';

/** What is looked for: SHAs of which any in a version means that the version contains the change. */
export interface SoughtChange {
  readonly repository: string;
  readonly seeds: readonly string[];
  /** Committer date of the oldest seed; null: not known. */
  readonly since: number | null;
  readonly asOf: number;
  /** Whether the change concerns a service of its repository: paths of a monorepo. */
  readonly concerns: (service: string) => boolean;
}

/** Where a change is, and what brought it to production first. */
export interface FoundPlaces {
  readonly whereabouts: readonly Whereabouts[];
  /** Id of the production deployment that carried it first; null: none did. */
  readonly carriedBy: string | null;
}

/** A deployment that replaced what was live at a place, or is about to. */
export interface Visit extends DeploymentKey {
  readonly tier: string;
  readonly target: string | null;
  readonly sha: string;
  readonly status: 'succeeded' | 'in_progress';
  /** Its finish; of one in progress its start. */
  readonly at: number;
  /** Finish of what replaced it there; null: nothing did. */
  readonly until: number | null;
  /** When the service brought its commit to production first; null: never. */
  readonly firstAt: number | null;
  /** Whether it carried one of the seeds for the first time. */
  readonly carried: boolean;
}

/** Visits, and what is known of the commits that came after the seeds. */
export interface FoundVisits {
  /** Of a place in the order of time, ties by deployment. */
  readonly visits: readonly Visit[];
  /** The seeds, and commits of which one is an ancestor. */
  readonly descendants: ReadonlySet<string>;
  /** Whether it is known what a commit follows. */
  readonly isInGraph: (sha: string) => boolean;
}

/** Committer dates of one history may differ from its order by this much, in milliseconds. */
export const CLOCK_SKEW = 86_400_000;

/**
 * A version contains the change if the commit graph says so; where the graph does not reach, if it came to production
 * first at or after the deployment that carried the change.
 */
export function placesIn({ visits, descendants, isInGraph }: FoundVisits, sought: SoughtChange): FoundPlaces {
  const whereabouts = [...groupedBy(visits, ({ service }) => service).values()].flatMap((own) => {
    const carriers = own.filter(({ carried }) => carried);
    if (carriers.length === 0 && !sought.concerns(own[0]!.service)) return [];
    const arrival = Math.min(...carriers.map(({ at }) => at));
    const contains = ({ sha, carried, firstAt }: Visit): boolean =>
      carried || descendants.has(sha) || (!isInGraph(sha) && firstAt !== null && firstAt >= arrival);
    const places = groupedBy(own, ({ environment, target }) => JSON.stringify([environment, target]));
    return [...places.values()].flatMap((there) => whereaboutsIn(there, contains));
  });
  const [first] = visits
    .filter(({ carried, tier, status }) => carried && tier === 'production' && status === 'succeeded')
    .toSorted((a, b) => a.at - b.at);
  return {
    whereabouts: whereabouts.toSorted(inOrder),
    carriedBy: first === undefined ? null : deploymentId(first),
  };
}

/** What one place saw, oldest first. A place that only ever saw a rollout begin is one the change waits for. */
function whereaboutsIn(visits: readonly Visit[], contains: (visit: Visit) => boolean): Whereabouts[] {
  const ended = visits.filter(({ status }) => status === 'succeeded');
  const last = ended.at(-1);
  const latest = visits.at(-1);
  if (latest === undefined) return [];
  const { service, environment, tier, target } = latest;
  const underway = last === latest || !contains(latest) ? null : deploymentId(latest);
  const place = { service, environment, tier, target };
  const live = { ...place, liveDeployment: last === undefined ? null : deploymentId(last), underway };
  const first = ended.find(contains);
  if (first === undefined || last === undefined) {
    return [{ ...live, state: 'waiting', since: null, deployment: null, until: null }];
  }
  const arrived = { ...live, since: first.at, deployment: deploymentId(first) };
  if (contains(last)) return [{ ...arrived, underway: null, state: 'live', until: null }];
  return [{ ...arrived, state: 'rolled_back', until: ended.findLast(contains)?.until ?? null }];
}

function inOrder(a: Whereabouts, b: Whereabouts): number {
  return (
    compareText(a.service, b.service) ||
    compareText(a.environment, b.environment) ||
    compareText(a.target ?? '', b.target ?? '')
  );
}
