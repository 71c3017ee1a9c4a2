import type { Catalogue, LimitChange } from '@leadline/events';
import { limitsWith } from '@leadline/events';
import type { AlertFacts, Freeze } from '@leadline/insights';
import { ownersAt } from '../query-entities/teams.js';
import { isWithin } from '../query-metrics/team-paths.js';

/** The limits that the configuration sets, for services at an instant; of two that concern one, the later in the file holds. */
export function limitsIn({ thresholds = [], services }: Catalogue, asOf: number): AlertFacts['limits'] {
  const declared = new Map(services.map((service) => [service.name, service]));
  const known = new Map<string, ReturnType<AlertFacts['limits']>>();
  return (asked) => {
    const key = JSON.stringify(asked);
    const found = known.get(key);
    if (found !== undefined) return found;
    const owners = asked.flatMap((name) => ownersAt(declared.get(name), asOf));
    const changes = thresholds.flatMap(({ rule, limits, teams, services: named }): LimitChange[] => {
      if (rule === undefined || limits === undefined) return [];
      const isEverybodys = teams.length + named.length === 0;
      const concerns =
        isEverybodys || asked.some((name) => named.includes(name)) || owners.some((owner) => isWithin(owner, teams));
      return concerns ? [{ rule, limits }] : [];
    });
    const limits = limitsWith(changes);
    known.set(key, limits);
    return limits;
  };
}

/** Freezes as instants. */
export const freezesIn = ({ freezes = [] }: Catalogue): Freeze[] =>
  freezes.map(({ from, until, services, environments }) => ({
    since: Date.parse(from),
    until: until === undefined ? null : Date.parse(until),
    services,
    environments,
  }));

/** Windows of objectives in milliseconds. */
export function sloWindowsIn({ services }: Catalogue): AlertFacts['sloWindow'] {
  const declared = new Map(services.map(({ name, objectives }) => [name, objectives ?? {}]));
  return (service, slo) => {
    const objectives = declared.get(service) ?? {};
    const seconds = Object.hasOwn(objectives, slo) ? objectives[slo] : undefined;
    return seconds === undefined ? null : seconds * 1000;
  };
}
