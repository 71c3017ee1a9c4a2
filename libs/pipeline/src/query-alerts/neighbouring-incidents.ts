import type { Catalogue } from '@leadline/events';
import type { AlertedIncident } from '@leadline/insights';
import type { Analytics } from '@leadline/ports';
import { type IncidentRow, incidentIn, incidentsStatement } from '../query-entities/incidents.js';

const MOST_INCIDENTS = 5_000;

/** Services next to each other, each with those that depend on it and those it depends on. */
export function neighboursOf({ services }: Catalogue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (service: string, neighbour: string): void => {
    found.set(service, (found.get(service) ?? new Set()).add(neighbour));
  };
  for (const { name, dependsOn = [] } of services) {
    for (const other of dependsOn.filter((candidate) => candidate !== name)) {
      add(name, other);
      add(other, name);
    }
  }
  return new Map([...found].map(([service, own]) => [service, [...own].sort()]));
}

/** Incidents of these services that count, latest first. */
export async function alertedIncidents(
  analytics: Analytics,
  services: readonly string[],
  { asOf, from }: { readonly asOf: number; readonly from: number },
): Promise<AlertedIncident[]> {
  if (services.length === 0) return [];
  const statement = incidentsStatement({ where: { services, from }, asOf, limit: MOST_INCIDENTS });
  const rows = await analytics.query<IncidentRow>(statement);
  return rows.flatMap((row): AlertedIncident[] => {
    const { id, service, title, severity, status, startedAt, detectedAt, resolvedAt, causedBy, counts, tier } =
      incidentIn(row, asOf);
    if (status === 'false_positive' || status === 'duplicate') return [];
    if (tier !== null && tier !== 'production') return [];
    return [
      {
        id,
        service,
        title,
        severity: severity ?? '',
        since: startedAt,
        detectedAt: detectedAt ?? startedAt,
        resolvedAt,
        causedBy,
        linkedElsewhere: !counts,
      },
    ];
  });
}
