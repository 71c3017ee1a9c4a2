import type { Catalogue } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { matchesGlob } from '@leadline/tracking';
import type { CommitGraph } from './commit-ancestry.js';
import { differingShas, driftBetween, type Versions } from './drift-between.js';
import { commitsOf, commitsSinceIn, type FoundCommit, MOST_COMMITS, requestsNaming } from './find-commits.js';
import { groupedBy } from './grouped-by.js';
import type { Drift, FindDrift, LivePlace, LiveVersion, Place, PlaceDrift } from './types.js';

/** The same place, the same text. */
export const placeText = ({ service, environment, target }: Place): string =>
  JSON.stringify([service, environment, target]);

/** Committer dates of one history may differ from its order by this much, in milliseconds. */
const CLOCK_SKEW = 7 * 86_400_000;

/**
 * How far each place is behind the stage before it, and behind the furthest target of its own environment. Where one
 * environment has several targets, the one with most changes is compared with, of equals the one that changed last.
 * Five statements, however many places.
 */
export const driftOf: FindDrift = async (analytics, catalogue, places, asOf) => {
  const known = await knownVersions(analytics, catalogue, places, asOf);
  const shas = places.flatMap((place) =>
    [...place.before, ...place.beside].flatMap((other) => differingShas(other, place, known)),
  );
  const versions = { ...known, requests: await requestsNaming(analytics, [...new Set(shas)], asOf) };
  const furthest = (place: LivePlace, others: readonly LiveVersion[]): Drift | null => {
    const drifts = others.map((from) => ({ since: from.since, drift: driftBetween(from, place, versions) }));
    drifts.sort((a, b) => (b.drift.changesBehind ?? 0) - (a.drift.changesBehind ?? 0) || b.since - a.since);
    return drifts[0]?.drift ?? null;
  };
  return new Map(
    places.map((place): [string, PlaceDrift] => [
      placeText(place),
      { behindStage: furthest(place, place.before), behindTarget: furthest(place, place.beside) },
    ]),
  );
};

async function knownVersions(
  analytics: Analytics,
  catalogue: Catalogue,
  places: readonly LivePlace[],
  asOf: number,
): Promise<Omit<Versions, 'requests'>> {
  const all = places.flatMap((place): LiveVersion[] => [place, ...place.before, ...place.beside]);
  const drifting = withDifferentVersions([...new Map(all.map((each) => [placeText(each), each])).values()]);
  const shas = [...new Set(drifting.flatMap(({ sha }) => (sha === null ? [] : [sha])))];
  const heads = await commitsOf(analytics, shas, asOf);
  const windows = windowsOf(drifting, heads);
  const commits = await commitsSinceIn(analytics, windows, asOf);
  const graphs = new Map(
    [...groupedBy([...commits.values(), ...heads.values()], ({ repository }) => repository)].map(
      ([repository, own]): [string, CommitGraph] => [repository, new Map(own.map((commit) => [commit.sha, commit]))],
    ),
  );
  const graphOf = ({ sha, repository }: LiveVersion): CommitGraph =>
    graphs.get((sha === null ? undefined : heads.get(sha)?.repository) || repository) ?? new Map();
  const paths = new Map(catalogue.services.map(({ name, paths: globs }) => [name, globs]));
  return {
    asOf,
    graphOf,
    isTruncated: (place) => graphOf(place).size >= MOST_COMMITS,
    concerns: ({ service }, changed) => {
      const globs = paths.get(service) ?? [];
      return (
        globs.length === 0 || changed === null || changed.some((path) => globs.some((glob) => matchesGlob(glob, path)))
      );
    },
    visits: await visitsOf(analytics, drifting, asOf),
  };
}

/** Places of services in which not the same is live everywhere: nothing need be read of the others. */
function withDifferentVersions(places: readonly LiveVersion[]): LiveVersion[] {
  const services = groupedBy(places, ({ service }) => service);
  return [...services.values()].filter((own) => new Set(own.map(({ sha }) => sha)).size > 1).flat();
}

/** From when on the commits of each repository are wanted: the oldest that is live somewhere. */
function windowsOf(
  places: readonly LiveVersion[],
  heads: ReadonlyMap<string, FoundCommit>,
): ReadonlyMap<string, number> {
  const windows = new Map<string, number>();
  for (const { sha } of places) {
    const head = sha === null ? undefined : heads.get(sha);
    if (head === undefined || head.committedAt === null || head.repository === '') continue;
    const since = head.committedAt - CLOCK_SKEW;
    windows.set(head.repository, Math.min(since, windows.get(head.repository) ?? Infinity));
  }
  return windows;
}

interface VisitRow {
  readonly service: string;
  readonly environment: string;
  readonly place_target: string;
  readonly sha: string;
  readonly finished_at: number;
}

/** Most deployments of the past that are looked at to find when a change went live. */
const MOST_VISITS = 200_000;

/** What was live in the places over time, oldest first, by {@link placeText}. */
async function visitsOf(
  analytics: Analytics,
  places: readonly LiveVersion[],
  asOf: number,
): Promise<Versions['visits']> {
  if (places.length === 0) return new Map();
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const services = [...new Set(places.map(({ service }) => service))];
  const sql = `
SELECT service, environment, place_target, state.sha AS sha, state.finishedAt AS finished_at
FROM (
  SELECT service, environment, deployment, occurrence,
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayJoin(if(empty(state.targets), [''], state.targets)) AS place_target
  FROM deployments FINAL
  WHERE notEmpty(base) AND service IN ${bind.bind('Array(String)', services)}
)
WHERE state.status = 'succeeded' AND state.kind != 'flag' AND state.sha != ''
ORDER BY finished_at DESC, deployment DESC, occurrence DESC
LIMIT ${MOST_VISITS}`;
  const rows = await analytics.query<VisitRow>({ sql, params: bind.values });
  return groupedBy(rows.reverse(), ({ service, environment, place_target }) =>
    placeText({ service, environment, target: place_target || null }),
  );
}
