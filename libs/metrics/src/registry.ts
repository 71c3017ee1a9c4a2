import { deploymentSuccessRate } from './deployment-success-rate.metric.js';
import { timeToDeploy } from './time-to-deploy.metric.js';
import { rollbackTime } from './rollback-time.metric.js';
import { rollbackResponse } from './rollback-response.metric.js';
import { canaryPassRate } from './canary-pass-rate.metric.js';
import { verificationLatency } from './verification-latency.metric.js';
import { changeSuccessRate } from './change-success-rate.metric.js';
import { automationCoverage } from './automation-coverage.metric.js';
import { gateWait } from './gate-wait.metric.js';
import { gatesPerDeployment } from './gates-per-deployment.metric.js';
import { automaticShare } from './automatic-share.metric.js';
import { batchSize } from './batch-size.metric.js';
import { postDeployErrorRatio } from './post-deploy-error-ratio.metric.js';
import { observabilityCoverage } from './observability-coverage.metric.js';
import { deploymentCostDelta } from './deployment-cost-delta.metric.js';
import { pipelineFailureRate } from './pipeline-failure-rate.metric.js';
import { errorBudgetConsumed } from './error-budget-consumed.metric.js';
import { customerImpactTime } from './customer-impact-time.metric.js';
import { deploymentDowntime } from './deployment-downtime.metric.js';
import { reducedCapacity } from './reduced-capacity.metric.js';
import { trainPunctuality } from './train-punctuality.metric.js';
import { changeFailRate } from './change-fail-rate.metric.js';
import { changeLeadTime } from './change-lead-time.metric.js';
import { deploymentFrequency } from './deployment-frequency.metric.js';
import { deploymentReworkRate } from './deployment-rework-rate.metric.js';
import { failedDeploymentRecoveryTime } from './failed-deployment-recovery-time.metric.js';
import { flagChangeFailRate } from './flag-change-fail-rate.metric.js';
import { flagExposureLeadTime } from './flag-exposure-lead-time.metric.js';
import { flagRecoveryTime } from './flag-recovery-time.metric.js';
import { flagReleaseFrequency } from './flag-release-frequency.metric.js';
import { drift } from './drift.metric.js';
import { trainMissRate } from './train-miss-rate.metric.js';
import { workInProgress } from './work-in-progress.metric.js';
import type { MetricDefinition } from './metric.js';
import { staleFlags } from './stale-flags.metric.js';
import { timeToRestore } from './time-to-restore.metric.js';

const registered = [
  deploymentFrequency,
  changeLeadTime,
  changeFailRate,
  failedDeploymentRecoveryTime,
  deploymentReworkRate,
  timeToRestore,
  flagReleaseFrequency,
  flagChangeFailRate,
  flagRecoveryTime,
  flagExposureLeadTime,
  staleFlags,
  deploymentSuccessRate,
  timeToDeploy,
  rollbackTime,
  rollbackResponse,
  canaryPassRate,
  verificationLatency,
  changeSuccessRate,
  automationCoverage,
  gateWait,
  gatesPerDeployment,
  automaticShare,
  batchSize,
  postDeployErrorRatio,
  observabilityCoverage,
  deploymentCostDelta,
  pipelineFailureRate,
  errorBudgetConsumed,
  customerImpactTime,
  deploymentDowntime,
  reducedCapacity,
  trainPunctuality,
  trainMissRate,
  workInProgress,
  drift,
] as const;

export type MetricId = (typeof registered)[number]['id'];

/** Every metric, in the order people see them. */
export const metricCatalog: readonly MetricDefinition<MetricId>[] = registered;

export const metricIds: readonly MetricId[] = metricCatalog.map(({ id }) => id);

export function metricById(id: MetricId): MetricDefinition<MetricId> {
  const metric = metricCatalog.find((candidate) => candidate.id === id);
  if (!metric) throw new Error(`The metric ${id} is not registered`);
  return metric;
}
