import { type Alert, raiseAlerts } from '@leadline/insights';
import { defaultOptions } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from '../query-entities/deployment-id.js';
import { referenceTo } from '../query-entities/page.js';
import type { AlertQuestion } from './alert-question.js';
import { alertedDeployment, alertedRows } from './alerted-deployments.js';
import { budgetSlices, scheduledTrains } from './budgets-and-trains.js';
import { successesOf } from './successes.js';

/** An alert with what it is found by. */
export interface AlertRow extends Omit<Alert, 'deployment'> {
  /** The same for the same alert. */
  readonly id: string;
  /** Opens the deployment; null: it is of none. */
  readonly deployment: string | null;
}

/** How far back is looked, in milliseconds. */
const LOOK_BACK = 90 * 86_400_000;

/**
 * Alerts by what was known at asOf, open ones first, latest first. Deployments and trains of the last 90 days are looked
 * at, in four statements.
 */
export async function queryAlerts(
  analytics: Analytics,
  {
    scope,
    asOf,
    trainToleranceS = defaultOptions.toleranceS,
  }: Omit<AlertQuestion, 'from'> & { readonly trainToleranceS?: number },
): Promise<AlertRow[]> {
  const question: AlertQuestion = { scope, asOf, from: asOf - LOOK_BACK };
  const budgets = await budgetSlices(analytics, question);
  const rows = await alertedRows(analytics, question, [...new Set(budgets.map(({ service }) => service))]);
  const successes = await successesOf(analytics, [...new Set(rows.map(({ service }) => service))], question);
  const alerts = raiseAlerts({
    asOf,
    deployments: rows.map((row) => alertedDeployment(row, successes, asOf)),
    budgets,
    trains: await scheduledTrains(analytics, question),
    trainTolerance: trainToleranceS * 1000,
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
