export {
  beforeAfter,
  type BeforeAfter,
  type Compared,
  type Direction,
  type Doubt,
  type Verdict,
} from './before-after/before-after.js';
export {
  type Certainty,
  type Comparison,
  type DeploymentRecord,
  type Evidence,
  type IncidentRecord,
  type LookedAt,
  measures,
  type NotJudgedReason,
  type Outlier,
  type OutlierMeasure,
  type OutlierRule,
  type OutlierSubject,
  type Span,
} from './outliers/outlier.js';
export type { FunnelPlot, FunnelPoint } from './outliers/funnel-plot.js';
export {
  type OutlierScanInput,
  type ScannedDeployment,
  type ScannedGroup,
  type ServiceRecords,
  type SlowRecord,
} from './outliers/scan-input.js';
export { outlierKey, type OutlierScan, scanOutliers } from './outliers/scan-outliers.js';
export type { Digest, DigestBar, DigestItem, DigestMetric, Judgement } from './digest/digest.js';
export {
  type DataQuality,
  type DeploymentFact,
  type DigestInput,
  type EarlierMail,
  type FlagFact,
  type IncidentFact,
  type MetricFigures,
  type ShownNumbers,
} from './digest/digest-input.js';
export { digestOf } from './digest/content.js';
export type { DigestEnvelope } from './digest/envelope.js';
export { html, type Html, styleSheet } from './digest/html.js';
export type { Link } from './digest/links.js';
export { outlierFinding, type OutlierView } from './notable/outlier-finding.js';
export { comparisons, type Comparison as MetricComparison } from './notable/change-tests.js';
export { type DoraMetricId, doraMetrics, type Figures, judgementOf, type ServiceShare } from './notable/figures.js';
export type { NotableFinding } from './notable/finding.js';
export { type MetricWeek } from './notable/milestones.js';
export { type Notable, type NotableFacts, notableIn } from './notable/notable.js';
export { plainName } from './wording/plain-name.js';
export { renderHtml } from './digest/render-html.js';
export { renderText } from './digest/render-text.js';
export {
  dueAt,
  type IsoWeek,
  latestDue,
  type MailTime,
  parseWeek,
  weekAt,
  weekBefore,
  type Weekday,
  weeksAfter,
  weeksUntil,
} from './digest/week.js';
export type {
  AlertedDeployment,
  AlertedIncident,
  AlertFacts,
  BudgetSlice,
  DriftSpan,
  Freeze,
  ScheduledTrain,
  Silence,
  WatchedMetric,
} from './alerts/alert-facts.js';
export { type Alert, type AlertAudience, type AlertState, alertStates } from './alerts/alert.js';
export { raiseAlerts } from './alerts/raise-alerts.js';
export { type AnswerValue, expiresAt, type ScorecardAnswer, scopeText } from './scorecards/answer.js';
export { type CardId, type Criterion, isAnswerable, isMeasurement, type KnownBy } from './scorecards/criterion.js';
export type { MeasuredPoint, ScorecardFacts, ScorecardScope, SentMail } from './scorecards/facts.js';
export { criterionById } from './scorecards/registry.js';
export type { CriterionEvidence } from './scorecards/rule-outcome.js';
export {
  type CardStanding,
  type CriterionVerdict,
  type JudgedCriterion,
  type Scorecard,
  scorecardOf,
} from './scorecards/scorecard.js';
