import type { Catalogue, CatalogueService } from '@leadline/events';
import { matchesGlob } from './glob.js';

/** What a source called a service: its own name for it, and the repository it comes from. */
export interface SaidName {
  readonly source: string | null;
  readonly service: string | null;
  /** "owner/name". */
  readonly repository: string | null;
}

/**
 * The service a source means. The catalogue's aliases are asked first, then its repositories, then its names; a name it
 * does not know is a service of its own. null: the source named nothing.
 */
export function serviceOf(catalogue: Catalogue, said: SaidName): string | null {
  const { source, service, repository } = said;
  const isAlias = (candidate: CatalogueService): boolean =>
    source !== null &&
    (candidate.aliases[source] ?? []).some((glob) =>
      [service, repository].some((name) => name !== null && matchesGlob(glob, name)),
    );
  const alias = catalogue.services.find(isAlias);
  if (alias) return alias.name;
  if (service !== null && catalogue.services.some(({ name }) => name === service)) return service;
  const [owner, ...others] = servicesOfRepository(catalogue, source, repository);
  if (owner && others.length === 0) return owner.name;
  if (service !== null) return service;
  return repository === null ? null : (repository.split('/').at(-1) ?? repository);
}

/** Every service the catalogue finds in a repository: several in a monorepo. */
export function servicesOfRepository(
  catalogue: Catalogue,
  source: string | null,
  repository: string | null,
): CatalogueService[] {
  if (repository === null) return [];
  const names = [repository, `${source ?? ''}:${repository}`];
  return catalogue.services.filter(({ repositories }) => repositories.some((name) => names.includes(name)));
}

/**
 * Every service an entity could ever have meant: any name any of its events said, with any source and repository. It
 * must be a pure function of the events alone, so that a service is told even when the entity moved away from it.
 */
export function servicesEverNamed(
  catalogue: Catalogue,
  said: readonly Readonly<Record<string, unknown>>[],
): string[] {
  const values = (name: string): (string | null)[] => [
    ...new Set([null, ...said.map((attributes) => attributes[name]).filter((value) => typeof value === 'string')]),
  ];
  const [sources, names, repositories] = [values('source'), values('service'), values('repo')];
  const services = new Set<string>();
  for (const source of sources) {
    for (const service of names) {
      for (const repository of repositories) {
        const meant = serviceOf(catalogue, { source, service, repository });
        if (meant !== null) services.add(meant);
        for (const { name } of servicesOfRepository(catalogue, source, repository)) services.add(name);
      }
    }
  }
  return [...services].sort();
}

export interface Place {
  readonly environment: string;
  readonly tier: string;
  /** Region-named environments that the catalogue maps to one environment are targets of it. */
  readonly target: string | null;
}

/** The environment a source means, with its tier: the catalogue's, else the one said, else by the name. */
export function placeOf(catalogue: Catalogue, name: string, saidTier: string | null): Place {
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

function tierByName(name: string): string {
  const lower = name.toLowerCase().replaceAll('/', '-');
  return tierNames.find(([, globs]) => globs.some((glob) => matchesGlob(glob, lower)))?.[0] ?? 'other';
}
