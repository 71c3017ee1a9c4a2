import type { Span, TimelineRow } from '../../charts/timeline-chart.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { causesOf } from '../../entities/incident-words.js';
import { exactDuration } from '../../format/duration.js';
import type { IncidentPageQuery } from '../../generated/graphql.js';

export type Incident = NonNullable<IncidentPageQuery['incident']>;

const MINUTE = 60_000;
/** A cause longer ago would leave no room for the incident. */
const LONGEST_BEFORE = 24 * 60 * MINUTE;

/** What users met, what people did, and the deployments it is laid to. */
export function incidentTimeline(incident: Incident): readonly TimelineRow[] {
  const began = Date.parse(incident.startedAt);
  const over = incident.resolvedAt === null ? null : Date.parse(incident.resolvedAt);
  const impact: Span = {
    from: began,
    to: over,
    kind: 'bad',
    text: over === null ? 'still open' : `failing ${length(began, over)}`,
  };
  return [
    ...causeRows(incident, began),
    { label: 'Users', spans: [impact] },
    ...momentRow('Noticed', incident.detectedAt, began),
    ...momentRow('Taken on', incident.acknowledgedAt, began),
  ];
}

function causeRows(incident: Incident, began: number): TimelineRow[] {
  return causesOf(incident).flatMap(({ deployment }): TimelineRow[] => {
    if (deployment === null || deployment.finishedAt === null) return [];
    const at = Date.parse(deployment.finishedAt);
    if (Math.abs(began - at) > LONGEST_BEFORE) return [];
    const text = at <= began ? `${length(at, began)} before` : `${length(began, at)} after it began`;
    return [{ label: deploymentName(deployment), moments: [{ at, kind: 'merge', text }] }];
  });
}

function momentRow(label: string, told: string | null, began: number): TimelineRow[] {
  if (told === null) return [];
  const at = Date.parse(told);
  return [{ label, moments: [{ at, kind: 'incident', text: `after ${length(began, at)}` }] }];
}

const length = (from: number, to: number): string => exactDuration(Math.max(0, to - from) / 1000);
