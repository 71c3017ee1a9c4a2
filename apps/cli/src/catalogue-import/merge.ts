import type { CatalogueContent } from '@leadline/config';
import type { CatalogueFragment, ImportedService } from './fragment.js';

/** A service that leadline.yaml declares otherwise. */
export interface ServiceDifference {
  readonly name: string;
  readonly field: 'repository' | 'paths' | 'teams' | 'aliases' | 'tags';
  readonly from: string;
  readonly to: string;
}

/** What a fragment would change in leadline.yaml. What only leadline.yaml says stays. */
export interface CatalogueChanges {
  readonly added: CatalogueFragment;
  readonly differences: readonly ServiceDifference[];
  /** Services both declare, in the same way. */
  readonly same: readonly string[];
  /** Services that only leadline.yaml declares. */
  readonly others: readonly string[];
}

type Declared = CatalogueContent['services'][number];

/**
 * Compares a fragment with what is declared. A team is also the declared one that ends in its name, and a service also the
 * only declared one of the same repository and paths: people have given them better names.
 */
export function changesOf(
  fragment: CatalogueFragment,
  declared: Pick<CatalogueContent, 'teams' | 'services'>,
): CatalogueChanges {
  const teamOf = teamNames(declared.teams.map(({ path }) => path));
  const services = fragment.services.map((service) => {
    const own = { ...service, teams: service.teams.map(teamOf) };
    return { service: own, before: counterpart(own, declared.services) };
  });
  const known = new Set(services.flatMap(({ before }) => before?.name ?? []));
  const compared = services.flatMap(({ service, before }) =>
    before === undefined ? [] : [{ name: before.name, differences: differencesOf(service, before) }],
  );
  const teams = fragment.teams.map(teamOf);
  return {
    added: {
      teams: [...new Set(teams)].filter((path) => !isDeclared(path, declared.teams)),
      services: services.flatMap(({ service, before }) => (before === undefined ? [service] : [])),
    },
    differences: compared.flatMap(({ differences }) => differences),
    same: compared.filter(({ differences }) => differences.length === 0).map(({ name }) => name),
    others: declared.services.map(({ name }) => name).filter((name) => !known.has(name)),
  };
}

function isDeclared(path: string, teams: readonly { readonly path: string }[]): boolean {
  return teams.some((team) => team.path === path || team.path.startsWith(`${path}/`));
}

function teamNames(declared: readonly string[]): (path: string) => string {
  return (path) => {
    if (declared.includes(path)) return path;
    const ending = declared.filter((one) => one.endsWith(`/${path}`));
    return ending.length === 1 && ending[0] !== undefined ? ending[0] : path;
  };
}

function counterpart(service: ImportedService, declared: readonly Declared[]): Declared | undefined {
  const named = declared.find(({ name }) => name === service.name);
  if (named !== undefined || service.repository === undefined) return named;
  const alike = declared.filter(({ repositories, paths }) => {
    const isOf = repositories.some((repository) => isSameRepository(repository, service.repository ?? ''));
    return isOf && isSame(paths, service.paths);
  });
  return alike.length === 1 ? alike[0] : undefined;
}

/** "acme/shop" is that of any forge. */
function isSameRepository(a: string, b: string): boolean {
  const nameOf = (repository: string): string => repository.replace(/^[a-z0-9_-]+:/, '');
  return a === b || (nameOf(a) === nameOf(b) && !(a.includes(':') && b.includes(':')));
}

/** What the fragment does not say is no difference. */
function differencesOf(service: ImportedService, before: Declared): ServiceDifference[] {
  const { name, repositories, paths, aliases, tags } = before;
  const current = before.teams.filter(({ until }) => until === undefined).map(({ team }) => team);
  const differences: ServiceDifference[] = [];
  const differ = (field: ServiceDifference['field'], from: readonly string[], to: readonly string[]): void => {
    differences.push({ name, field, from: from.join(', ') || 'none', to: to.join(', ') });
  };
  const { repository } = service;
  if (repository !== undefined && !repositories.some((one) => isSameRepository(one, repository))) {
    differ('repository', repositories, [repository]);
  }
  if (service.paths.length > 0 && !isSame(service.paths, paths)) differ('paths', paths, service.paths);
  if (service.teams.length > 0 && !isSame(service.teams, current)) differ('teams', current, service.teams);
  const newAliases = Object.entries(service.aliases).flatMap(([source, own]) =>
    own.filter((alias) => !aliases[source]?.includes(alias)).map((alias) => `${source}: ${alias}`),
  );
  if (newAliases.length > 0) differ('aliases', [], newAliases);
  const newTags = Object.entries(service.tags).filter(([key, tag]) => tags[key] !== tag);
  const told = newTags.flatMap(([key]) => (tags[key] === undefined ? [] : [`${key}: ${tags[key]}`]));
  if (newTags.length > 0)
    differ(
      'tags',
      told,
      newTags.map(([key, tag]) => `${key}: ${tag}`),
    );
  return differences;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
