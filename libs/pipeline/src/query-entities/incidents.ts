import { Parameters } from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { type IncidentState, timelineIn } from '@leadline/tracking';
import { z } from 'zod';
import { countOf, MOST_COUNTED } from './count-rows.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import { servicesOfTeams } from './services.js';
import type { CountIncidents, FindIncident, IncidentFilter, IncidentSummary, ListIncidents } from './types.js';

export type IncidentRow = Pick<TableRow<'incidents'>, 'entity' | 'id' | 'url' | 'source' | 'history'> & {
  readonly started_at_then: number;
};

const place = z.tuple([z.number(), z.string()]);

/** Incidents, latest first. */
export const listIncidents: ListIncidents = async (analytics, catalogue, { where = {}, asOf, ...page }) => {
  const services = where.teams?.length ? servicesOfTeams(catalogue, where.teams, asOf) : undefined;
  const after = placeAfter(place, page);
  const statement = incidentsStatement({ where, asOf, services, after, limit: limitOf(page) });
  const rows = await analytics.query<IncidentRow>(statement);
  return pageOf(rows, page, {
    place: (row) => [row.started_at_then, row.entity],
    item: (row) => incidentIn(row, asOf),
  });
};

/** How many there are over all pages. */
export const countIncidents: CountIncidents = (analytics, catalogue, { where = {}, asOf }) => {
  const services = where.teams?.length ? servicesOfTeams(catalogue, where.teams, asOf) : undefined;
  return countOf(analytics, incidentsStatement({ where, asOf, services, limit: MOST_COUNTED }));
};

/** `id`: its own, or that of its entity ("incident:…", "issue:…"). */
export const incident: FindIncident = async (analytics, id, asOf) => {
  const [row] = await analytics.query<IncidentRow>(incidentsStatement({ where: {}, asOf, id, limit: 1 }));
  return row ? incidentIn(row, asOf) : null;
};

interface WantedIncidents {
  readonly where: IncidentFilter;
  readonly asOf: number;
  /** Only of these services, beside those of the filter. */
  readonly services?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly after?: z.infer<typeof place> | undefined;
  /** More conditions on what is stored. */
  readonly more?: ((bind: Parameters) => readonly string[]) | undefined;
  readonly limit: number;
}

/** Incidents that had begun at asOf, as they were known then, latest first. */
export function incidentsStatement({ where, asOf, services, id, after, more, limit }: WantedIncidents): Statement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const asked = id === undefined ? undefined : bind.bind('String', id);
  const stored = [
    'notEmpty(states)',
    ...(asked === undefined ? [] : [`(id = ${asked} OR entity = ${asked})`]),
    ...(more?.(bind) ?? []),
  ];
  const isOver = `ifNull(state.resolvedAt, ${bind.bind('Int64', Number.MAX_SAFE_INTEGER)}) <= ${at}`;
  const conditions = [
    `started_at_then <= ${at} AND state.service != ''`,
    ...(where.services?.length ? [`state.service IN ${bind.bind('Array(String)', where.services)}`] : []),
    ...(services === undefined ? [] : [`state.service IN ${bind.bind('Array(String)', services)}`]),
    ...(where.open === undefined ? [] : [where.open ? `NOT (${isOver}) AND state.valid = 1` : `(${isOver})`]),
    ...(where.from === undefined ? [] : [`started_at_then >= ${bind.bind('Int64', where.from)}`]),
    ...(where.to === undefined ? [] : [`started_at_then < ${bind.bind('Int64', where.to)}`]),
    ...(after === undefined ? [] : [isAfter(after, bind)]),
  ];
  const sql = `
SELECT entity, id, url, source, history, started_at_then
FROM (
  SELECT entity, id, url, source, history,
    arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state,
    assumeNotNull(coalesce(state.startedAt, state.detectedAt)) AS started_at_then
  FROM incidents FINAL
  WHERE ${stored.join(' AND ')}
)
WHERE ${conditions.join('\n  AND ')}
ORDER BY started_at_then DESC, entity
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

function isAfter([instant, entity]: z.infer<typeof place>, bind: Parameters): string {
  const at = bind.bind('Int64', instant);
  return `(started_at_then < ${at} OR (started_at_then = ${at} AND entity > ${bind.bind('String', entity)}))`;
}

/** The incident as it was known at asOf: what lies after it has not happened. */
export function incidentIn(
  { entity, id, source, history, started_at_then }: IncidentRow,
  asOf: number,
): IncidentSummary {
  const moments = timelineIn<IncidentState | null>(history).filter(({ from }) => from <= asOf);
  const state = moments.at(-1)?.state;
  const clipped = (at: number | null | undefined): number | null => (at != null && at <= asOf ? at : null);
  const isValid = state?.status !== 'false_positive' && state?.status !== 'duplicate';
  return {
    id,
    entity,
    service: state?.service ?? '',
    environment: state?.place?.environment ?? null,
    tier: state?.place?.tier ?? null,
    severity: state?.severity || null,
    status: state?.status || null,
    title: state?.title ?? '',
    url: state?.url || null,
    source,
    startedAt: started_at_then,
    detectedAt: clipped(state?.detectedAt),
    acknowledgedAt: clipped(state?.acknowledgedAt),
    resolvedAt: clipped(state?.resolvedAt),
    userFacing: state?.userFacing ?? true,
    counts: isValid && !state?.notCausedByChange,
    causedBy: state?.causedBy ?? [],
    causedByFlagChange: state?.causedByFlagChange ?? [],
  };
}
