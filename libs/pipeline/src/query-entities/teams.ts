import type { CatalogueService } from '@leadline/events';
import { isWithin, teamPaths } from '../query-metrics/team-paths.js';
import type { ListTeams, TeamSummary } from './types.js';

export const listTeams: ListTeams = (catalogue, asOf) => {
  const owners = catalogue.services.map((service) => ({ name: service.name, teams: ownersAt(service, asOf) }));
  const tags = new Map(catalogue.teams.map((team) => [team.path, team.tags]));
  return teamPaths(catalogue).map((path): TeamSummary => {
    const parts = path.split('/');
    const owned = owners.filter(({ teams }) => teams.includes(path));
    const pooled = owners.filter(({ teams }) => teams.some((team) => isWithin(team, [path])));
    return {
      path,
      name: parts.at(-1) ?? path,
      parent: parts.length === 1 ? null : parts.slice(0, -1).join('/'),
      tags: tags.get(path) ?? {},
      services: owned.map(({ name }) => name).sort(),
      allServices: pooled.map(({ name }) => name).sort(),
    };
  });
};

/** Paths of a service's owners at an instant: membership is [from, until). */
export function ownersAt(service: CatalogueService | undefined, asOf: number): string[] {
  const owners = (service?.teams ?? []).filter(
    ({ from, until }) => (!from || Date.parse(from) <= asOf) && (!until || asOf < Date.parse(until)),
  );
  return [...new Set(owners.map(({ team }) => team))].sort();
}
