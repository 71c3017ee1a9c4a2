export { deriveBatch, type ScopeFailure } from './derive-scopes/derive-batch.js';
export { catalogueOf, latestCatalogue } from './fold-events/catalogues.js';
export { eventRecord } from './fold-events/event-record.js';
export {
  acceptEvents,
  type BodyProblem,
  EVENTS_ENDPOINT,
  EVENTS_SOURCE,
  type EventsOutcome,
  type ValidateEvents,
} from './ingest/accept-events.js';
export { acceptHook, type HookEndpoint, type HookOutcome, refuseUnknownEndpoint } from './ingest/accept-hook.js';
export { acceptInternal, INTERNAL, type InternalOutcome } from './ingest/accept-internal.js';
export type { IngestDeps, NotDurable, TooLarge } from './ingest/append-deliveries.js';
export { deliveryRecord, type RecordedDelivery, recordedDelivery, type Verdict } from './ingest/delivery-record.js';
export { formatPosition, parsePosition } from './ingest/position.js';
export { type RecentDeliveries, recentDeliveries } from './ingest/recent-deliveries.js';
export { normalizeBatch } from './normalize/normalize-batch.js';
export { MOST_POINTS, type QueriedMetrics, queryMetrics, teamPaths } from './query-metrics/query-metrics.js';
export { defaultLingerMs, type PipelineDeps, runPipeline, type StageName, stageSubscription } from './stages.js';
export { type Generation, generation } from './topics.js';
