import { namedPerService } from '../service-rules.js';
import { incidents } from '../incidents/relation.js';
import type { MetricQuestion } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What is asked of the incidents that a scan for outliers reads. */
export interface ScannedIncidents {
  /** Window, scope, asOf and options as for the time to restore. */
  readonly query: Omit<MetricQuestion, 'by' | 'bucket'>;
  /** Only of these services, beside those of the scope; absent: of all. */
  readonly services?: readonly string[];
  /** Most services in the answer. */
  readonly most: number;
}

/** The incidents of one service, by duration. */
export interface ScannedIncidentsRow {
  readonly service: string;
  /** From beginning to resolution, or up to asOf where there is none yet; seconds, one for each incident. */
  readonly seconds: readonly number[];
  readonly instants: readonly number[];
  /** Incidents that took longer than nine of ten; what is below cannot be unusual. */
  readonly slow: readonly SlowIncident[];
}

export type SlowIncident = readonly [seconds: number, instant: number, id: string, isOpen: 0 | 1];

/** One row per service: the incidents that the time to restore counts. */
export function scannedIncidentsStatement({ query, services, most }: ScannedIncidents): SqlStatement {
  const bind = new Parameters();
  const asked: MetricQuestion = { ...query, by: [] };
  const { scopes } = incidents;
  const scope = Object.fromEntries(scopes.flatMap((name) => (query.scope[name] ? [[name, query.scope[name]]] : [])));
  const named = namedPerService('state.service', asked, bind, (own) => ({
    ...incidents.named(own, bind),
    seconds_told: `(ifNull(resolved_at, ${bind.bind('Int64', query.asOf)}) - instant) / 1000`,
    is_in_order: `seconds_told >= ${bind.bind('Float64', -own.options.clockSkewToleranceS)}`,
  }));
  const incident = '(greatest(seconds_told, 0), instant, id, resolved_at IS NULL)';
  const where = [
    'in_window AND is_valid AND is_in_order',
    ...incidents.conditions(scope, bind),
    ...(services === undefined ? [] : [`state.service IN ${bind.bind('Array(String)', services)}`]),
  ].join(' AND ');
  const rows = incidents.rows({ query: asked, named, usedBy: `${incident} ${where} state`, looksAhead: false }, bind);
  const sql = `
SELECT service, seconds, arrayMap(i -> i.2, incidents) AS instants, arrayFilter(i -> i.1 > p90, incidents) AS slow
FROM (
  SELECT state.service AS service, arraySort(groupArray(${incident})) AS incidents,
    arrayMap(i -> i.1, incidents) AS seconds,
    arrayReduce('quantileExactInclusive(0.9)', seconds) AS p90
  FROM ${rows}
  WHERE ${where}
  GROUP BY service
)
ORDER BY service
LIMIT ${bind.bind('Int64', most)}`;
  return { sql, params: bind.values };
}
