export { deriveBatch, type ScopeFailure } from './derive-scopes/derive-batch.js';
export { latestCatalogue } from './fold-events/catalogues.js';
export { eventRecord } from './fold-events/event-record.js';
export {
  acceptEvents,
  type BodyProblem,
  EVENTS_ENDPOINT,
  type EventsOutcome,
  type ValidateEvents,
} from './ingest/accept-events.js';
export { acceptHook, type HookEndpoint, type HookOutcome, refuseUnknownEndpoint } from './ingest/accept-hook.js';
export { acceptInternal, type InternalOutcome } from './ingest/accept-internal.js';
export type { IngestDeps, NotDurable, TooLarge } from './ingest/append-deliveries.js';
export { deliveryRecord, type RecordedDelivery, recordedDelivery, type Verdict } from './ingest/delivery-record.js';
export { formatPosition, parsePosition } from './ingest/position.js';
export { type RecentDeliveries, recentDeliveries } from './ingest/recent-deliveries.js';
export { normalizeBatch } from './normalize/normalize-batch.js';
export { type QueriedMetrics, queryMetrics, teamPaths } from './query-metrics/query-metrics.js';
export { defaultLingerMs, type PipelineDeps, runPipeline, type StageName, stageSubscription } from './stages.js';
export { type Generation, generation } from './topics.js';
export { foldStage, touchIn } from './fold-events/fold-stage.js';
export { Control } from './control/control.js';
export { type ControlRecord, type StoredToken } from './control/control-record.js';
export type { ControlState } from './control/control-state.js';
export { deliveriesReached, hasReached, stageProgress } from './progress/stage-progress.js';
export { type TableDifference } from './rebuild/compare-generations.js';
export { type ChangedNumber, changedNumbers, deriveWithCatalogue } from './rebuild/plan-catalogue.js';
export { deriveFromLog, rebuild, type RebuildDeps, type Rebuilt } from './rebuild/rebuild.js';
export {
  type CarriedChange,
  type CarriedCommit,
  type ChangeCommit,
  type ChangeDetail,
  type DeliverySummary,
  type DeploymentDetail,
  type DeploymentFilter,
  type DeploymentKey,
  type DeploymentLinks,
  type DeploymentMoment,
  type DeploymentReport,
  type DeploymentStatus,
  type DeploymentSummary,
  type EventReference,
  type EvidenceEntry,
  type EvidencePage,
  type ExplainedMetric,
  type FailureReason,
  type FlagChangeFilter,
  type FlagChangeSummary,
  type FoundChange,
  type IncidentFilter,
  type IncidentSummary,
  type OutcomeCounts,
  type Page,
  type PageRequest,
  type PointReference,
  type PullRequestSummary,
  type QuarantineEntry,
  type QuarantineFilter,
  type ServiceFilter,
  type ServiceSummary,
  type SourceHealth,
  type StoredEvent,
  type TeamSummary,
  UnreadableReference,
  type Whereabouts,
} from './query-entities/types.js';
export { change } from './query-entities/change.js';
export { deployment } from './query-entities/deployment.js';
export { listEvents } from './query-entities/entity-events.js';
export { evidence } from './query-entities/evidence.js';
export { explainMetric } from './query-entities/explain-metric.js';
export { listFlagChanges } from './query-entities/flag-changes.js';
export { incident, listIncidents } from './query-entities/incidents.js';
export { listDeployments } from './query-entities/list-deployments.js';
export { delivery, listQuarantine, listSources } from './query-entities/operations.js';
export { pointId, pointIn } from './query-entities/point-id.js';
export { listServices } from './query-entities/services.js';
export { listTeams } from './query-entities/teams.js';
export { recordAt, retryQuarantined } from './quarantine/retry-quarantined.js';
export { changesExport } from './export-rows/changes-export.js';
export { deploymentsExport, flagsExport, incidentsExport } from './export-rows/entity-exports.js';
export { eventsExport } from './export-rows/events-export.js';
export type { ExportDeps, ExportRow, ParameterProblem, RowExport } from './export-rows/exported.js';
export { metricsExport } from './export-rows/metrics-export.js';
export type { LevelName } from './metric-rows/level.js';
export { metricRows } from './metric-rows/metric-rows.js';
export { optionsUnder } from './metric-rows/query-options.js';
