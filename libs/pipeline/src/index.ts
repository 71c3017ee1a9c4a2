export { deriveBatch, type ScopeFailure } from './derive-scopes/derive-batch.js';
export { attemptsToRemember, DeriveMemory } from './derive-scopes/derive-memory.js';
export { latestCatalogue } from './fold-events/catalogues.js';
export { namesOfPeople } from './people/names-of-people.js';
export { openedBy, type People, peopleAsTold, peopleBy, peopleOf } from './people/people.js';
export { peopleKey } from './erase/people-key.js';
export { eventRecord } from './fold-events/event-record.js';
export {
  acceptEvents,
  type BodyProblem,
  EVENTS_ENDPOINT,
  type EventsOutcome,
  type ValidateEvents,
} from './ingest/accept-events.js';
export {
  acceptHook,
  type HookEndpoint,
  type HookOutcome,
  type HookProof,
  refuseUnknownEndpoint,
} from './ingest/accept-hook.js';
export { acceptMessages, type MessagesOutcome, type TakenMessage } from './ingest/accept-messages.js';
export { acceptListed, type ListedOutcome } from './ingest/accept-listed.js';
export { acceptInternal, type InternalOutcome } from './ingest/accept-internal.js';
export type { IngestDeps, NotDurable, TooLarge } from './ingest/append-deliveries.js';
export { deliveryRecord, type RecordedDelivery, recordedDelivery, type Verdict } from './ingest/delivery-record.js';
export { formatPosition, parsePosition } from './ingest/position.js';
export { type RecentDeliveries, recentDeliveries } from './ingest/recent-deliveries.js';
export {
  erasedEvents,
  eraseInLog,
  type Erased,
  findNames,
  forgettingOf,
  type NamesFound,
  unerasable,
  wordsOf,
} from './erase/erase.js';
export { type ErasedWord } from './erase/erased-word.js';
export { forgetfulLog } from './erase/forgetful-log.js';
export { Forgetting } from './erase/forgetting.js';
export { normalizeBatch } from './normalize/normalize-batch.js';
export { type ChangeVerdict, type ChangeVerdicts, changeVerdicts } from './query-metrics/change-verdicts.js';
export { MOST_POINTS, type QueriedMetrics, queryMetrics } from './query-metrics/query-metrics.js';
export {
  type ComparedMetric,
  comparedMetrics,
  type ComparedProject,
  type QueriedBeforeAfter,
  queryBeforeAfter,
} from './query-before-after/query-before-after.js';
export { type InsightQuery, type QueriedInsights, queryInsights } from './query-insights/query-insights.js';
export { type AlertRow, type AlertsAsked, pageOfAlerts, queryAlerts } from './query-alerts/query-alerts.js';
export { endpointsHeard } from './query-alerts/silences.js';
export { queryStaleFlags } from './query-metrics/query-stale-flags.js';
export {
  type DrivenMetric,
  drivenMetrics,
  queryDrivers,
  queryLeadTimePhases,
  drivenPoint,
} from './query-metrics/query-phases.js';
export {
  type ComparisonRow,
  evidenceId,
  groupNamed,
  type OutlierGroup,
  type OutlierRow,
  outlierRow,
} from './query-outliers/outlier-rows.js';
export { MOST_COMPARED, type QueriedOutliers, queryOutliers } from './query-outliers/query-outliers.js';
export type { OutlierQuery } from './query-outliers/scan-question.js';
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
  type Advice,
  type Approval,
  type Blame,
  type CarriedChange,
  type CarriedCommit,
  type ChangeCommit,
  type ChangeCandidate,
  type ChangeDetail,
  type CorrectionMade,
  type DataGap,
  type DeliverySummary,
  type DeploymentDetail,
  type DeploymentFilter,
  type DeploymentKey,
  type DeploymentLinks,
  type DeploymentMoment,
  type DeploymentReport,
  type DeploymentStatus,
  type DeploymentSummary,
  type Drift,
  type DriftState,
  type EventReference,
  type EvidenceEntry,
  type EvidencePage,
  type ExplainedIncident,
  type ExplainedPoint,
  type FailureReason,
  type FlagChangeFilter,
  type FlagChangeSummary,
  type FlagExposure,
  type FlagFilter,
  type FlagSummary,
  type FoundChange,
  type IncidentFilter,
  type IncidentReason,
  type IncidentSummary,
  type KnownEndpoint,
  type LivePlace,
  type OptionInForce,
  type RulesInForce,
  type OutcomeCounts,
  type Page,
  type PageRequest,
  type PendingChange,
  type Place,
  type PlaceDrift,
  type PointReference,
  type PullRequestSummary,
  quarantineCodes,
  type QuarantineEntry,
  type QuarantineFilter,
  type ReconciledTarget,
  type RefusedHooks,
  type Rollout,
  type RolloutAction,
  type RolloutProgress,
  type RolloutStep,
  type ServiceFilter,
  type ServiceSummary,
  type SourceHealth,
  type StoredEvent,
  type TeamSummary,
  emptyPage,
  UnreadableReference,
  type Verification,
  type Whereabouts,
} from './query-entities/types.js';
export { change } from './query-entities/change.js';
export { type Bringing, type ChangePhase, changePhases } from './query-entities/change-phases.js';
export {
  type PhasedSample,
  phasesOfSamples,
  type ToldBoundary,
  type ToldGate,
  type ToldPart,
  type ToldPhases,
} from './query-entities/phases-of-changes.js';
export { findChanges } from './query-entities/find-changes.js';
export { whereaboutsOf } from './query-entities/whereabouts.js';
export { deployment, deploymentsByIds } from './query-entities/deployment.js';
export { deploymentSummaries } from './query-entities/deployment-summaries.js';
export { driftOf } from './query-entities/drift.js';
export { placeText } from './query-entities/drift-between.js';
export { eventsByEntity, listEvents } from './query-entities/entity-events.js';
export { listEnvironments } from './query-entities/environments.js';
export { evidence } from './query-entities/evidence.js';
export { explainArithmetic, MOST_SUMMED } from './query-entities/explain-arithmetic.js';
export { explainIncidents, explainPoint } from './query-entities/explain-point.js';
export { pointStatement, statementText } from './query-entities/explain-statement.js';
export { blamedDeployments } from './query-entities/blamed-deployments.js';
export { correctedEntitiesOf, correctionsOf } from './query-entities/corrections.js';
export { flagChangesById, flagChangesOf, listFlagChanges } from './query-entities/flag-changes.js';
export { countFlags, listFlags } from './query-entities/flags.js';
export { listTrains, type TrainFilter, type TrainSummary } from './query-entities/trains.js';
export { countIncidents, incident, listIncidents } from './query-entities/incidents.js';
export { countDeployments, listDeployments } from './query-entities/list-deployments.js';
export { dataGaps } from './query-entities/data-gaps.js';
export { delivery, listQuarantine } from './query-entities/operations.js';
export { listSources } from './query-entities/sources.js';
export type { NamedPart } from './query-entities/names-told.js';
export {
  type AskedNames,
  shortened,
  unknownAmong,
  type UnknownName,
  unknownNames,
  unknownTeams,
} from './query-entities/unknown-names.js';
export { pointId, pointIn } from './query-entities/point-id.js';
export { noProgress, progressOf } from './query-entities/rollout-progress.js';
export { listRollouts } from './query-entities/rollouts.js';
export { listServices } from './query-entities/services.js';
export { listTeams } from './query-entities/teams.js';
export { recordAt, retryQuarantined } from './quarantine/retry-quarantined.js';
export { changesExport } from './export-rows/changes-export.js';
export { deploymentsExport, flagsExport, incidentsExport } from './export-rows/entity-exports.js';
export { eventsExport } from './export-rows/events-export.js';
export type { ExportDeps, ExportRow, ParameterProblem, RowExport } from './export-rows/exported.js';
export { evidenceExport } from './export-rows/evidence-export.js';
export { metricsExport } from './export-rows/metrics-export.js';
export type { LevelName } from './metric-rows/level.js';
export { groupColumns } from './metric-rows/metric-row.js';
export { metricRows } from './metric-rows/metric-rows.js';
export { withLinkedElsewhere } from './query-metrics/linked-elsewhere.js';
export { optionsUnder } from './metric-rows/query-options.js';
export { type DigestLedger } from './control/digest-ledger.js';
export { mailsAccepted } from './control/mails-accepted.js';
export { previewEnvelope } from './send-digests/compose-mail.js';
export { type DigestQuestion, type DigestWriter, digestWriter } from './send-digests/digest-writer.js';
export { type ListedMail, listMails } from './send-digests/list-mails.js';
export { type DueMail, dueMails, type MailState } from './send-digests/mail-state.js';
export { sendDigest, type SendDeps, sendDueDigests, type SentMail, wantedMail } from './send-digests/send-digests.js';
export { type Subscription, subscriptionsOf } from './send-digests/subscription.js';
export { type LinkedSubscription, type Unsubscribing, unsubscribing } from './send-digests/unsubscribe.js';
export { queryQuickCheck, type QueriedQuickCheck } from './scorecards/query-quick-check.js';
export { type QueriedScorecard, queryScorecard } from './scorecards/query-scorecard.js';
export type { ScorecardQuestion } from './scorecards/scorecard-question.js';
export { type ApiAccess, type ApiDeps, askApi, type AskApi } from './fetch-history/ask-api.js';
export {
  type FetchDeps,
  type FetchEnd,
  fetchHistory,
  fromTheBeginning,
  type LeftOut,
  type Reached,
} from './fetch-history/fetch-history.js';
export { redeliver, type Redelivered, type RedeliveryCounts, type RedeliveryDeps } from './fetch-history/redeliver.js';
export { claimId, isReconciliationDue, reconciledOf } from './control/reconciliations.js';
export { refusedOf, withRefusal } from './control/refusals.js';
export { type RefusalReason, RefusalTally } from './ingest/refusal-tally.js';
export { projectsTold, type ToldProject } from './projects/told-projects.js';
export { isOfScope } from './scorecards/scorecard-settings.js';
export { type NoticeLedger } from './control/notice-ledger.js';
export { deploymentsAsked, DEPLOYMENTS_MS, type News } from './send-notices/due-notices.js';
export type { NoticeWords } from './send-notices/compose-notice.js';
export type { Channel, OpenChannel } from './send-notices/notice-channel.js';
export { type AskedNotice, askForNotice } from './send-notices/ask-notice.js';
export { type KnownNotice, knownNotices, type NoticeState, type ToldThing } from './send-notices/notice-state.js';
export { type NoticeDeps, openChannels, sendDueNotices, type SentNotice } from './send-notices/send-notices.js';
export { ownersAt } from './query-entities/teams.js';
