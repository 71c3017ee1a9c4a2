import type { Group } from '../../components/group-table.js';
import type { MeasuresByServiceQuery, MeasuresByTeamQuery } from '../../generated/graphql.js';

/** The teams of an answer in order of their paths, a parent before its children. */
export function groupsOfTeams({ teams, now, before }: MeasuresByTeamQuery): readonly Group[] {
  return teams
    .map(({ path }) => ({
      name: path,
      now: now.filter(({ team }) => team === path),
      before: before.filter(({ team }) => team === path),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The services of an answer in order of their names. */
export function groupsOfServices({ services, now, before }: MeasuresByServiceQuery): readonly Group[] {
  return services.nodes.map(({ name }) => ({
    name,
    now: now.filter(({ service }) => service === name),
    before: before.filter(({ service }) => service === name),
  }));
}
