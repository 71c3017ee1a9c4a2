import { isOutsideProduction } from '../../fold/incident.js';
import type { ExposureVariants } from './exposure.js';
import { type Blame, saidByDeployment, saidByIncident, secondsBetween } from './reasons.js';
import { isProduction } from './rollbacks.js';
import type { IncidentView } from './views.js';
import type { Judged } from './judged.js';
import type { World } from './world.js';

/** Rule 1: every deployment of this service that the incident names; of production none, where it was elsewhere. */
export function namedByIncident(incident: IncidentView, world: World, service: string, variants: number): Blame[] {
  return namedDeployments(incident.causedBy, world, service)
    .filter((judged) => !isProduction(judged) || !isOutsideProduction(incident))
    .map(({ occurrence }) => ({
      key: occurrence.key,
      reason: saidByIncident('incident', incident, 0, variants),
    }));
}

/** Rule 4: every deployment of this service that a fix names. The fix must be a deployment itself, planned or not. */
export function namedByFix(fix: Judged, world: World, service: string, variants: ExposureVariants): Blame[] {
  const membership = isProduction(fix) ? variants.membership(fix.occurrence) : 0;
  if (membership === 0 || fix.occurrence.verdict === 'excluded') return [];
  return namedDeployments(fix.occurrence.fixes, world, service)
    .filter(({ occurrence }) => occurrence.key !== fix.occurrence.key)
    .map(({ occurrence }) => ({
      key: occurrence.key,
      reason: saidByDeployment('fix', fix.occurrence, 0, membership),
    }));
}

function namedDeployments(ids: readonly string[], world: World, service: string): Judged[] {
  const named = new Map<string, Judged>();
  for (const id of ids) {
    const judged = world.ofAttempt(id);
    if (judged && judged.occurrence.service === service) named.set(judged.occurrence.key, judged);
  }
  return [...named.values()];
}

/**
 * Rule 5: the latest deployment of the service, in the order of P, that had started at the impact. The window is an
 * option: it never changes which deployment is hit, so the gap is stored.
 */
export function attributed(incident: IncidentView, world: World, variants: ExposureVariants): Blame[] {
  const blames: Blame[] = [];
  let open = variants.all;
  for (let index = world.finished.length - 1; index >= 0 && open !== 0; index--) {
    const judged = world.finished[index]!;
    const { occurrence } = judged;
    const startedAt = occurrence.startedAt ?? occurrence.finishedAt ?? Infinity;
    if (!isProduction(judged) || startedAt > incident.startedAt) continue;
    const mask = open & variants.membership(occurrence);
    if (mask === 0) continue;
    open &= ~mask;
    const gapS = secondsBetween(occurrence.finishedAt ?? incident.startedAt, incident.startedAt);
    blames.push({ key: occurrence.key, reason: saidByIncident('inferred', incident, gapS, mask) });
  }
  return blames;
}
