import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertedIncident, AlertFacts } from './alert-facts.js';
import { groupBy } from './group-by.js';

/** Words of sources for what wakes somebody. */
const PAGES = new Set(['sev1', 'sev2', 'p1', 'p2', 'critical', 'page']);

/**
 * An incident that pages, of a service next to one that was deployed shortly before, until it is resolved. Of each
 * neighbour the latest deployment is looked at; one of the service itself that is nearer is the likelier cause, and what is
 * linked to another cause needs no guess.
 */
export const dependencyOutage = ({ deployments, incidents, neighbours, limits }: AlertFacts): Finding[] => {
  const ofService = groupBy(deployments, ({ service }) => service);
  return incidents
    .filter(({ severity, linkedElsewhere }) => PAGES.has(severity.toLowerCase()) && !linkedElsewhere)
    .flatMap((incident) => {
      const nearestOf = (service: string): AlertedDeployment | undefined =>
        latestBefore(ofService.get(service) ?? [], incident.since);
      const own = nearestOf(incident.service)?.finishedAt ?? -Infinity;
      return (neighbours.get(incident.service) ?? []).flatMap((neighbour): Finding[] => {
        const deployment = nearestOf(neighbour);
        const { within } = limits([neighbour]).DEPENDENCY_OUTAGE;
        const finishedAt = deployment?.finishedAt ?? null;
        if (deployment === undefined || finishedAt === null || own >= finishedAt) return [];
        const gap = (incident.since - finishedAt) / 1000;
        return gap > within || isLinkedElsewhere(incident, deployment)
          ? []
          : [outage(incident, deployment, { gap, within })];
      });
    });
};

function outage(
  { service, title, detectedAt, resolvedAt }: AlertedIncident,
  deployment: AlertedDeployment,
  { gap, within }: { readonly gap: number; readonly within: number },
): Finding {
  return {
    rule: 'DEPENDENCY_OUTAGE',
    severity: 'page',
    audience: ['on_call'],
    ...aboutDeployment(deployment),
    services: [deployment.service, service],
    since: detectedAt,
    until: resolvedAt === null ? null : Math.max(resolvedAt, detectedAt),
    what: `${service}, next to it, has an incident since shortly after it${title === '' ? '' : `: ${title}`}`,
    value: gap,
    threshold: within,
  };
}

const latestBefore = (deployments: readonly AlertedDeployment[], at: number): AlertedDeployment | undefined =>
  deployments
    .filter(({ finishedAt, status }) => finishedAt !== null && finishedAt <= at && status !== 'cancelled')
    .reduce<AlertedDeployment | undefined>(
      (latest, one) => ((latest?.finishedAt ?? -Infinity) > (one.finishedAt ?? -Infinity) ? latest : one),
      undefined,
    );

const isLinkedElsewhere = ({ causedBy }: AlertedIncident, { attempts }: AlertedDeployment): boolean =>
  causedBy.length > 0 && !attempts.some((id) => causedBy.includes(id));
