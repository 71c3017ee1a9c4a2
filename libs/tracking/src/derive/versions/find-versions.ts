import { shaInTag } from '@leadline/events';
import { type ArtifactState, runOf } from '../../fold/artifact.js';
import { type Component, othersOf, withOthers } from '../../fold/components.js';
import type { AttemptState, FoundVersion } from '../../fold/deployment.js';
import { isShortSha, prefixOf } from '../../fold/short-sha.js';
import type { Moment, Timeline } from '../../fold/timeline.js';
import { asksArtifacts, type Wanted, wantedBy } from '../../fold/wanted-versions.js';

/** A commit that a short SHA may stand for, known from an instant on. */
export interface Candidate {
  readonly sha: string;
  /** "owner/name"; '' where nobody said. */
  readonly repository: string;
  readonly from: number;
}

/** What is known beside the reports. */
export interface VersionSources {
  artifactsNamed(name: string): readonly Timeline<ArtifactState>[];
  /** Commits whose SHA begins so ({@link prefixOf}). */
  commitsWith(prefix: string): readonly Candidate[];
}

/**
 * The attempt with the commit it brought, at every instant as it could be found with what was known then. A pure function
 * of the attempt and of what is said of its artifacts and commits: whichever came last, the result is the same.
 */
export function withFoundVersions(attempt: Timeline<AttemptState>, sources: VersionSources): Timeline<AttemptState> {
  const wanted: Wanted = { artifacts: new Set(), prefixes: new Set() };
  if (!wantedBy(attempt, wanted)) return attempt;
  const named = [...wanted.artifacts].flatMap((name) => sources.artifactsNamed(name));
  const artifacts = [...named, ...runsOf(named).flatMap((name) => sources.artifactsNamed(name))];
  const candidates = [...wanted.prefixes].flatMap((prefix) => sources.commitsWith(prefix));
  const restsOn: readonly unknown[] = [...artifacts, JSON.stringify(candidates)];
  const known = found.get(attempt);
  if (known !== undefined && sameItems(known.restsOn, restsOn)) return known.attempt;
  const first = attempt[0]?.from ?? 0;
  const later = [...artifacts.flatMap((one) => one.map(({ from }) => from)), ...candidates.map(({ from }) => from)];
  const instants = new Set([...attempt.map(({ from }) => from), ...later.filter((from) => from > first)]);
  const moments: Moment<AttemptState>[] = [];
  for (const at of [...instants].sort((a, b) => a - b)) {
    const state = stateAt(attempt, at);
    if (state === undefined) continue;
    const next = foundAt(state, at, sources);
    const last = moments.at(-1)?.state;
    if (last === undefined || !isSame(last, next)) moments.push({ from: at, state: next });
  }
  found.set(attempt, { restsOn, attempt: moments });
  return moments;
}

/** Names of the runs that artifacts tell instead of a commit. */
export function runsOf(artifacts: readonly Timeline<ArtifactState>[]): string[] {
  return [...new Set(artifacts.flatMap((timeline) => timeline.flatMap(({ state }) => runOf(state) ?? [])))];
}

/** By the attempt: what is the same object and rests on the same facts was found before. */
const found = new WeakMap<
  Timeline<AttemptState>,
  { readonly restsOn: readonly unknown[]; readonly attempt: Timeline<AttemptState> }
>();

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

function foundAt(state: AttemptState, at: number, sources: VersionSources): AttemptState {
  const isShort = state.sha !== null && isShortSha(state.sha);
  const built = asksArtifacts(state) && !isShort ? builtAt(state, at, sources) : nothingBuilt;
  const { others, otherRepositories: _, ...own } = ownFoundAt(state, at, { built, sources });
  const told = othersOf(state).map(({ repository, sha }): Component => ({
    repository,
    sha: isShortSha(sha) ? (onlyOne(ofShort(sha, repository || null, at, sources)) ?? sha) : sha,
  }));
  const repositories = new Set([own.repository, ...told.map(({ repository }) => repository)]);
  const found = built.others.flatMap(({ repository, sha }): Component[] =>
    repository === null || repositories.has(repository) ? [] : [{ repository, sha }],
  );
  if (others === undefined && found.length === 0) return own;
  return { ...own, ...withOthers([...told, ...found].filter(({ sha }) => sha !== own.sha)) };
}

interface FoundIn {
  readonly built: Built;
  readonly sources: VersionSources;
}

/** With the commit of the service's own repository. */
function ownFoundAt(state: AttemptState, at: number, { built: { own: artifact }, sources }: FoundIn): AttemptState {
  if (state.sha !== null && isShortSha(state.sha)) {
    const { sha: short, repository } = state;
    const shas = ofShort(short, repository, at, sources);
    const only = onlyOne(shas);
    const how: FoundVersion = { basis: 'short', by: short, sha: only ?? '', candidates: shas.length };
    return { ...state, sha: only ?? short, found: how };
  }
  if (!asksArtifacts(state)) return state;
  if (state.sha !== null) return artifact === null ? state : ofApplication(state, state.sha, artifact);
  if (artifact !== null) {
    const { sha, repository, by } = artifact;
    return {
      ...state,
      sha,
      repository: repository ?? state.repository,
      found: { basis: 'artifact', by, sha, candidates: 1 },
    };
  }
  return (
    tagged(state, at, sources) ?? {
      ...state,
      found: { basis: 'artifact', by: state.artifacts?.[0] ?? '', sha: '', candidates: 0 },
    }
  );
}

