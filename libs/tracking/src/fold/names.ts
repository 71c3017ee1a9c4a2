import type { Catalogue, CatalogueService } from '@leadline/events';
import { matchesGlob } from './glob.js';
import { isForge } from './standing.js';

/** What a source called a service: its own name for it, and the repository it comes from. */
export interface SaidName {
  readonly source: string | null;
  readonly service: string | null;
  /** What the source shows of a service that it names by an id: it may change. */
  readonly serviceName?: string | null;
  /** "owner/name" as it was called then. */
  readonly repository: string | null;
  /** The source's own id of the repository ("github:4711"), the same under every name it ever had. */
  readonly repositoryId: string | null;
}

/**
 * The service a source means. The catalogue's aliases are asked first, then the service's name, then its repositories; a
 * name it does not know is a service of its own, under the name that is shown where the source names it by an id. null: the source named nothing. Forges call a deployment after its
 * repository: such a name is nobody's choice, and the repository's service comes before one that happens to bear it.
 */
export function serviceOf(catalogue: Catalogue, said: SaidName): string | null {
  const { source, service, serviceName = null, repository } = said;
  const isAlias = (candidate: CatalogueService, names: readonly (string | null)[]): boolean =>
    source !== null &&
    (candidate.aliases[source] ?? []).some((glob) => names.some((name) => name !== null && matchesGlob(glob, name)));
  // An id says more than a name that can be given away.
  const alias =
    catalogue.services.find((candidate) => isAlias(candidate, [service, repository])) ??
    catalogue.services.find((candidate) => isAlias(candidate, [serviceName]));
  if (alias) return alias.name;
  const [owner, ...others] = servicesOfRepository(catalogue, said);
  const only = owner && others.length === 0 ? owner.name : null;
  const byRepository = nameOf(repository);
  if (only !== null && service === byRepository && isForge(source)) return only;
  if (service !== null && catalogue.services.some(({ name }) => name === service)) return service;
  return only ?? serviceName ?? service ?? byRepository;
}

/** "owner/name" → "name". */
const nameOf = (repository: string | null): string | null => repository?.split('/').at(-1) ?? repository;

/**
 * Every service the catalogue finds in a repository: several in a monorepo. It may be declared by the source's id, or
 * by any name it ever had, with or without the source.
 */
export function servicesOfRepository(
  catalogue: Catalogue,
  { source, repository, repositoryId }: Omit<SaidName, 'service'>,
): CatalogueService[] {
  const names = [
    ...(repository === null ? [] : [repository, `${source ?? ''}:${repository}`]),
    ...(repositoryId === null ? [] : [repositoryId]),
  ];
  if (names.length === 0) return [];
  // Whoever builds or deploys a repository does not say on which forge it lies; a forge speaks of its own alone.
  const ofAnyForge = source !== null && !isForge(source) && repository !== null;
  const isKnownAs = (name: string): boolean =>
    names.includes(name) || (ofAnyForge && withoutForge(name) === repository);
  return catalogue.services.filter(({ repositories }) => repositories.some(isKnownAs));
}

/** Whether a repository holds configuration, by the rule `configurationRepositories`: globs, with the forge or without. */
export function isConfiguration({ rules }: Catalogue, source: string | null, repository: string | null): boolean {
  const globs = rules.configurationRepositories;
  if (repository === null || globs.length === 0) return false;
  const ofAnyForge = !isForge(source);
  const names = (glob: string): boolean =>
    matchesGlob(glob, repository) ||
    matchesGlob(glob, `${source ?? ''}:${repository}`) ||
    (ofAnyForge && matchesGlob(withoutForge(glob), repository));
  return globs.some(names);
}

/** Services that know a pipeline by an alias: many a tool that runs pipelines does not say of which repository. */
export function servicesOfPipeline(
  catalogue: Catalogue,
  source: string | null,
  pipeline: string | null,
): CatalogueService[] {
  if (source === null || pipeline === null) return [];
  return catalogue.services.filter(({ aliases }) =>
    (aliases[source] ?? []).some((glob) => matchesGlob(glob, pipeline)),
  );
}

/** "github:acme/shop" → "acme/shop". */
const withoutForge = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Every service an entity could ever have meant: any name any of its events said, with any source and repository. It
 * must be a pure function of the events alone, so that a service is told even when the entity moved away from it.
 */
export function servicesEverNamed(
  catalogue: Catalogue,
  said: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const names = valuesByName(said);
  const key = JSON.stringify(names);
  const byNames = servicesByNames.get(catalogue) ?? new Map<string, readonly string[]>();
  servicesByNames.set(catalogue, byNames);
  const known = byNames.get(key);
  if (known !== undefined) return known;
  const services = servicesNamed(catalogue, (name) => names[name]);
  if (byNames.size >= MOST_NAMINGS) byNames.clear();
  byNames.set(key, services);
  return services;
}

