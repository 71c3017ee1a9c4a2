import type { Catalogue } from '@leadline/events';
import { ALWAYS, FOREVER, type TableRow } from '@leadline/tables';

/** Teams of services by the catalogue, each with the interval in which it owned the service. */
export function ownersOf(catalogue: Catalogue, services: readonly (string | null)[]): TableRow<'incidents'>['owners'] {
  return catalogue.services
    .filter(({ name }) => services.includes(name))
    .flatMap(({ name, teams }) =>
      teams.map(({ team, from, until }) => ({
        service: name,
        team,
        from: from ? Date.parse(from) : ALWAYS,
        until: until ? Date.parse(until) : FOREVER,
      })),
    );
}
