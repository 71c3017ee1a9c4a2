import { compareText } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import {
  type ArtifactState,
  type AttemptState,
  type Candidate,
  type CommitState,
  othersOf,
  prefixOf,
  runsOf,
  type Timeline,
  type VersionSources,
  wantedBy,
  withFoundVersions,
} from '@leadline/tracking';
import { timelineOf } from './timelines.js';

type Attempts = readonly Timeline<AttemptState>[];

/**
 * Attempts with the commits they brought where their reports name an artifact or a short SHA instead. Two questions for
 * the attempts of all services together, and none where every report tells its commit. What comes back takes those of
 * one service: what another service reports must not decide, as it may be derived with it or not.
 */
export async function findVersions(facts: Facts, attempts: Attempts): Promise<(own: Attempts) => Attempts> {
  const wanted = { artifacts: new Set<string>(), prefixes: new Set<string>() };
  if (attempts.filter((attempt) => wantedBy(attempt, wanted)).length === 0) return (own) => own;
  const [artifacts, commits] = await Promise.all([
    loadArtifactsAndRuns(facts, wanted.artifacts),
    loadCommits(facts, wanted.prefixes),
  ]);
  return (own) => {
    const reported = new Map<string, Candidate[]>();
    for (const candidate of own.flatMap(wholeShas)) {
      if (wanted.prefixes.has(prefixOf(candidate.sha))) add(reported, prefixOf(candidate.sha), candidate);
    }
    const sources: VersionSources = {
      artifactsNamed: (name) => artifacts.get(name) ?? [],
      commitsWith: (prefix) => [...(commits.get(prefix) ?? []), ...(reported.get(prefix) ?? [])].sort(byContent),
    };
    return own.map((attempt) => withFoundVersions(attempt, sources));
  };
}

/** Runs only where an artifact tells its run instead of its commit. */
async function loadArtifactsAndRuns(
  facts: Facts,
  names: ReadonlySet<string>,
): Promise<Map<string, Timeline<ArtifactState>[]>> {
  const artifacts = await loadArtifacts(facts, names);
  const runs = await loadArtifacts(facts, new Set(runsOf([...artifacts.values()].flat())));
  return new Map([...artifacts, ...runs]);
}

async function loadArtifacts(
  facts: Facts,
  names: ReadonlySet<string>,
): Promise<Map<string, Timeline<ArtifactState>[]>> {
  const found = new Map<string, Timeline<ArtifactState>[]>();
  if (names.size === 0) return found;
  const rows = await facts.find({
    table: 'artifacts',
    columns: ['name', 'entity', 'history'],
    where: [{ column: 'name', in: [...names] }],
  });
  for (const row of rows.toSorted((a, b) => (a.entity < b.entity ? -1 : 1))) {
    add(found, row.name, timelineOf<ArtifactState>(row));
  }
  return found;
}

async function loadCommits(facts: Facts, prefixes: ReadonlySet<string>): Promise<Map<string, Candidate[]>> {
  const found = new Map<string, Candidate[]>();
  if (prefixes.size === 0) return found;
  const rows = await facts.find({
    table: 'commits',
    columns: ['prefix', 'sha', 'history'],
    where: [{ column: 'prefix', in: [...prefixes] }],
  });
  for (const row of rows) {
    for (const { from, state } of timelineOf<CommitState>(row)) {
      add(found, row.prefix, { sha: row.sha, repository: state.repository, from });
    }
  }
  return found;
}

/** Another report of the service may name the same commit in full, before anybody told of the commit itself. */
const wholeShas = (attempt: Timeline<AttemptState>): Candidate[] =>
  attempt.flatMap(({ from, state }) => {
    const own = state.sha === null ? [] : [{ sha: state.sha, repository: state.repository ?? '' }];
    return [...own, ...othersOf(state)].filter(({ sha }) => sha.length >= 40).map((one) => ({ ...one, from }));
  });

function add<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

const byContent = (a: Candidate, b: Candidate): number => compareText(JSON.stringify(a), JSON.stringify(b));
