import { type Catalogue, type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import { ALWAYS } from '@leadline/tables';
import { list, text } from './attributes.js';
import { type Component, componentsIn } from './components.js';
import { isForge } from './standing.js';
import { attributesSaid, contentHash, inOrderOfRevision, knownAt, type Patch } from './patches.js';

/**
 * Current names of repositories that were renamed or moved, by their id and by each former name that no other one bears
 * or bore.
 */
export function renamedRepositories(told: readonly Patch[]): Readonly<Record<string, string>> {
  const all: Renamed[] = [];
  for (const said of inOrderOfRevision(told).flatMap(attributesSaid)) {
    const [id, current] = [text(said, 'repositoryId'), text(said, 'repo')];
    if (id === null || current === null) continue;
    const names = [current, ...(list(said, 'formerly') ?? [])];
    const known = all.find((one) => one.id === id && (!isShared(id) || names.some((name) => bears(one, name))));
    if (known === undefined) all.push({ id, current, former: new Set(names.slice(1)) });
    else {
      for (const name of [known.current, ...names.slice(1)]) known.former.add(name);
      known.current = current;
    }
  }
  const bearers = (name: string): number => all.filter((one) => bears(one, name)).length;
  const renamed = new Map<string, string>();
  for (const { id, current, former } of all) {
    if (!isShared(id)) renamed.set(id, current);
    for (const name of former) if (name !== current && bearers(name) === 1) renamed.set(name, current);
  }
  return Object.fromEntries([...renamed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Renamed {
  readonly id: string;
  current: string;
  readonly former: Set<string>;
}

const bears = ({ current, former }: Renamed, name: string): boolean => current === name || former.has(name);

/** Names that repositories are known to have borne, each with the greatest revision that says so. */
export type BorneNames = ReadonlyMap<string, number>;

const borne = (repositoryId: string, repo: string): string => `${repositoryId} ${repo}`;

/** The same names that {@link renamedRepositories} goes by. */
export function borneNames(told: readonly Patch[]): BorneNames {
  const names = new Map<string, number>();
  for (const { data, revision } of told) {
    const [id, repo] = [text(data, 'repositoryId'), text(data, 'repo')];
    if (id === null || repo === null) continue;
    names.set(borne(id, repo), Math.max(revision, names.get(borne(id, repo)) ?? revision));
    for (const former of list(data, 'formerly') ?? []) {
      if (!names.has(borne(id, former))) names.set(borne(id, former), Number.NEGATIVE_INFINITY);
    }
  }
  return names;
}

/** What a forge says of its own, and so knows by its own id: others write names as they please. */
const namedByForge: readonly string[] = ['branch', 'pull_request'];

/** Its ids count from 1 on each server and do not tell which: by them alone two servers' repositories would be one. */
const SHARED_IDS = 'bitbucket-server:';
const isShared = (repositoryId: string): boolean => repositoryId.startsWith(SHARED_IDS);

/** Ranks below a hook that tells of the renaming. */
const GATHERED = 1;

/**
 * That repositories were renamed, where no hook tells it: one branch or pull request was spoken of under two names of one
 * repository, by its id. Whoever was spoken of last has the current name. None: nothing that is not known.
 *
 * Where two servers may have repositories of one id, it is the same one only if the project has the same id too and the
 * repository's own name did not change: so it is when the key of a project does.
 */
export function renamingsIn(
  patches: readonly Patch[],
  { renamed = {} }: Catalogue,
  known: BorneNames,
): LeadlineEvent<'repository'>[] {
  return [...namesByIdentity(patches).values()].flatMap((names) => {
    const [[repo, last] = [], ...others] = [...names].sort(
      ([a, one], [b, other]) => other.at - one.at || (a < b ? -1 : 1),
    );
    if (repo === undefined || last === undefined || others.length === 0) return [];
    const { repositoryId, at, source } = last;
    const formerly = others.map(([name]) => name).sort();
    const revision = at * 10 + GATHERED;
    const isNew = [...names.keys()].some((name) => !known.has(borne(repositoryId, name)));
    const isCurrent = isShared(repositoryId)
      ? formerly.every((name) => renamed[name] === repo)
      : renamed[repositoryId] === repo;
    const isOverdue = !isCurrent && revision > (known.get(borne(repositoryId, repo)) ?? -Infinity);
    if (!isNew && !isOverdue) return [];
    const occurredAt = new Date(at).toISOString();
    const data: EventData<'repository'> = { repositoryId, repo, formerly, occurredAt, revision };
    return [eventOf('repository', { id: contentHash(data), source, time: occurredAt }, data)];
  });
}

interface Named {
  readonly repositoryId: string;
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Names of each repository that the patches are of, each with when it was last used; the first of ids holds. */
function namesByIdentity(patches: readonly Patch[]): ReadonlyMap<string, ReadonlyMap<string, Named>> {
  const byIdentity = new Map<string, Map<string, Named>>();
  for (const patch of patches) {
    if (!namedByForge.includes(patch.kind)) continue;
    const [repositoryId, repo] = [text(patch.data, 'repositoryId'), text(patch.data, 'repo')];
    const at = knownAt(patch) === ALWAYS ? patch.time : knownAt(patch);
    if (repositoryId === null || repo === null || at === null) continue;
    const identity = isShared(repositoryId) ? withinProject(patch.data, repositoryId, repo) : ONE_ENTITY;
    if (identity === null) continue;
    const names = byIdentity.get(identity) ?? new Map<string, Named>();
    if (at > (names.get(repo)?.at ?? -Infinity)) names.set(repo, { repositoryId, source: patch.source, at });
    byIdentity.set(identity, names);
  }
  return byIdentity;
}

/** Branches and pull requests are told apart by the ids of their repositories. */
const ONE_ENTITY = '';

function withinProject(said: Patch['data'], repositoryId: string, repo: string): string | null {
  const projectId = text(said, 'projectId');
  return projectId === null ? null : `${repositoryId} ${projectId} ${lastPart(repo)}`;
}

/** A catalogue that knows what repositories are called today; what it declares by a former name holds for the current. */
export function withRenamed(catalogue: Catalogue, renamed: Readonly<Record<string, string>>): Catalogue {
  const alsoToday = (names: readonly string[]): string[] => [
    ...new Set(names.flatMap((name) => [name, ...today(name)])),
  ];
  const today = (name: string): string[] => {
    const path = name.slice(name.indexOf(':') + 1);
    const current = renamed[path];
    return current === undefined ? [] : [`${name.slice(0, name.length - path.length)}${current}`];
  };
  const { rules, services } = catalogue;
  return {
    ...catalogue,
    renamed,
    services: services.map((service) => ({ ...service, repositories: alsoToday(service.repositories) })),
    rules: { ...rules, configurationRepositories: alsoToday(rules.configurationRepositories) },
  };
}

/**
 * What was said of an entity, with its repository under the name it has today. A forge names a service after its
 * repository: such a name changes with it.
 */
export function underCurrentNames(patches: readonly Patch[], { renamed }: Catalogue): readonly Patch[] {
  if (renamed === undefined) return patches;
  return patches.map((patch) => {
    const said = patch.kind === 'correction' ? null : currently(patch.data, renamed);
    return said === null ? patch : { ...patch, data: said };
  });
}

function currently(said: Patch['data'], renamed: Readonly<Record<string, string>>): Patch['data'] | null {
  const components = componentsToday(said, renamed);
  const [repo, id] = [text(said, 'repo'), text(said, 'repositoryId')];
  const current = repo === null ? undefined : renamed[id === null || isShared(id) ? repo : id];
  if (repo === null || current === undefined || current === repo) {
    return components === null ? null : { ...said, components };
  }
  const isNamedAfter = isForge(text(said, 'source')) && said['service'] === lastPart(repo);
  return {
    ...said,
    repo: current,
    ...(isNamedAfter && { service: lastPart(current) }),
    ...(components !== null && { components }),
  };
}

/** The repositories that a deployment brought commits of; null: each of them is called as it was. */
function componentsToday(said: Patch['data'], renamed: Readonly<Record<string, string>>): Component[] | null {
  const components = componentsIn(said['components']);
  if (components.every(({ repository }) => (renamed[repository] ?? repository) === repository)) return null;
  return components.map(({ repository, sha }) => ({ repository: renamed[repository] ?? repository, sha }));
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
