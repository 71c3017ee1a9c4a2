export { civilDate, dayStarts, isoWeek } from './civil-time.js';
export { knownRows } from './deployments/known-rows.js';
export {
  deploymentConditions,
  environmentCondition,
  historyConditions,
  owningTeamsAt,
  rowExpressions,
} from './deployments/row-sql.js';
export {
  type EvidenceItem,
  type EvidencePart,
  type FailureEvidence,
  type LeftOutReason,
} from './evidence/evidence-item.js';
export type { EvidencePlace, EvidenceRequest, EvidenceRow } from './evidence/evidence-statement.js';
export { planEvidence, type PlannedEvidence } from './evidence/plan-evidence.js';
export { pointReference, type PointReference } from './evidence/point-reference.js';
export type { FailureRow } from './evidence/episodes.js';
export type { MetricDefinition, MetricValue, PointStatus, Unit } from './metric.js';
export { defaultOptions, type MetricOptions, metricOptions } from './options.js';
export { medianPerFullBucket, plan, type PlannedQuery, type Point, pointsOf, type StatementRow } from './points.js';
export {
  type Bucket,
  buckets,
  type Dimension,
  dimensions,
  type GroupBy,
  type MetricId,
  metricIds,
  type MetricQuery,
  type Scope,
  type Window,
} from './query.js';
export { metricById, metricCatalog } from './registry.js';
export { Parameters, type SqlStatement, type SqlType } from './statement.js';
