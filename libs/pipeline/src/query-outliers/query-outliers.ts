import { measures, type OutlierScan, type OutlierScanInput, scanOutliers } from '@leadline/insights';
import {
  planRecoveries,
  type ScannedDeploymentsRow,
  scannedDeploymentsStatement,
  type ScannedIncidentsRow,
  scannedIncidentsStatement,
  type ScannedRecovery,
  type Scope,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { rowsByLatest } from '../query-metrics/query-metrics.js';
import { type OutlierQuery, type ScanSpans, scanSpans } from './scan-question.js';
import { deploymentRecords, deploymentsIn, incidentRecords } from './scan-rows.js';

/** Most services, and most groups, that one scan compares. */
export const MOST_COMPARED = 10_000;

export type QueriedOutliers =
  | { readonly outcome: 'scan'; readonly scan: OutlierScan }
  /** Refused after reading, with what there were too many of. */
  | { readonly outcome: 'too_many'; readonly what: 'services' | 'groups' };

const nothing: Omit<OutlierScanInput, 'metrics' | 'areNested'> = {
  period: { from: 0, to: 0 },
  baseline: { from: 0, to: 0 },
  weeks: [],
  days: [],
  groups: [],
  everything: [],
  records: [],
  settledUntil: 0,
};

/** Scans for outliers: a statement over the deployments, one over those that failed, one over the incidents, then the rules. */
export async function queryOutliers(analytics: Analytics, query: OutlierQuery): Promise<QueriedOutliers> {
  const { ids: metrics, by } = query;
  const areNested = by.dimension === 'TEAM';
  const spans = scanSpans(query);
  if (spans === null) return { outcome: 'scan', scan: scanOutliers({ metrics, areNested, ...nothing }) };
  const rows = await scannedDeployments(analytics, query, spans);
  const { everything, groups: deployed } = deploymentsIn(rows);
  if (rows.length > MOST_COMPARED) return { outcome: 'too_many', what: 'services' };
  if (deployed.length > MOST_COMPARED) return { outcome: 'too_many', what: 'groups' };
  const recoveries = metrics.includes(measures.recovery.metric)
    ? await scannedRecoveries(analytics, query, spans)
    : new Map<string, readonly ScannedRecovery[]>();
  const groups = deployed.map((group) => ({ ...group, recoveries: recoveries.get(group.name) ?? [] }));
  const incidents = measures.incident.askedBy.some((id) => metrics.includes(id))
    ? await scannedIncidents(analytics, query, { spans, services: rows.map(({ service }) => service) })
    : [];
  const records = [...deploymentRecords(rows, spans), ...incidentRecords(incidents, spans)];
  return { outcome: 'scan', scan: scanOutliers({ metrics, areNested, ...spans, groups, everything, records }) };
}

function scannedDeployments(
  analytics: Analytics,
  { window: { timeZone }, by, scope, asOf, options }: OutlierQuery,
  { loaded, recordsFrom }: ScanSpans,
): Promise<ScannedDeploymentsRow[]> {
  const query = { window: { ...loaded, timeZone }, scope, asOf, options };
  return analytics.query(scannedDeploymentsStatement({ query, by, recordsFrom, most: MOST_COMPARED + 1 }));
}

async function scannedRecoveries(
  analytics: Analytics,
  { window: { timeZone }, by, scope, asOf, options }: OutlierQuery,
  { loaded }: ScanSpans,
): Promise<ReadonlyMap<string, readonly ScannedRecovery[]>> {
  const question = { window: { ...loaded, timeZone }, scope, asOf, options };
  const planned = planRecoveries(question, by);
  return planned.read(await rowsByLatest(analytics, planned));
}

/** Where the scope narrows by what incidents do not know, they are those of the services that deployed in it. */
function scannedIncidents(
  analytics: Analytics,
  { window: { timeZone }, scope, asOf, options }: OutlierQuery,
  { spans, services }: { spans: ScanSpans; services: readonly string[] },
): Promise<ScannedIncidentsRow[]> {
  const window = { from: spans.recordsFrom, to: spans.period.to, timeZone };
  const within = isBeyondIncidents(scope) ? { services } : {};
  return analytics.query(
    scannedIncidentsStatement({ query: { window, scope, asOf, options }, ...within, most: MOST_COMPARED }),
  );
}

const isBeyondIncidents = ({ environments, repositories, flags, targets }: Scope): boolean =>
  [environments, repositories, flags, targets].some((names) => (names ?? []).length > 0);
