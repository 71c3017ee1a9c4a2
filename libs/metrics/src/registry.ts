import { changeFailRate } from './change-fail-rate.metric.js';
import { changeLeadTime } from './change-lead-time.metric.js';
import { deploymentFrequency } from './deployment-frequency.metric.js';
import { deploymentReworkRate } from './deployment-rework-rate.metric.js';
import { failedDeploymentRecoveryTime } from './failed-deployment-recovery-time.metric.js';
import type { MetricDefinition } from './metric.js';
import type { MetricId } from './query.js';

/** Every metric, in the order people see them. */
export const metricCatalog: readonly MetricDefinition[] = [
  deploymentFrequency,
  changeLeadTime,
  changeFailRate,
  failedDeploymentRecoveryTime,
  deploymentReworkRate,
];

export function metricById(id: MetricId): MetricDefinition {
  const metric = metricCatalog.find((candidate) => candidate.id === id);
  if (!metric) throw new Error(`The metric ${id} is not registered`);
  return metric;
}
