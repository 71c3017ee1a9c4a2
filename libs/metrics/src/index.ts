export { type CivilBucket, civilBuckets, civilDate, dayStarts, isoWeek } from './civil-time.js';
export { knownRows } from './deployments/known-rows.js';
export {
  deploymentConditions,
  environmentCondition,
  historyConditions,
  knownNames,
  owningTeamsAt,
  rowExpressions,
} from './deployments/row-sql.js';
export { type Arithmetic, arithmeticOf, civilDaysOf, summedUp } from './evidence/arithmetic.js';
export {
  type EvidenceItem,
  type EvidencePart,
  type EvidenceThing,
  type FailureEvidence,
  type LeftOutReason,
  leftOutReasons,
} from './evidence/evidence-item.js';
export type { Combination, EvidentPlace } from './evidence/evidence-rule.js';
export type { EvidenceRow, WholeRow } from './evidence/evidence-statement.js';
export { evidenceRuleOf, planEvidence, type PlannedEvidence } from './evidence/plan-evidence.js';
export {
  attributeDrivers,
  contributionText,
  type DriverAttribution,
  type DriverSegment,
  type SegmentContribution,
} from './phases/driver-attribution.js';
export { type LeadTimePhases, type PhaseSummary, planPhases, type PlannedPhases } from './phases/lead-time-phases.js';
export {
  type BoundaryName,
  type ChangePart,
  type ChangeParts,
  partsOfChanges,
  type PartBoundary,
  type PartGate,
  type PhasedRow,
} from './phases/phase-boundaries.js';
export { phasedRowsStatement } from './phases/phase-evidence.js';
export { phaseNames, type PhaseName, phaseParts, type PhasePart } from './phases/phase-names.js';
export {
  type DetailName,
  type DetailUnit,
  detailMeanings,
  type Details,
  detailsOf,
  type MetricDetail,
} from './details.js';
export { planLinkedElsewhere, type PlannedLinks } from './incidents/linked-elsewhere.js';
export { phaseReference, pointReference, type PointReference } from './evidence/point-reference.js';
export type { Better, MetricDefinition, MetricTarget, MetricValue, PointStatus, RelationName, Unit } from './metric.js';
export { COMPARED_PLACES } from './drift.metric.js';
export type { ComparedPlace } from './places.js';
export {
  defaultOptions,
  type MetricOptions,
  metricOptions,
  type OptionName,
  optionsFor,
  optionsOfAll,
  type OptionValues,
  sampledByDeployment,
  type ServiceRules,
  someOptions,
  withOptions,
} from './options.js';
export { latestColumns } from './deployments/latest-columns.js';
export { areLatest, plan, type PlannedPart, type PlannedQuery } from './plan.js';
export { medianPerFullBucket, type PartAnswer, type Point, pointsOf } from './points.js';
export { answerOfStates, type RowOfStates } from './answer-of-states.js';
export { stateOfRow } from './deployments/state-of-row.js';
export type { StatementRow } from './group-rows.js';
export { type FilledTable, statesTable } from './deployments/states-table.js';
export {
  comparableDimensions,
  type ComparableGroup,
  type ScannedDeployments,
  type ScannedDeploymentsRow,
  scannedDeploymentsStatement,
  scanMarks,
  type SlowDeployment,
} from './outliers/scanned-deployments.js';
export {
  type ScannedIncidentsRow,
  scannedIncidentsStatement,
  type SlowIncident,
} from './outliers/scanned-incidents.js';
export { planRecoveries, type ScannedRecovery } from './outliers/scanned-recoveries.js';
export {
  type Bucket,
  buckets,
  type Dimension,
  dimensions,
  type GroupBy,
  type MetricQuery,
  type MetricQuestion,
  type Scope,
  type Window,
} from './query.js';
export { planStaleFlags, type StaleFlags } from './flags/stale-list.js';
export type { StaleFlag, StaleReason } from './stale-flags.metric.js';
export { planSamples, type SampledMetric, type ServiceSamples } from './samples/plan-samples.js';
export { FEWEST_DURATIONS, FEWEST_OF_A_RATE, fewestSamples } from './fewest-samples.js';
export { metricById, metricCatalog, type MetricId, metricIds } from './registry.js';
export { answerableIds, type Unanswerable, unanswerable } from './relations.js';
export { Parameters, type SqlStatement, type SqlType } from './statement.js';
export { type ScoredDeploymentsRow, scoredDeploymentsStatement } from './scorecards/scored-deployments.js';
export {
  type BroughtChangesRow,
  broughtChangesStatement,
  type LandedChangeRow,
  landedChangesStatement,
  noticedDeploymentsStatement,
  type TestedCommitRow,
  testedCommitsStatement,
} from './scorecards/scored-changes.js';
export { type ScoredNoticesRow, scoredNoticesStatement } from './scorecards/scored-notices.js';
export { type ScoredSoaksRow, scoredSoaksStatement } from './scorecards/scored-soaks.js';
export {
  incidentSourceWeeksStatement,
  type ScoredRecordsRow,
  scoredRecordsStatement,
  type ScoredTestsRow,
  scoredTestsStatement,
} from './scorecards/scored-records.js';