interface BuiltOf {
  readonly sha: string;
  readonly repository: string | null;
  /** Name by which the artifact was found. */
  readonly by: string;
}

/** The commit told is one of configuration if the image it names was built of another repository, or of another commit. */
function ofApplication(state: AttemptState, told: string, { sha, repository, by }: BuiltOf): AttemptState {
  const isTold = repository !== null && (state.otherRepositories?.includes(repository) ?? false);
  const isOwn =
    isTold || sha === told || (state.repository !== null && (repository === null || repository === state.repository));
  if (isOwn) return state;
  return { ...state, sha, repository, configVersion: told, found: { basis: 'artifact', by, sha, candidates: 1 } };
}

/** What the images and packages were built of that a deployment names. */
interface Built {
  readonly own: BuiltOf | null;
  /** Of other repositories, one of each. */
  readonly others: readonly BuiltOf[];
}

const nothingBuilt: Built = { own: null, others: [] };

/**
 * What the strongest names say that say anything. Of images of several repositories the one of the service's name is its
 * own, else the first; of several of one repository the latest counts.
 */
function builtAt(state: AttemptState, at: number, sources: VersionSources): Built {
  const built = (state.artifacts ?? []).flatMap((by) =>
    sources.artifactsNamed(by).flatMap((timeline) => {
      const artifact = stateAt(timeline, at);
      const built = artifact && withCommitOfRun(artifact, at, sources);
      return built?.sha != null && built.names.includes(by) ? [{ ...built, sha: built.sha, by }] : [];
    }),
  );
  const meant =
    built.find(({ repository }) => repository !== null && lastPart(repository) === state.service) ?? built[0];
  const counting = (repository: string | null): BuiltOf | undefined => {
    const own = built.filter((one) => one.repository === repository);
    const isOne = new Set(own.map(({ sha }) => sha)).size === 1;
    return isOne ? own[0] : latestBefore(state, own);
  };
  if (meant === undefined) return nothingBuilt;
  const repositories = new Set(built.map(({ repository }) => repository));
  repositories.delete(meant.repository);
  return {
    own: counting(meant.repository) ?? null,
    others: [...repositories].flatMap((repository) => counting(repository) ?? []),
  };
}

/** An artifact that names only its run was built of the run's commit. */
function withCommitOfRun(artifact: ArtifactState, at: number, sources: VersionSources): ArtifactState {
  const name = runOf(artifact);
  if (name === null) return artifact;
  const run = sources
    .artifactsNamed(name)
    .map((timeline) => stateAt(timeline, at))
    .find((state) => state !== undefined && state.sha !== null);
  return run === undefined
    ? artifact
    : { ...artifact, sha: run.sha, repository: artifact.repository ?? run.repository };
}

/** Of artifacts that bore one name, one after the other, the one that bore it when the rollout began. */
function latestBefore<A extends Pick<ArtifactState, 'publishedAt' | 'sha'>>(
  state: AttemptState,
  built: readonly A[],
): A | undefined {
  const begin = state.startedAt ?? state.finishedAt ?? Infinity;
  const before = built.filter(({ publishedAt }) => publishedAt !== null && publishedAt <= begin);
  const latest = Math.max(...before.map(({ publishedAt }) => publishedAt ?? -Infinity));
  const borne = before.filter(({ publishedAt }) => publishedAt === latest);
  return new Set(borne.map(({ sha }) => sha)).size === 1 ? borne[0] : undefined;
}

/** The commit that builders put into the tag of an image; a short one only if it is known in a repository of that name. */
function tagged(state: AttemptState, at: number, sources: VersionSources): AttemptState | null {
  for (const by of state.artifacts ?? []) {
    const said = shaInTag(by);
    if (said === null) continue;
    if (!isShortSha(said)) return { ...state, sha: said, found: { basis: 'tag', by, sha: said, candidates: 1 } };
    const image = lastPart(by.slice(0, by.lastIndexOf(':')));
    const fits = ({ repository }: Candidate): boolean =>
      repository === state.repository || lastPart(repository) === image || lastPart(repository) === state.service;
    const shas = matching(said, at, sources, fits);
    const only = shas.length === 1 ? (shas[0] ?? '') : '';
    if (shas.length > 0) {
      return {
        ...state,
        sha: only === '' ? null : only,
        found: { basis: 'tag', by, sha: only, candidates: shas.length },
      };
    }
  }
  return null;
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Commits that a short SHA may stand for; where its repository is known, of that one. */
function ofShort(short: string, repository: string | null, at: number, sources: VersionSources): string[] {
  const fits = (candidate: Candidate): boolean =>
    repository === null || candidate.repository === '' || candidate.repository === repository;
  return matching(short, at, sources, fits);
}

const onlyOne = (shas: readonly string[]): string | null => (shas.length === 1 ? (shas[0] ?? null) : null);

function matching(
  short: string,
  at: number,
  sources: VersionSources,
  fits: (candidate: Candidate) => boolean,
): string[] {
  const known = sources.commitsWith(prefixOf(short)).filter(({ sha, from }) => from <= at && sha.startsWith(short));
  return [...new Set(known.filter(fits).map(({ sha }) => sha))].sort();
}

const stateAt = <S>(timeline: Timeline<S>, at: number): S | undefined =>
  timeline.findLast(({ from }) => from <= at)?.state;

/** Moments stand for one state of the report: only what was found can differ between them, or the report itself. */
const isSame = (a: AttemptState, b: AttemptState): boolean => JSON.stringify(a) === JSON.stringify(b);
