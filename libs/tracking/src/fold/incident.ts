import type { Catalogue } from '@leadline/events';
import { type Attributes, instantMs, list, text, truth } from './attributes.js';
import { placeTold, serviceOf } from './names.js';
import { foldPatches, type Patch } from './patches.js';
import type { Timeline } from './timeline.js';

/** An incident as it was known at a moment; it exists once its service and startedAt are known. Instants in epoch ms. */
export interface IncidentState {
  readonly id: string;
  readonly service: string | null;
  /** Where it happened, with its tier (null: nobody tells it); absent: its sender did not say. */
  readonly place?: { readonly environment: string; readonly tier: string | null };
  readonly severity: string;
  readonly startedAt: number | null;
  readonly detectedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  readonly causedBy: readonly string[];
  readonly causedByFlagChange: readonly string[];
  readonly notCausedByChange: boolean;
  readonly status: string;
  readonly userFacing: boolean;
  readonly title: string;
  readonly url: string;
  readonly source: string;
}

export function foldIncident(id: string, patches: readonly Patch[], catalogue: Catalogue): Timeline<IncidentState> {
  return foldPatches(patches, (said) => incidentState(id, said, catalogue));
}

/** Whether it is known to have happened elsewhere than in production: it is no failure there. */
export const isOutsideProduction = ({ place }: Pick<IncidentState, 'place'>): boolean =>
  place !== undefined && place.tier !== null && place.tier !== PRODUCTION;

const PRODUCTION = 'production';

function incidentState(id: string, said: Attributes, catalogue: Catalogue): IncidentState {
  const source = text(said, 'source');
  const named = text(said, 'environment');
  const place = named === null ? null : placeTold(catalogue, named, text(said, 'envTier'));
  return {
    id,
    service: serviceOf(catalogue, {
      source,
      service: text(said, 'service'),
      serviceName: text(said, 'serviceName'),
      repository: null,
      repositoryId: null,
    }),
    ...(place !== null && { place: { environment: place.environment, tier: place.tier } }),
    severity: severityAs(said, catalogue),
    startedAt: instantMs(said, 'startedAt'),
    detectedAt: instantMs(said, 'detectedAt'),
    acknowledgedAt: instantMs(said, 'acknowledgedAt'),
    resolvedAt: instantMs(said, 'resolvedAt'),
    causedBy: list(said, 'causedBy') ?? [],
    causedByFlagChange: list(said, 'causedByFlagChange') ?? [],
    notCausedByChange: truth(said, 'notCausedByChange') ?? false,
    status: text(said, 'status') ?? '',
    userFacing: truth(said, 'userFacing') ?? true,
    title: text(said, 'title') ?? '',
    url: text(said, 'url') ?? '',
    source: source ?? '',
  };
}

/**
 * An issue with one of the catalogue's incident labels, or one that its tracker calls an incident, is an incident from its
 * opening to its closing. "Closed as not planned" or "as duplicate" is the tracker's way to say false positive or
 * duplicate.
 */
export function foldIssue(id: string, patches: readonly Patch[], catalogue: Catalogue): Timeline<IncidentState | null> {
  return foldPatches(patches, (said) => {
    const labels = list(said, 'labels') ?? [];
    const isIncident =
      text(said, 'type') === INCIDENT || labels.some((label) => catalogue.rules.incidentLabels.includes(label));
    if (!isIncident) return null;
    if (truth(said, 'deleted')) return null;
    const severity = labels.map((label) => catalogue.rules.severityLabels[label] ?? severityIn(label)).find(Boolean);
    const closedAs = text(said, 'closedAs');
    return {
      ...incidentState(id, said, catalogue),
      service: serviceOf(catalogue, {
        source: text(said, 'source'),
        service: null,
        repository: text(said, 'repo'),
        repositoryId: text(said, 'repositoryId'),
      }),
      ...(severity !== undefined && { severity }),
      startedAt: instantMs(said, 'openedAt'),
      resolvedAt: instantMs(said, 'closedAt'),
      status: closedAs === 'duplicate' ? 'duplicate' : closedAs === 'not_planned' ? 'false_positive' : '',
    };
  });
}

/** What a tracker's own type of issue must be for its issues to be incidents without a label. */
const INCIDENT = 'incident';

/** The source's own word for it, as the catalogue translates it; written in capitals or not, unless both are there. */
function severityAs(said: Attributes, { rules: { severityLabels } }: Catalogue): string {
  const severity = text(said, 'severity') ?? '';
  if (Object.hasOwn(severityLabels, severity)) return severityLabels[severity] ?? severity;
  const lower = severity.toLowerCase();
  const [, translated] = Object.entries(severityLabels).find(([label]) => label.toLowerCase() === lower) ?? [];
  return translated ?? severity;
}

const severityIn = (label: string): string | undefined => /^sev\d+$/i.exec(label)?.[0].toLowerCase();