/** What was said under each name, each value once, and that nothing was. */
function valuesByName(said: readonly Readonly<Record<string, unknown>>[]): Record<Naming, (string | null)[]> {
  const values = (name: Naming): (string | null)[] => {
    const own: (string | null)[] = [null];
    for (const { [name]: value } of said) if (typeof value === 'string' && !own.includes(value)) own.push(value);
    return own;
  };
  return {
    source: values('source'),
    service: values('service'),
    serviceName: values('serviceName'),
    repo: values('repo'),
    repositoryId: values('repositoryId'),
  };
}

/** Attributes that name services. */
type Naming = 'source' | 'service' | 'serviceName' | 'repo' | 'repositoryId';

/** Hundreds of deployments are named alike, and every service of the catalogue is asked about each combination. */
const servicesByNames = new WeakMap<Catalogue, Map<string, readonly string[]>>();
const MOST_NAMINGS = 5_000;

function servicesNamed(catalogue: Catalogue, values: (name: Naming) => readonly (string | null)[]): string[] {
  const services = new Set<string>();
  for (const name of combinations(values)) {
    const meant = serviceOf(catalogue, name);
    if (meant !== null) services.add(meant);
    for (const { name: found } of servicesOfRepository(catalogue, name)) services.add(found);
  }
  return [...services].sort();
}

/** The same for the pipelines that were ever named, as far as the services are not already among those known. */
export function servicesOfPipelinesEverNamed(
  catalogue: Catalogue,
  said: readonly Readonly<Record<string, unknown>>[],
  known: readonly string[],
): string[] {
  const texts = (name: string): string[] => [
    ...new Set(said.map((attributes) => attributes[name]).filter((value) => typeof value === 'string')),
  ];
  const found = texts('source').flatMap((source) =>
    texts('pipeline').flatMap((pipeline) => servicesOfPipeline(catalogue, source, pipeline).map(({ name }) => name)),
  );
  return [...new Set(found)].filter((name) => !known.includes(name)).sort();
}

function* combinations(values: (name: Naming) => readonly (string | null)[]): Iterable<SaidName> {
  for (const source of values('source')) {
    for (const service of values('service')) {
      for (const serviceName of values('serviceName')) yield* inRepositories(values, { source, service, serviceName });
    }
  }
}

function* inRepositories(
  values: (name: Naming) => readonly (string | null)[],
  said: Omit<SaidName, 'repository' | 'repositoryId'>,
): Iterable<SaidName> {
  for (const repository of values('repo')) {
    for (const repositoryId of values('repositoryId')) yield { ...said, repository, repositoryId };
  }
}

export interface Place {
  readonly environment: string;
  readonly tier: string;
  /** Region-named environments that the catalogue maps to one environment are targets of it. */
  readonly target: string | null;
}

/** The environment a source means, with its tier: the catalogue's, else the one said, else by the name. */
export function placeOf(catalogue: Catalogue, name: string, saidTier: string | null): Place {
  const { tier, ...place } = placeTold(catalogue, name, saidTier);
  return { ...place, tier: tier ?? 'other' };
}

/** The same, where nothing is taken for the tier that nobody tells: null. */
export function placeTold(
  catalogue: Catalogue,
  name: string,
  saidTier: string | null,
): Omit<Place, 'tier'> & { readonly tier: string | null } {
  const declared = catalogue.environments.find((environment) => environment.name === name);
  if (declared) return { environment: name, tier: declared.tier, target: null };
  const aliased = catalogue.environments.find(({ aliases }) => aliases.some((glob) => matchesGlob(glob, name)));
  if (aliased) return { environment: aliased.name, tier: aliased.tier, target: name };
  return { environment: name, tier: saidTier ?? tierByName(name), target: null };
}

const tierNames: readonly [tier: string, globs: readonly string[]][] = [
  ['production', ['production*', 'prod', 'prod-*', 'prod_*', 'live', 'live-*', '*-prod', '*-production']],
  ['staging', ['staging*', 'stage*', 'preprod*', 'pre-prod*', 'uat*']],
  ['test', ['test*', 'qa*', 'ci*']],
  ['development', ['dev*', 'local*', 'preview*', 'review*']],
];

function tierByName(name: string): string | null {
  const lower = name.toLowerCase().replaceAll('/', '-');
  return tierNames.find(([, globs]) => globs.some((glob) => matchesGlob(glob, lower)))?.[0] ?? null;
}
