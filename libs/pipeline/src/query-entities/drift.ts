import type { Catalogue } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { matchesGlob } from '@leadline/tracking';
import type { CommitGraph } from './commit-ancestry.js';
import { differingShas, driftBetween, furthestOf, placeText, type Versions } from './drift-between.js';
import { commitsOf, commitsSinceIn, type FoundCommit, MOST_COMMITS, requestsNaming } from './find-commits.js';
import { groupedBy } from '../grouped-by.js';
import type { Drift, FindDrift, LiveVersion, PlaceDrift } from './types.js';

/** Committer dates of one history may differ from its order by this much, in milliseconds. */
const CLOCK_SKEW = 7 * 86_400_000;

/**
 * How far each place is behind the stage before it, and behind the furthest target of its own environment. Of several
 * targets the one with most changes is compared with, of equals the one that changed last; that may be the place itself.
 * Five statements, however many places.
 */
export const driftOf: FindDrift = async (analytics, catalogue, places, { asOf, now = asOf }) => {
  const compared = places.map((place) => ({ place, before: place.before, beside: [place, ...place.beside] }));
  const known = await knownVersions(
    analytics,
    catalogue,
    compared.flatMap(({ before, beside }) => [...before, ...beside]),
    { asOf, now },
  );
  const shas = new Set<string>();
  for (const [, ofService] of groupedBy(compared, ({ place }) => place.service)) {
    const all = ofService.flatMap(({ before, beside }) => [...before, ...beside]);
    for (const sha of differingShas(all, known)) shas.add(sha);
  }
  const versions = { ...known, requests: await requestsNaming(analytics, [...shas], asOf) };
  const behind = (place: LiveVersion, others: readonly LiveVersion[]): Drift | null => {
    const from = furthestOf(others, versions);
    return from === undefined ? null : driftBetween(from, place, versions);
  };
  return new Map(
    compared.map(({ place, before, beside }): [string, PlaceDrift] => [
      placeText(place),
      { behindStage: behind(place, before), behindTarget: beside.length < 2 ? null : behind(place, beside) },
    ]),
  );
};

/** What is known of versions, several of one place among them. */
export async function knownVersions(
  analytics: Analytics,
  catalogue: Catalogue,
  all: readonly LiveVersion[],
  { asOf, now }: { readonly asOf: number; readonly now: number },
  known?: Versions['visits'],
): Promise<Omit<Versions, 'requests'>> {
  const drifting = withDifferentVersions([
    ...new Map(all.map((each) => [`${placeText(each)} ${each.sha ?? ''}`, each])).values(),
  ]);
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
    now,
    graphOf,
    isTruncated: (place) => graphOf(place).size >= MOST_COMMITS,
    concerns: ({ service }, changed) => {
      const globs = paths.get(service) ?? [];
      return (
        globs.length === 0 || changed === null || changed.some((path) => globs.some((glob) => matchesGlob(glob, path)))
      );
    },
    visits: known ?? (await visitsOf(analytics, drifting, asOf)),
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
  readonly source: string;
}

/** Most deployments of the past that are looked at to find when a change went live. */
const MOST_VISITS = 200_000;

/** What was live in the places over time, oldest first, by {@link placeText}. */
export async function visitsOf(
  analytics: Analytics,
  places: readonly LiveVersion[],
  asOf: number,
): Promise<Versions['visits']> {
  if (places.length === 0) return new Map();
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const services = [...new Set(places.map(({ service }) => service))];
  const sql = `
SELECT service, environment, place_target, state.sha AS sha, state.finishedAt AS finished_at,
  state.source AS source
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
