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
  /** Who told of the deployment that brought it. */
  readonly source: string;
}

/** What is known of the versions that are compared. */
export interface Versions {
  /** To which ages run, epoch milliseconds. */
  readonly now: number;
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

/** How far `place` is behind `from`; both may be the same place. */
export function driftBetween(from: LiveVersion, place: LiveVersion, versions: Versions): Drift {
  const compared = { from: { service: from.service, environment: from.environment, target: from.target } };
  if (isSameVersion(from, place)) {
    const configDiffers = from.configVersion !== place.configVersion;
    return { ...compared, ...level, configDiffers };
  }
  const graph = versions.graphOf(place);
  if (!isKnown(from.sha, graph) || !isKnown(place.sha, graph)) {
    const behindSince = firstAfter(place.sha, from, versions);
    return { ...compared, ...level, ...unknown, ...since(behindSince, versions), state: 'unknown' };
  }
  const [there, here] = [ancestorsOf(graph, from.sha), ancestorsOf(graph, place.sha)];
  const missing = changesIn(difference(there, here), place, graph, versions);
  const extra = changesIn(difference(here, there), place, graph, versions);
  const late = missing.length === 0 ? null : since(firstWith(missing, from, { place, graph }, versions), versions);
  const latestFirst = missing.toSorted((a, b) => (b.landedAt ?? 0) - (a.landedAt ?? 0));
  return {
    ...compared,
    ...level,
    ...late,
    state: stateOf(missing.length, extra.length),
    changesBehind: missing.length,
    changesAhead: extra.length,
    truncated: versions.isTruncated(place),
    missing: latestFirst
      .slice(0, MOST_PENDING)
      .map(({ change, title, url, landedAt }) => ({ change, title, url, landedAt })),
  };
}

/** Changes that are live there and not here, each with the commit that brought it; null: the commits are not known. */
export function missingFrom(
  from: LiveVersion,
  place: LiveVersion,
  versions: Versions,
): readonly MissingChange[] | null {
  if (isSameVersion(from, place)) return [];
  const graph = versions.graphOf(place);
  if (!isKnown(from.sha, graph) || !isKnown(place.sha, graph)) return null;
  const [there, here] = [ancestorsOf(graph, from.sha), ancestorsOf(graph, place.sha)];
  return changesIn(difference(there, here), place, graph, versions);
}

/**
 * The place of an environment that others are compared with: the one with most changes, of equals the one that changed
 * last. undefined: there is none.
 */
export function furthestOf(places: readonly LiveVersion[], versions: Versions): LiveVersion | undefined {
  const changesOnlyIn = (one: LiveVersion, other: LiveVersion): number => {
    const graph = versions.graphOf(one);
    if (!isKnown(one.sha, graph)) return 0;
    const theirs = isKnown(other.sha, graph) ? ancestorsOf(graph, other.sha) : new Set<string>();
    return changesIn(difference(ancestorsOf(graph, one.sha), theirs), one, graph, versions).length;
  };
  const isFurther = (one: LiveVersion, other: LiveVersion): boolean => {
    const more = isSameVersion(one, other) ? 0 : changesOnlyIn(one, other) - changesOnlyIn(other, one);
    return more !== 0 ? more > 0 : one.since > other.since;
  };
  return places.reduce<LiveVersion | undefined>(
    (furthest, place) => (furthest === undefined || isFurther(place, furthest) ? place : furthest),
    undefined,
  );
}

/** Commits that are in some of the versions and not in all: those whose changes must be known to compare any two. */
export function differingShas(
  compared: readonly LiveVersion[],
  { graphOf }: Pick<Versions, 'graphOf'>,
): ReadonlySet<string> {
  const versions = [...new Map(compared.map((version) => [version.sha, version])).values()];
  const histories = versions.flatMap((version) => {
    const graph = graphOf(version);
    return isKnown(version.sha, graph) ? [ancestorsOf(graph, version.sha)] : [];
  });
  const [first, ...others] = histories;
  if (first === undefined || versions.length < 2) return new Set();
  // A version that is compared with one whose commits are not known is compared with nothing.
  const isComplete = histories.length === versions.length;
  const differs = (sha: string): boolean => !isComplete || !histories.every((history) => history.has(sha));
  return new Set([first, ...others].flatMap((history) => [...history].filter(differs)));
}

const level = {
  state: 'level',
  changesBehind: 0,
  changesAhead: 0,
  behindSince: null,
  secondsBehind: 0,
  configDiffers: false,
  truncated: false,
  missing: [],
} as const;

const unknown = { changesBehind: null, changesAhead: null, configDiffers: null } as const;

const since = (at: number | null, { now }: Versions): Pick<Drift, 'behindSince' | 'secondsBehind'> => ({
  behindSince: at,
  secondsBehind: at === null ? null : (now - at) / 1000,
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

export interface MissingChange extends PendingChange {
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
  const merged = new Set<string>();
  const direct = new Map<string, MissingChange>();
  for (const sha of shas) {
    const commit = graph.get(sha);
    if (commit === undefined || !concerns(place, commit.paths)) continue;
    const request = (requests.get(sha) ?? []).find((candidate) => among.has(closingSha(candidate) ?? ''));
    if (request !== undefined) {
      found.set(request.change, ofRequest(request));
      for (const original of mergedWith(request, graph)) merged.add(original);
    } else if ((commit.parents?.length ?? 0) < 2) direct.set(sha, ofCommit(commit));
  }
  for (const [sha, change] of direct) if (!merged.has(sha)) found.set(change.change, change);
  return [...found.values()];
}

/** Commits that came in with the merge commit of a pull request that does not tell which they are. */
function mergedWith({ commits, mergeSha }: PullRequestState, graph: CommitGraph): string[] {
  if ((commits?.length ?? 0) > 0 || mergeSha === null) return [];
  const [base, ...others] = graph.get(mergeSha)?.parents ?? [];
  if (base === undefined || others.length === 0) return [];
  const before = ancestorsOf(graph, base);
  return others.flatMap((tip) => (graph.has(tip) ? difference(ancestorsOf(graph, tip), before) : []));
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

/** When the first of the changes went live in the environment of the source, in whichever of its targets. */
function firstWith(
  missing: readonly MissingChange[],
  { service, environment }: LiveVersion,
  { place, graph }: { readonly place: LiveVersion; readonly graph: CommitGraph },
  { visits }: Versions,
): number | null {
  const containing = descendantsOf(
    graph,
    missing.map(({ sha }) => sha),
  );
  const ofSource = `${JSON.stringify([service, environment]).slice(0, -1)},`;
  const instants = [...visits]
    .filter(([where]) => where !== placeText(place) && where.startsWith(ofSource))
    .flatMap(([, own]) => own.find(({ sha }) => containing.has(sha))?.finished_at ?? []);
  return instants.length === 0 ? null : instants.reduce((first, at) => Math.min(first, at));
}

/** When another version followed this one in a place: all that can be said without the commits. */
export function firstAfter(sha: string | null, from: LiveVersion, { visits }: Versions): number | null {
  const own = visits.get(placeText(from)) ?? [];
  const last = sha === null ? -1 : own.findLastIndex((visit) => visit.sha === sha);
  return last < 0 ? null : (own[last + 1]?.finished_at ?? null);
}

/** The same place, the same text. */
export const placeText = ({ service, environment, target }: Place): string =>
  JSON.stringify([service, environment, target]);
