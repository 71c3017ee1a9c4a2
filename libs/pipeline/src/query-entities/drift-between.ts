import type { PullRequestState } from '@leadline/tracking';
import { ancestorsOf, type CommitGraph, descendantsOf, parentsOf } from './commit-ancestry.js';
import type { FoundCommit } from './find-commits.js';
import { closingSha } from './pull-request-of.js';
import {
  type Drift,
  type DriftState,
  type LiveVersion,
  MOST_PENDING,
  type PendingChange,
  type Place,
} from './types.js';

/** A version that was live in a place. */
export interface Visit {
  readonly sha: string;
  /** Finish of the deployment that brought it, epoch milliseconds. */
  readonly finished_at: number;
}

/** What is known of the versions that are compared. */
export interface Versions {
  readonly asOf: number;
  readonly graphOf: (place: LiveVersion) => CommitGraph;
  /** Whether the repository has more commits than were read. */
  readonly isTruncated: (place: LiveVersion) => boolean;
  /** Pull requests that name a commit, by SHA. */
  readonly requests: ReadonlyMap<string, readonly PullRequestState[]>;
  /** Whether a commit that changed these files (null: not known) concerns the service: paths of a monorepo. */
  readonly concerns: (place: Place, changed: readonly string[] | null) => boolean;
  /** By place, oldest first. */
  readonly visits: ReadonlyMap<string, readonly Visit[]>;
}

/** How far `place` is behind `from`. */
export function driftBetween(from: LiveVersion, place: LiveVersion, versions: Versions): Drift {
  const compared = { from: { service: from.service, environment: from.environment, target: from.target } };
  if (isSameVersion(from, place)) {
    const [there, here] = [from.configVersion, place.configVersion];
    const configDiffers = there === null || here === null ? null : there !== here;
    return { ...compared, ...nothing, state: 'level', changesBehind: 0, changesAhead: 0, configDiffers };
  }
  const graph = versions.graphOf(place);
  if (!isKnown(from.sha, graph) || !isKnown(place.sha, graph)) {
    const behindSince = firstAfter(place.sha, from, versions);
    return { ...compared, ...nothing, ...since(behindSince, versions), state: 'unknown' };
  }
  const [there, here] = [ancestorsOf(graph, from.sha), ancestorsOf(graph, place.sha)];
  const missing = changesIn(difference(there, here), place, graph, versions);
  const extra = changesIn(difference(here, there), place, graph, versions);
  const behindSince = missing.length === 0 ? null : firstWith(missing, from, graph, versions);
  const latestFirst = missing.toSorted((a, b) => (b.landedAt ?? 0) - (a.landedAt ?? 0));
  return {
    ...compared,
    ...nothing,
    ...since(behindSince, versions),
    state: stateOf(missing.length, extra.length),
    changesBehind: missing.length,
    changesAhead: extra.length,
    truncated: versions.isTruncated(place),
    missing: latestFirst
      .slice(0, MOST_PENDING)
      .map(({ change, title, url, landedAt }) => ({ change, title, url, landedAt })),
  };
}

/** Commits that are in one of the two versions only: those whose changes must be known. */
export function differingShas(from: LiveVersion, place: LiveVersion, { graphOf }: Pick<Versions, 'graphOf'>): string[] {
  if (isSameVersion(from, place)) return [];
  const graph = graphOf(place);
  if (!isKnown(from.sha, graph) || !isKnown(place.sha, graph)) return [];
  const [there, here] = [ancestorsOf(graph, from.sha), ancestorsOf(graph, place.sha)];
  return [...difference(there, here), ...difference(here, there)];
}

const nothing = {
  changesBehind: null,
  changesAhead: null,
  behindSince: null,
  secondsBehind: null,
  configDiffers: null,
  truncated: false,
  missing: [],
} as const;

const since = (at: number | null, { asOf }: Versions): Pick<Drift, 'behindSince' | 'secondsBehind'> => ({
  behindSince: at,
  secondsBehind: at === null ? null : (asOf - at) / 1000,
});

function stateOf(behind: number, ahead: number): DriftState {
  if (behind === 0) return ahead === 0 ? 'level' : 'ahead';
  return ahead === 0 ? 'behind' : 'diverged';
}

/** The same commit; where a deployment names none, the same version. */
const isSameVersion = (a: LiveVersion, b: LiveVersion): boolean =>
  a.sha !== null || b.sha !== null ? a.sha === b.sha : a.version === b.version;

function isKnown(sha: string | null, graph: CommitGraph): sha is string {
  const commit = sha === null ? undefined : graph.get(sha);
  return commit !== undefined && parentsOf(commit) !== null;
}

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter((sha) => !b.has(sha));

interface MissingChange extends PendingChange {
  /** The commit with which it is there. */
  readonly sha: string;
}

/** Changes whose last commit is among these: pull requests, and commits that belong to none and merge nothing. */
function changesIn(
  shas: readonly string[],
  place: LiveVersion,
  graph: CommitGraph,
  { requests, concerns }: Versions,
): MissingChange[] {
  const among = new Set(shas);
  const found = new Map<string, MissingChange>();
  for (const sha of shas) {
    const commit = graph.get(sha);
    if (commit === undefined || !concerns(place, commit.paths)) continue;
    const request = (requests.get(sha) ?? []).find((candidate) => among.has(closingSha(candidate) ?? ''));
    if (request !== undefined) found.set(request.change, ofRequest(request));
    else if ((commit.parents?.length ?? 0) < 2) found.set(`commit:${sha}`, ofCommit(commit));
  }
  return [...found.values()];
}

const ofRequest = (request: PullRequestState): MissingChange => ({
  sha: closingSha(request) ?? '',
  change: request.change,
  title: request.title || null,
  url: request.url || null,
  landedAt: request.mergedAt,
});

const ofCommit = ({ sha, title, committedAt }: FoundCommit): MissingChange => ({
  sha,
  change: `commit:${sha}`,
  title: title || null,
  url: null,
  landedAt: committedAt,
});

/** When the first of the changes went live in a place. */
function firstWith(
  missing: readonly MissingChange[],
  from: LiveVersion,
  graph: CommitGraph,
  versions: Versions,
): number | null {
  const containing = descendantsOf(
    graph,
    missing.map(({ sha }) => sha),
  );
  return visitsIn(from, versions).find(({ sha }) => containing.has(sha))?.finished_at ?? null;
}

/** When another version followed this one in a place: all that can be said without the commits. */
function firstAfter(sha: string | null, from: LiveVersion, versions: Versions): number | null {
  const visits = visitsIn(from, versions);
  const last = sha === null ? -1 : visits.findLastIndex((visit) => visit.sha === sha);
  return last < 0 ? null : (visits[last + 1]?.finished_at ?? null);
}

const visitsIn = ({ service, environment, target }: Place, { visits }: Versions): readonly Visit[] =>
  visits.get(JSON.stringify([service, environment, target])) ?? [];
