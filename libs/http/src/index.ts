export {
  type AdminAnswer,
  type AdminCommand,
  type AdminRoutes,
  registerAdmin,
  type WorkProgress,
} from './admin-routes.js';
export { type Authorisation, authorise } from './authorise.js';
export { type DashboardRoutes, registerDashboard } from './dashboard-routes.js';
export { registerCompatibility } from './compatibility-routes.js';
export { type ErrorBody } from './error-body.js';
export { type ReportError } from './errors.js';
export { type Export, type ParameterProblem, registerExport } from './export/export-routes.js';
export { type HealthRoutes, registerHealth } from './health-routes.js';
export { DEFAULT_RATE, type IngestRoutes, registerIngest, type ServedEndpoint } from './ingest-routes.js';
export { serverMetrics, type ServerMetrics } from './metrics.js';
export { registerNotFound } from './not-found.js';
export type { Rate } from './rate-limit.js';
export { type StageProgress, type StageReport, stageReport } from './readiness.js';
export { createServer, type TimeLimits } from './server.js';
export type { Guard, Token, TokenLookup } from './tokens.js';
export { unreadableLimit, type UnreadableLimit } from './unreadable-limit.js';
export { registerUnsubscribe } from './unsubscribe-routes.js';
