import { type Catalogue, emptyCatalogue } from '@leadline/events';
import { type Alert, raiseAlerts } from '@leadline/insights';
import type { Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { z } from 'zod';
import { optionsUnder } from '../metric-rows/query-options.js';
import { deploymentId } from '../query-entities/deployment-id.js';
import { pageOfAll, referenceTo } from '../query-entities/page.js';
import type { Page, PageRequest } from '../query-entities/paging.types.js';
import type { AlertQuestion } from './alert-question.js';
import { alertedDeployment, alertedRows } from './alerted-deployments.js';
import { budgetSlices, scheduledTrains } from './budgets-and-trains.js';
import { freezesIn, limitsIn, sloWindowsIn } from './configured-limits.js';
import { driftSpans } from './drift-spans.js';
import { alertedIncidents, neighboursOf } from './neighbouring-incidents.js';
import { silences } from './silences.js';
import { successesOf } from './successes.js';
import { watchedMetrics } from './watched-metrics.js';

/** An alert with what it is found by. */
export interface AlertRow extends Omit<Alert, 'deployment'> {
  /** The same for the same alert. */
  readonly id: string;
  /** Opens the deployment; null: it is of none. */
  readonly deployment: string | null;
}

/** A page of alerts that were all asked for; ask for all pages as of one instant. */
export const pageOfAlerts = <T extends AlertRow>(alerts: readonly T[], request: PageRequest): Page<T> =>
  pageOfAll(alerts, request, ({ id }) => id, z.string());

export interface AlertsAsked {
  readonly scope: Scope;
  readonly asOf: number;
  /** Names of the endpoints that are on: of others silence is no news. Without it every endpoint's is. */
  readonly endpoints?: readonly string[];
}

/** How far back is looked, in milliseconds. */
const LOOK_BACK = 90 * 86_400_000;

/**
 * Alerts by what was known at asOf, open ones first, latest first. Deployments and trains of the last 90 days are looked at,
 * in six statements, and one more for each of: neighbours, metrics that are watched, places that may drift (five).
 */
export async function queryAlerts(
  analytics: Analytics,
  { scope, asOf, endpoints }: AlertsAsked,
  catalogue: Catalogue = emptyCatalogue,
): Promise<AlertRow[]> {
  const question: AlertQuestion = { scope, asOf, from: asOf - LOOK_BACK };
  const { options } = optionsUnder(catalogue, null);
  const neighbours = neighboursOf(catalogue);
  const budgets = await budgetSlices(analytics, question);
  const looked = [...new Set([...budgets.map(({ service }) => service), ...neighbours.keys()])];
  const rows = await alertedRows(analytics, question, looked);
  const successes = await successesOf(analytics, [...new Set(rows.map(({ service }) => service))], question);
  const isEverything = Object.values(scope).every((names) => (names ?? []).length === 0);
  const quiet = isEverything ? await silences(analytics, asOf) : [];
  const alerts = raiseAlerts({
    asOf,
    deployments: rows.map((row) => alertedDeployment(row, successes, asOf)),
    budgets,
    trains: await scheduledTrains(analytics, question),
    trainTolerance: options.toleranceS * 1000,
    incidents: await alertedIncidents(analytics, [...neighbours.keys()], question),
    neighbours,
    drifts: await driftSpans(analytics, catalogue, question),
    silences: quiet.filter(({ endpoint }) => endpoints === undefined || endpoints.includes(endpoint)),
    freezes: freezesIn(catalogue),
    sloWindow: sloWindowsIn(catalogue),
    limits: limitsIn(catalogue, asOf),
    metrics: await watchedMetrics(analytics, catalogue, { scope, asOf, options }),
  });
  return alerts.map(alertRow);
}

function alertRow({ deployment, ...alert }: Alert): AlertRow {
  const { rule, key, services, environment, since } = alert;
  return {
    ...alert,
    id: referenceTo([rule, key, services, environment, since]),
    deployment: deployment === null ? null : deploymentId(deployment),
  };
}
