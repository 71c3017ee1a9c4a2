import type { Catalogue } from '@leadline/events';
import type { DriftSpan } from '@leadline/insights';
import type { Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { type CommitGraph, parentsOf } from '../query-entities/commit-ancestry.js';
import {
  differingShas,
  firstAfter,
  furthestOf,
  missingFrom,
  placeText,
  type Versions,
  type Visit,
} from '../query-entities/drift-between.js';
import { knownVersions, visitsOf } from '../query-entities/drift.js';
import { listEnvironments } from '../query-entities/environments.js';
import { requestsNaming } from '../query-entities/find-commits.js';
import { groupedBy } from '../grouped-by.js';
import type { LivePlace, LiveVersion, Place } from '../query-entities/types.js';

/** How far back versions that were live are compared, in milliseconds, and how many of a place. */
const LOOK_BACK = 14 * 86_400_000;
const MOST_SPANS = 20;

/** A version while it was live in a place, and what was live when it ended in the places it is compared with. */
interface Compared {
  readonly place: LiveVersion;
  readonly since: number;
  readonly until: number | null;
  readonly others: readonly LiveVersion[];
  readonly sources: readonly string[];
}

/** What each place of the scope lacked, version by version, in up to six statements. */
export async function driftSpans(
  analytics: Analytics,
  catalogue: Catalogue,
  { scope, asOf }: { readonly scope: Scope; readonly asOf: number },
): Promise<DriftSpan[]> {
  const listed = await listEnvironments(analytics, catalogue, { scope, asOf });
  const places = listed.filter(
    ({ tier, before, beside }) =>
      (scope.environments?.length || tier === 'production') && before.length + beside.length > 0,
  );
  if (places.length === 0) return [];
  const visits = await visitsOf(
    analytics,
    places.flatMap(({ before, beside, ...place }) => [place, ...before, ...beside]),
    asOf,
  );
  const compared = places
    .flatMap((place) => comparisons(place, visits, asOf))
    .filter(({ place, others }) => others.some(({ sha }) => sha !== place.sha));
  const all = compared.flatMap(({ place, others }) => [place, ...others]);
  const known = await knownVersions(analytics, catalogue, all, { asOf, now: asOf }, visits);
  const shas = [...groupedBy(all, ({ service }) => service).values()].flatMap((own) => [...differingShas(own, known)]);
  const versions: Versions = { ...known, requests: await requestsNaming(analytics, [...new Set(shas)], asOf) };
  const liveSince = firstLive(versions);
  return compared.flatMap((one) => driftSpan(one, { versions, liveSince, asOf }));
}

function comparisons({ before, beside, ...place }: LivePlace, visits: Versions['visits'], asOf: number): Compared[] {
  const own = changesOf(visits.get(placeText(place)) ?? []);
  return own
    .map((visit, index) => ({ visit, until: own[index + 1]?.finished_at ?? null }))
    .filter(({ until }) => until === null || until > asOf - LOOK_BACK)
    .slice(-MOST_SPANS)
    .flatMap(({ visit, until }) =>
      [before, beside].flatMap((group): Compared[] => {
        const others = group.flatMap((other) => liveAt(other, visits, until ?? asOf));
        if (others.length === 0) return [];
        return [
          {
            place: { ...place, sha: visit.sha, since: visit.finished_at },
            since: visit.finished_at,
            until,
            others: others.map(({ version }) => version),
            sources: [...new Set([visit.source, ...others.map(({ source }) => source)])],
          },
        ];
      }),
    );
}

/** Visits that brought another version than the one before. */
const changesOf = (visits: readonly Visit[]): Visit[] =>
  visits.filter(({ sha }, index) => index === 0 || visits[index - 1]?.sha !== sha);

function liveAt(
  place: LiveVersion,
  visits: Versions['visits'],
  at: number,
): { readonly version: LiveVersion; readonly source: string }[] {
  const visit = visits.get(placeText(place))?.findLast(({ finished_at }) => finished_at <= at);
  if (visit === undefined) return [];
  return [{ version: { ...place, sha: visit.sha, since: visit.finished_at }, source: visit.source }];
}

interface Judged {
  readonly versions: Versions;
  readonly liveSince: (place: Place, graph: CommitGraph) => ReadonlyMap<string, number>;
  readonly asOf: number;
}

function driftSpan(
  { place, since, until, others, sources }: Compared,
  { versions, liveSince, asOf }: Judged,
): DriftSpan[] {
  const from = furthestOf(others, versions);
  if (from === undefined) return [];
  const end = until ?? asOf;
  const changes = missingFrom(from, place, versions);
  const live = liveSince(from, versions.graphOf(place));
  const missing = changes?.map(({ sha }) => live.get(sha) ?? from.since).sort((a, b) => a - b) ?? null;
  const behindSince = missing === null ? firstAfter(place.sha, from, versions) : (missing[0] ?? null);
  if (behindSince === null || behindSince > end) return [];
  const { service, environment, target } = place;
  return [
    {
      service,
      environment,
      target,
      from: { environment: from.environment, target: from.target },
      since,
      until,
      missing: missing?.filter((at) => at <= end) ?? null,
      behindSince,
      sources,
    },
  ];
}

/** When each commit was first live in an environment, in whichever of its targets; each graph is walked once. */
function firstLive({ visits }: Versions): Judged['liveSince'] {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return ({ service, environment }, graph) => {
    const key = JSON.stringify([service, environment]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const ofEnvironment = `${key.slice(0, -1)},`;
    const own = [...visits]
      .filter(([where]) => where.startsWith(ofEnvironment))
      .flatMap(([, each]) => each)
      .sort((a, b) => a.finished_at - b.finished_at);
    const live = new Map<string, number>();
    for (const { sha, finished_at } of own) {
      const reached = [sha];
      for (let next = reached.pop(); next !== undefined; next = reached.pop()) {
        const commit = live.has(next) ? undefined : graph.get(next);
        if (commit === undefined) continue;
        live.set(next, finished_at);
        reached.push(...(parentsOf(commit) ?? []));
      }
    }
    known.set(key, live);
    return live;
  };
}
