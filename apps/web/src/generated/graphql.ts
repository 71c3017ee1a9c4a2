// Written by tools/web-types.ts; run `npm run generate` after changing a .graphql document or the schema.

import type { Operation } from '../api/operation.js';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Whom an alert concerns. */
export type AlertAudience =
  /** Those who may decide at the gate. */
  | 'APPROVERS'
  /** Its developers. */
  | 'DEVELOPERS'
  /** Whoever is on call. */
  | 'ON_CALL'
  /** The owner of the service. */
  | 'OWNER'
  /** Whoever runs Leadline and what it hears from. */
  | 'PLATFORM'
  /** Whoever plans releases. */
  | 'PRODUCT';

/** What raised an alert. */
export type AlertRule =
  /** More than half of an error budget was spent within an hour, during a rollout or the hour after it (value: the share at its worst); outside rollouts, it is spent so fast that it would not last its window (value: how many times too fast). */
  | 'BURN'
  /** During a rollout a canary check failed last, or there were more than twice the errors and at least ten (value: how many times as many). */
  | 'CANARY_REGRESSION'
  /** A day costs more after a deployment than before (value: the share by which). */
  | 'COST'
  /** A service next to one that was deployed within the hour before has an incident that pages (value: seconds from the deployment to it). */
  | 'DEPENDENCY_OUTAGE'
  /** A place lacks too many changes of the stage before it, or one for too long (value: changes, or seconds, as the threshold). */
  | 'DRIFT'
  /** A gate waits for a decision for more than an hour (value: seconds it waited). */
  | 'GATE_WAITING'
  /** A metric is beyond a bound of the configuration (value: of the latest window that is over). */
  | 'METRIC_THRESHOLD'
  /** A check before a rollout failed. */
  | 'POLICY'
  /** One deployment spent more than a fifth of an error budget (value: the share). */
  | 'RELEASE_BUDGET'
  /** A rollback failed, or an aborted rollout has traffic after five minutes (value: its share then, 0 to 100). */
  | 'ROLLBACK_FAILED'
  /** Nothing came from an endpoint for much longer than usual (value: seconds since the last delivery). */
  | 'SOURCE_SILENT'
  /** A release train has not left though its tolerance is over (value: seconds since it was to leave). */
  | 'TRAIN_LATE'
  /** A check after a rollout failed, and nobody is paged for it. */
  | 'VERIFICATION_FAILED';

/** How soon somebody should look. */
export type AlertSeverity =
  /** It is to be known. */
  | 'INFORM'
  /** Now. */
  | 'PAGE'
  /** In working hours. */
  | 'TICKET';

/** Whether an alert is over. */
export type AlertState =
  /** It is not. */
  | 'OPEN'
  /** It is. */
  | 'RESOLVED';

/** What a person says of a criterion. */
export type AnswerValue =
  /** It is not met. */
  | 'NO'
  /** It does not apply here; never of a measurement. */
  | 'NOT_APPLICABLE'
  /** It is met. */
  | 'YES';

/** Who answered. */
export type ApprovalBy =
  /** A person. */
  | 'PERSON'
  /** A rule. */
  | 'POLICY';

/** What a gate answered. */
export type ApprovalDecision =
  /** It may go on. */
  | 'APPROVED'
  /** Nobody answered in time. */
  | 'EXPIRED'
  /** It may not. */
  | 'REJECTED';

/** A card of criteria. */
export type CardId =
  /** Symptoms of deployment at its beginning: nothing to meet. */
  | 'LEVEL_1'
  /** Deployment that is repeatable. */
  | 'LEVEL_2'
  /** Deployment that is defined. */
  | 'LEVEL_3'
  /** Deployment that is measured. */
  | 'LEVEL_4'
  /** Deployment that gets better by what is measured. */
  | 'LEVEL_5'
  /** Milestones on the way to a deployment a week. */
  | 'PHASE_1'
  /** Milestones on the way to a deployment a day. */
  | 'PHASE_2'
  /** Milestones on the way to a hundred deployments a day. */
  | 'PHASE_3';

/** Whether a metric changed against an earlier window. */
export type ChangeVerdict =
  /** For the better: beyond chance, the five of a group being one family, and by enough to matter. */
  | 'BETTER'
  /** The earlier window has no value. */
  | 'NO_HISTORY'
  /** There is no value. */
  | 'NO_VALUE'
  /** There is too little in one of the windows to compare. */
  | 'TOO_FEW'
  /** Not distinguishable from usual variation, or too small to matter. */
  | 'USUAL'
  /** For the worse, likewise. */
  | 'WORSE';

/** A person's word on a deployment or an incident. It outranks every inference, and every later event of a source. */
export type CorrectionInput = {
  /** The deployment, by its id or that of an attempt: of every DEPLOYMENT_… and of INCIDENT_CAUSED_BY. */
  readonly deployment?: string | number | null | undefined;
  /** The deployment that a hotfix repairs: of DEPLOYMENT_IS_HOTFIX alone. */
  readonly fixes?: string | number | null | undefined;
  /** The change of a feature flag, by its id (`flagChanges`): of INCIDENT_CAUSED_BY_FLAG alone. */
  readonly flagChange?: string | number | null | undefined;
  /** The incident, as its source names it: of every INCIDENT_…. */
  readonly incident?: string | number | null | undefined;
  /** What is said. */
  readonly kind: CorrectionKind;
  /** Why, for those who come after: 3 to 2000 characters. */
  readonly reason: string;
};

/** What a person says. */
export type CorrectionKind =
  /** This deployment counts nowhere: a test of the pipeline, say. */
  | 'DEPLOYMENT_EXCLUDED'
  /** This deployment failed, whatever its source says. */
  | 'DEPLOYMENT_FAILED'
  /** This deployment is a hotfix; with `fixes`, for that one, which failed. */
  | 'DEPLOYMENT_IS_HOTFIX'
  /** This deployment did not fail, whatever else says so. */
  | 'DEPLOYMENT_OK'
  /** This incident was caused by this deployment. */
  | 'INCIDENT_CAUSED_BY'
  /** This incident was caused by this change of a feature flag, and by no deployment. */
  | 'INCIDENT_CAUSED_BY_FLAG'
  /** This incident never was a disturbance. */
  | 'INCIDENT_FALSE_POSITIVE'
  /** This incident was not caused by a change. */
  | 'INCIDENT_NOT_CAUSED_BY_CHANGE';

/** A person's answer to a criterion of one scope. The latest holds, for 180 days. */
export type CriterionAnswerInput = {
  /** What is said. */
  readonly answer: AnswerValue;
  /** The criterion, such as "1.C2": one that telemetry does not decide by itself. */
  readonly criterion: string | number;
  /** Where others can see it: an http or https address. Needed by "yes" to L5.1. */
  readonly link?: string | null | undefined;
  /** Why, for those who come after: 3 to 2000 characters. */
  readonly reason: string;
  /** Name of the service it is answered for. */
  readonly service?: string | null | undefined;
  /** Path of the team it is answered for; without team and service: the organisation. */
  readonly team?: string | null | undefined;
};

/** What telemetry proposes. */
export type CriterionProposal =
  /** That it is met. */
  | 'MET'
  /** That it is not met. */
  | 'NOT_MET';

/** What is to be said of a criterion. */
export type CriterionStatus =
  /** A person answered, less than 180 days ago. */
  | 'ANSWERED'
  /** Telemetry says that it is met. */
  | 'MET'
  /** Telemetry says that it is not met. */
  | 'NOT_MET'
  /** Telemetry proposes an answer, and nobody has confirmed it. */
  | 'PROPOSED'
  /** Nobody and nothing has said: never to be taken for met, nor for not met. */
  | 'UNKNOWN';

/** What is missing. */
export type DataGapCode =
  /** The commits of many deployments are not all known. */
  | 'COMMITS_UNKNOWN'
  /** Deployments were never reported to their end. */
  | 'DEPLOYMENTS_OPEN'
  /** Incidents name services that deploy nothing to production. */
  | 'INCIDENTS_ELSEWHERE'
  /** Incidents were never closed. */
  | 'INCIDENTS_OPEN'
  /** The commits of no deployment are known. */
  | 'NO_COMMITS'
  /** No deployment arrived lately. */
  | 'NO_DEPLOYMENTS'
  /** No incident ever came. */
  | 'NO_INCIDENTS'
  /** No environment is of tier production. */
  | 'NO_PRODUCTION';

/** What became of a delivery. */
export type DeliveryOutcome =
  /** It was understood, and is of no interest. */
  | 'IGNORED'
  /** It was understood. */
  | 'NORMALIZED'
  /** It was not understood. */
  | 'QUARANTINED';

/** Which deployments. Every member narrows; absent and empty ones do not. */
export type DeploymentFilter = {
  /** Names of environments; absent: all, not production alone. */
  readonly environments?: ReadonlyArray<string> | null | undefined;
  /** Whether they failed, by the rules of the change fail rate. */
  readonly failed?: boolean | null | undefined;
  /** Feature flags they carry. */
  readonly flags?: ReadonlyArray<string> | null | undefined;
  /** Finished (while they run: started) at or after. */
  readonly from?: string | null | undefined;
  /** What they are for. */
  readonly kinds?: ReadonlyArray<DeploymentKind> | null | undefined;
  /** Repositories. */
  readonly repositories?: ReadonlyArray<string> | null | undefined;
  /** Names of services. */
  readonly services?: ReadonlyArray<string> | null | undefined;
  /** The deployed SHA, or at least its first 7 digits. */
  readonly sha?: string | null | undefined;
  /** How they stand. */
  readonly statuses?: ReadonlyArray<DeploymentStatus> | null | undefined;
  /** Tags as "key:value"; several mean any of them. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** Targets within environments. */
  readonly targets?: ReadonlyArray<string> | null | undefined;
  /** Paths of teams that owned the service then; a parent includes its descendants. */
  readonly teams?: ReadonlyArray<string> | null | undefined;
  /** Finished (while they run: started) before. */
  readonly to?: string | null | undefined;
};

/** What a deployment is for. */
export type DeploymentKind =
  /** Brings something new. */
  | 'CHANGE'
  /** The same version with another configuration. */
  | 'CONFIG'
  /** A change of a feature flag. */
  | 'FLAG'
  /** Repairs what an earlier one broke. */
  | 'HOTFIX'
  /** Brings what is live already. */
  | 'REDEPLOY'
  /** Brings back an earlier version. */
  | 'ROLLBACK';

/** How a deployment stands. */
export type DeploymentStatus =
  /** It was called off. */
  | 'CANCELLED'
  /** It ended without. */
  | 'FAILED'
  /** It runs. */
  | 'IN_PROGRESS'
  /** Every target has the version. */
  | 'SUCCEEDED';

/** What a person said of a deployment. */
export type DeploymentVerdict =
  /** It counts nowhere. */
  | 'EXCLUDED'
  /** It failed. */
  | 'FAILED'
  /** It is a hotfix. */
  | 'HOTFIX'
  /** It did not fail, whatever else says so. */
  | 'OK';

/** What numbers are grouped by. */
export type Dimension =
  /** Where it was deployed to. */
  | 'ENVIRONMENT'
  /** Feature flags the deployment carries; "(none)" for those without. */
  | 'FLAG'
  /** Where the code of what was deployed lives: each repository that a deployment brought commits of. */
  | 'REPOSITORY'
  /** What is deployed. */
  | 'SERVICE'
  /** Values of one tag of the services; needs `tagKey`. */
  | 'TAG'
  /** Parts of an environment, such as regions. */
  | 'TARGET'
  /** Every team of the tree, a parent pooled over its descendants; `team` is the path. */
  | 'TEAM';

/** How what is live in two places compares. */
export type DriftState =
  /** It has changes that are not live there: a hotfix. */
  | 'AHEAD'
  /** It lacks changes that are live in what it is compared with. */
  | 'BEHIND'
  /** Both. */
  | 'DIVERGED'
  /** The same version. */
  | 'LEVEL'
  /** The versions differ, and the commits between them are not known. */
  | 'UNKNOWN';

/** What a row of evidence is. */
export type EvidenceKind =
  /** An attempt of a deployment, over all its targets. */
  | 'ATTEMPT'
  /** A pull request. */
  | 'CHANGE'
  /** A commit. */
  | 'COMMIT'
  /** A deployment. */
  | 'DEPLOYMENT'
  /** A feature flag. */
  | 'FLAG'
  /** The steps that brought a feature flag to users in one environment. */
  | 'FLAG_RELEASE'
  /** An approval that a deployment had to wait for. */
  | 'GATE'
  /** An incident. */
  | 'INCIDENT'
  /** What was measured of a service elsewhere. */
  | 'OBSERVATION'
  /** A target of an environment of a service, compared with another. */
  | 'PLACE'
  /** A deployment that was taken back, or a rollout that was aborted. */
  | 'ROLLBACK'
  /** An attempt of a run of a pipeline. */
  | 'RUN'
  /** A release train. */
  | 'TRAIN';

/** Where a row stands in a number. */
export type EvidencePart =
  /** Counted below the line alone. */
  | 'DENOMINATOR'
  /** Not counted; the reason says why. */
  | 'LEFT_OUT'
  /** Counted above the line, and below it. */
  | 'NUMERATOR'
  /** A sample of a metric that is no ratio. */
  | 'SAMPLE';

/** What says that a deployment failed. */
export type EvidenceRule =
  /** A fix names it. */
  | 'FIX'
  /** An incident names it. */
  | 'INCIDENT'
  /** An incident without a named cause began soon after it. */
  | 'INFERRED'
  /** A person. */
  | 'PERSON'
  /** It was rolled back. */
  | 'ROLLBACK'
  /** Its own status, or that of one of its attempts. */
  | 'ROLLOUT';

/** By which rule a deployment failed. */
export type FailureRule =
  /** A fix names it. */
  | 'FIX'
  /** An incident names it. */
  | 'INCIDENT'
  /** An incident without a named cause began soon after it. */
  | 'INFERRED'
  /** It was rolled back. */
  | 'ROLLBACK';

/** Which flags. Every member narrows; absent and empty ones do not. */
export type FlagFilter = {
  /** Environments they were changed in; other changes are not looked at. */
  readonly environments?: ReadonlyArray<string> | null | undefined;
  /** Their keys. */
  readonly flags?: ReadonlyArray<string> | null | undefined;
  /** Changed last at or after. */
  readonly from?: string | null | undefined;
  /** Services they change. */
  readonly services?: ReadonlyArray<string> | null | undefined;
  /** Paths of teams that own a service they change at asOf; a parent includes its descendants. */
  readonly teams?: ReadonlyArray<string> | null | undefined;
  /** Changed last before. */
  readonly to?: string | null | undefined;
};

/** One dimension to group by. */
export type GroupByInput = {
  /** What to group by. */
  readonly dimension: Dimension;
  /** Name of the tag: with TAG, and only there. */
  readonly tagKey?: string | null | undefined;
};

/** Whether it is good news. */
export type InsightJudgement =
  /** It is. */
  | 'BETTER'
  /** Neither. */
  | 'NEUTRAL'
  /** It is not. */
  | 'WORSE';

/** What is notable. */
export type InsightKind =
  /** A metric changed against the time before: beyond chance, and by enough to matter. */
  | 'CHANGE'
  /** Something was reached and held. What is lost is never announced. */
  | 'MILESTONE'
  /** A team, a service, a deployment, an incident or a day stands out. */
  | 'OUTLIER';

/** How a criterion is known. */
export type KnownBy =
  /** People answer. */
  | 'PEOPLE'
  /** What tools say is proposed, and a person confirms it. */
  | 'PROPOSAL'
  /** What tools say decides. */
  | 'TELEMETRY';

/** Why something is no part of a number, or of its denominator alone. */
export type LeftOutReason =
  /** Its train carried it. */
  | 'ABOARD'
  /** The flag was archived. */
  | 'ARCHIVED'
  /** Nobody told when it began. */
  | 'BEGIN_UNKNOWN'
  /** It is less severe than asked for (option minSeverity). */
  | 'BELOW_SEVERITY'
  /** An automaton wrote it (option includeBots). */
  | 'BOT'
  /** Nobody told where this part ends, or it came after the deployment: its time is in a part beside it. */
  | 'BOUNDARY_UNKNOWN'
  /** It was cancelled. */
  | 'CANCELLED'
  /** Nothing that landed goes by this name. */
  | 'CHANGE_UNKNOWN'
  /** A check of it still runs. */
  | 'CHECK_RUNNING'
  /** The deployed commit, or commits on the way to it, are not known. */
  | 'COMMITS_UNKNOWN'
  /** It changed the configuration alone (option countConfig). */
  | 'CONFIG'
  /** A person excluded it. */
  | 'EXCLUDED_BY_PERSON'
  /** It left the flag as far on as it was. */
  | 'EXPOSURE_UNCHANGED'
  /** It failed, and its source does not tell whether it reached users (option assumeExposed). */
  | 'EXPOSURE_UNKNOWN'
  /** It failed, and brought nothing into production. */
  | 'FAILED_ROLLOUT'
  /** It is a hotfix (option excludeFixOnly). */
  | 'FIX_ONLY'
  /** It is a change of a feature flag (option countFlags). */
  | 'FLAG'
  /** It is still in progress. */
  | 'IN_PROGRESS'
  /** Something says that it failed, and a person said that it did not. */
  | 'MARKED_OK'
  /** It is a merge commit (option includeMergeCommits). */
  | 'MERGE_COMMIT'
  /** It ends before it begins, by more than clocks may differ (option clockSkewToleranceS). */
  | 'NEGATIVE_DURATION'
  /** One of the two places that are compared was never deployed to. */
  | 'NEVER_DEPLOYED'
  /** It brought nothing that was not deployed before. */
  | 'NOTHING_NEW'
  /** Nobody approved it before the merge. */
  | 'NOT_APPROVED'
  /** Nothing tells that something was wrong before it was taken back. */
  | 'NOT_DETECTED'
  /** Its plan, with the tolerance, is not over. */
  | 'NOT_DUE'
  /** It failed before it reached users. */
  | 'NOT_EXPOSED'
  /** It did not fail. */
  | 'NOT_FAILED'
  /** It is a run of continuous integration. */
  | 'NOT_OF_DEPLOYMENT'
  /** Its environment is not of tier production. */
  | 'NOT_PRODUCTION'
  /** Nothing was reported that this number is made from; silence is not zero. */
  | 'NOT_REPORTED'
  /** Nobody but its author looked at it before the merge. */
  | 'NOT_REVIEWED'
  /** No user has seen it yet. */
  | 'NOT_SEEN_YET'
  /** Users did not notice (option includeInternal). */
  | 'NOT_USER_FACING'
  /** It shares no commit with what was deployed before (option firstDeployment). */
  | 'NO_BASELINE'
  /** It was no canary: no step of it had a part of the traffic. */
  | 'NO_CANARY'
  /** It belongs to no deployment. */
  | 'NO_DEPLOYMENT'
  /** It was a false positive or a duplicate. */
  | 'NO_DISTURBANCE'
  /** Its deployment waited for nobody to approve it. */
  | 'NO_GATE'
  /** It lies outside the window. */
  | 'OUTSIDE_WINDOW'
  /** It was planned: nobody had to do it again. */
  | 'PLANNED'
  /** A policy decides this gate, and no person. */
  | 'POLICY_GATE'
  /** It was pushed directly, and had no pull request. */
  | 'PUSHED_DIRECTLY'
  /** It brought what was live already (option countRedeploys). */
  | 'REDEPLOY'
  /** It is a rollback (option countRollbacks). */
  | 'ROLLBACK'
  /** It shares an episode with another failed deployment, which stands for both. */
  | 'SAME_EPISODE'
  /** Its patch was deployed before, or is there twice (option identity). */
  | 'SAME_PATCH'
  /** The rollback that took it back took back others too, one of which stands for all. */
  | 'SAME_ROLLBACK'
  /** Its costs were told in several currencies. */
  | 'SEVERAL_CURRENCIES'
  /** A production deployment brought it. */
  | 'SHIPPED'
  /** Nobody told when it started. */
  | 'START_UNKNOWN'
  /** A later report of its service takes its place. */
  | 'SUPERSEDED'
  /** Its canary was not decided: no check passed, and none failed. */
  | 'UNDECIDED'
  /** No check was made after it. */
  | 'UNVERIFIED';

/** DORA's ordinal answers, 6 the best: telemetry mapped to the question of the survey, not a judgement of a team. */
export type Level =
  /** Longer than six months, or less often than once in six months. */
  | 'LEVEL_1'
  /** One to six months, or once in one to six months. */
  | 'LEVEL_2'
  /** A week to a month, or monthly to weekly. */
  | 'LEVEL_3'
  /** A day to a week, or weekly to daily. */
  | 'LEVEL_4'
  /** An hour to a day, or daily. */
  | 'LEVEL_5'
  /** Less than an hour, or on demand: twice a day and more. */
  | 'LEVEL_6';

/** Which way is better. */
export type MetricDirection =
  /** Neither way: it explains other numbers. */
  | 'CONTEXT'
  /** More is better. */
  | 'HIGHER_IS_BETTER'
  /** Less is better. */
  | 'LOWER_IS_BETTER';

/** A metric of the catalogue. */
export type MetricId =
  /** Share of deployments started by a machine, with no approval by people and no manual step. */
  | 'AUTOMATIC_SHARE'
  /** Share of the steps of deployments that run by themselves, as reported. */
  | 'AUTOMATION_COVERAGE'
  /** Changes that a deployment brings for the first time (or commits, where the option batchUnit says so); median. */
  | 'BATCH_SIZE'
  /** Share of decided canaries that passed: every check passed last time, and the rollout went on. */
  | 'CANARY_PASS_RATE'
  /** Share of counted production deployments that needed immediate intervention. */
  | 'CHANGE_FAIL_RATE'
  /** Time from commit to the first production deployment that contains it; median. */
  | 'CHANGE_LEAD_TIME'
  /** Share of counted production deployments that needed no immediate intervention: one minus the change fail rate. */
  | 'CHANGE_SUCCESS_RATE'
  /** Time in which users were disturbed while a deployment ran; mean over deployments of which something is known. */
  | 'CUSTOMER_IMPACT_TIME'
  /** By how much a day costs more after a deployment than before, as a share; median. */
  | 'DEPLOYMENT_COST_DELTA'
  /** Time a service was down for a deployment; mean over deployments of which something is known. */
  | 'DEPLOYMENT_DOWNTIME'
  /** Counted production deployments per civil day. */
  | 'DEPLOYMENT_FREQUENCY'
  /** Share of production deployments that were unplanned repairs. */
  | 'DEPLOYMENT_REWORK_RATE'
  /** Share of attempts to deploy that succeeded, retries and all kinds included. */
  | 'DEPLOYMENT_SUCCESS_RATE'
  /** Changes that are live in the stage before and not yet in an environment, counted for each of its targets. */
  | 'DRIFT'
  /** Share of the error budgets that deployments have spent. */
  | 'ERROR_BUDGET_CONSUMED'
  /** Time to recover from a deployment that failed; Kaplan–Meier median, what is still open included. */
  | 'FAILED_DEPLOYMENT_RECOVERY_TIME'
  /** Share of releases by feature flag that failed: named by an incident, or turned back within a day. */
  | 'FLAG_CHANGE_FAIL_RATE'
  /** Time from the commit of a change behind a feature flag until the flag is first on for users; median. */
  | 'FLAG_EXPOSURE_LEAD_TIME'
  /** Time to recover from a release by feature flag that failed: until it is narrowed, or its incidents are resolved; Kaplan–Meier median. */
  | 'FLAG_RECOVERY_TIME'
  /** Releases by feature flag in production per civil day; a ramp of several steps is one release. */
  | 'FLAG_RELEASE_FREQUENCY'
  /** Distinct approvals by people per deployment; mean. */
  | 'GATES_PER_DEPLOYMENT'
  /** Time from the request of an approval to the decision of a person; Kaplan–Meier median, what is still open included. */
  | 'GATE_WAIT'
  /** Share of the endpoints of services that are instrumented, by the latest report of each service. */
  | 'OBSERVABILITY_COVERAGE'
  /** Share of the attempts of deployment pipelines that failed. */
  | 'PIPELINE_FAILURE_RATE'
  /** How many times as many errors a service has after a deployment as before; median. */
  | 'POST_DEPLOY_ERROR_RATIO'
  /** Capacity missing while a deployment ran, as seconds of a full outage; mean over deployments of which something is known. */
  | 'REDUCED_CAPACITY'
  /** Time from the first sign that a deployment is wrong to the start of its rollback; median. */
  | 'ROLLBACK_RESPONSE'
  /** Time from the first sign that a deployment is wrong until it is rolled back; median. */
  | 'ROLLBACK_TIME'
  /** Feature flags that have been fully on or off for 30 days, or deployed for 90 days and never on. */
  | 'STALE_FLAGS'
  /** Time from the start of the first attempt to the finish of a deployment that succeeded; median. */
  | 'TIME_TO_DEPLOY'
  /** Time from the impact of an incident to its resolution, whatever caused it; Kaplan–Meier median, what is still open included. */
  | 'TIME_TO_RESTORE'
  /** Share of the changes booked on release trains that were not in the deployments of their train. */
  | 'TRAIN_MISS_RATE'
  /** Share of release trains that left on time, of those that left, were cancelled or are late. */
  | 'TRAIN_PUNCTUALITY'
  /** Time from the finish of a deployment to the end of its last check; median. */
  | 'VERIFICATION_LATENCY'
  /** Changes that are merged or pushed and not yet in production, counted for each of their services. */
  | 'WORK_IN_PROGRESS';

/** Why something was looked at and not judged. */
export type NotJudgedReason =
  /** It contains other groups that are compared, as a team does its sub-teams. */
  | 'CONTAINS_OTHERS'
  /** Nothing varies, or nothing failed anywhere: nothing can be told. */
  | 'NO_VARIATION'
  /** A recovery is not over: how long it takes is not known. */
  | 'STILL_OPEN'
  /** It has fewer deployments, records or weeks than the rule needs. */
  | 'TOO_FEW'
  /** What it would be compared with has too few. */
  | 'TOO_FEW_BEFORE'
  /** There are too few others to compare it with. */
  | 'TOO_FEW_PEERS';

/** What became of a notice. */
export type NoticeState =
  /** Its receiver refused it for now: it is tried again. */
  | 'DEFERRED'
  /** Somebody wants it to be sent once more; that happens within a minute or so. */
  | 'DUE'
  /** It was tried as often as it is, in vain. */
  | 'GIVEN_UP'
  /** Its receiver refused it for good. */
  | 'REFUSED'
  /** It is sent at this moment. */
  | 'SENDING'
  /** Its receiver took it. */
  | 'SENT'
  /** It may have arrived: whoever sent it was not answered, or ended. A person decides whether it is sent once more. */
  | 'UNKNOWN';

/** What a value was compared with. */
export type OutlierComparison =
  /** Its own past. */
  | 'HISTORY'
  /** All days of the scan. */
  | 'OTHER_DAYS'
  /** Records of its service. */
  | 'OTHER_RECORDS'
  /** All groups of the scan, itself included. */
  | 'PEERS';

/** Whether it is good news. */
export type OutlierDirection =
  /** It got better, or is better than elsewhere. */
  | 'BETTER'
  /** It got worse, or is worse than elsewhere. */
  | 'WORSE';

/** What stands out. */
export type OutlierMeasure =
  /** Share of deployments that failed. */
  | 'FAIL_RATE'
  /** Deployments per civil day. */
  | 'FREQUENCY'
  /** Time an incident took from its beginning to its resolution. */
  | 'INCIDENT'
  /** Lead time of deployments: the median of what each carried. */
  | 'LEAD_TIME'
  /** Time to recover from failed deployments. */
  | 'RECOVERY'
  /** Share of deployments that were unplanned repairs. */
  | 'REWORK_RATE'
  /** Time a deployment took from its start to its finish. */
  | 'ROLLOUT';

/** What found an outlier. */
export type OutlierRule =
  /** Deployments of the newest full week against the twelve full weeks before, at least eight. */
  | 'FREQUENCY_AGAINST_HISTORY'
  /** A new level of lead time that has lasted four weeks or longer of the last 26: permutation test. */
  | 'LASTING_SHIFT'
  /** Lead time against the group's own before: Welch's test of logarithms, six deployments on either side. */
  | 'LEAD_TIME_AGAINST_HISTORY'
  /** Typical lead time against that of the other groups: 3.5 standard errors away, of six deployments or more. */
  | 'LEAD_TIME_AGAINST_PEERS'
  /** A share against the group's own before: Fisher's exact test, ten deployments on either side. */
  | 'RATE_AGAINST_HISTORY'
  /** A share against that of all groups: with 95 % probability above one and a half times theirs, of ten deployments or more. */
  | 'RATE_AGAINST_PEERS'
  /** Recovery time against the group's own before: Welch's test of logarithms, six recoveries on either side, all over. */
  | 'RECOVERY_AGAINST_HISTORY'
  /** Typical recovery time against that of the other groups: 3.5 standard errors away, of six recoveries or more, all over. */
  | 'RECOVERY_AGAINST_PEERS'
  /** A deployment or incident that took far longer than others of its service in 180 days: modified z above 3.5, and three times as long as nine of ten. */
  | 'SINGLE_RECORD'
  /** A day on which more failed than the other days and their spread explain: beta-binomial test, of ten deployments or more. */
  | 'UNUSUAL_DAY';

/** A part of lead time, in their order. */
export type Phase =
  /** What its deployment waited for people to approve it. */
  | 'APPROVAL_WAIT'
  /** From the earliest commit until it was opened for review, or pushed. */
  | 'CODING'
  /** From the start of its deployment to the finish, less that wait. */
  | 'DEPLOY'
  /** From then until its deployment started, less what it waited for approval. */
  | 'DEPLOY_WAIT'
  /** From then to the merge. */
  | 'MERGE_WAIT'
  /** From then to the first review by another human. */
  | 'PICKUP'
  /** From then to the last approval. */
  | 'REVIEW';

/** How far a value may be relied on. */
export type PointStatus =
  /** Too few samples to be compared (fewer than 10 for a ratio, than 6 for a duration), or the value is not reached yet. */
  | 'INSUFFICIENT'
  /** Nothing to make a value from. */
  | 'NO_DATA'
  /** Enough behind it to be compared, and old enough not to change any more. */
  | 'OK'
  /** May still change: the interval is running, or failures of its last 7 days may not be known yet. */
  | 'PROVISIONAL';

/** Which. Every member narrows; absent and empty ones do not. */
export type QuarantineFilter = {
  /** Codes of the reason. */
  readonly codes?: ReadonlyArray<string> | null | undefined;
  /** Endpoints they came to. */
  readonly endpoints?: ReadonlyArray<string> | null | undefined;
  /** Absent: open ones. */
  readonly states?: ReadonlyArray<QuarantineState> | null | undefined;
};

/** Where something was not understood. */
export type QuarantineStage =
  /** Reading an event of it. */
  | 'FOLD'
  /** Reading the delivery. */
  | 'NORMALIZE';

/** Whether something is still not understood. */
export type QuarantineState =
  /** It is not understood. */
  | 'OPEN'
  /** A later attempt understood it. */
  | 'RESOLVED';

/** What a step of a rollout did. */
export type RolloutAction =
  /** It was called off. */
  | 'ABORTED'
  /** It waits. */
  | 'PAUSED'
  /** Everybody has the version. */
  | 'PROMOTED'
  /** It goes on. */
  | 'RESUMED'
  /** It began. */
  | 'STARTED'
  /** It went on to another share of traffic. */
  | 'STEPPED';

/** What to look at. Every list narrows; absent or empty ones do not. Without environments: those of tier production. */
export type ScopeInput = {
  /** Names of environments. */
  readonly environments?: ReadonlyArray<string> | null | undefined;
  /** Keys of feature flags that deployments carry. */
  readonly flags?: ReadonlyArray<string> | null | undefined;
  /** Repositories, as deployments name them ("acme/payments"). */
  readonly repositories?: ReadonlyArray<string> | null | undefined;
  /** Names of services. */
  readonly services?: ReadonlyArray<string> | null | undefined;
  /** Tags of services as "key:value"; several mean any of them. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** Targets within environments. */
  readonly targets?: ReadonlyArray<string> | null | undefined;
  /** Paths of teams ("eng/payments"); a parent includes its descendants. */
  readonly teams?: ReadonlyArray<string> | null | undefined;
};

/** Which services. Every member narrows; absent and empty ones do not. */
export type ServiceFilter = {
  /** Whether the catalogue declares them. */
  readonly mapped?: boolean | null | undefined;
  /** Their names. */
  readonly names?: ReadonlyArray<string> | null | undefined;
  /** Paths of teams that own them; a parent includes its descendants. */
  readonly teams?: ReadonlyArray<string> | null | undefined;
};

/** Why the code of a flag could go. */
export type StaleReason =
  /** Deployed as long ago as the option darkAfterS says, and never on for anybody. */
  | 'NEVER_EXPOSED'
  /** On for all or off for all, everywhere, and unchanged for as long as the option staleAfterS says. */
  | 'SETTLED';

/** How a value is compared with a target. */
export type TargetBound =
  /** It is met by the value itself, and above. */
  | 'AT_LEAST'
  /** It is met by the value itself, and below. */
  | 'AT_MOST'
  /** It is met below the value. */
  | 'BELOW';

/** Which release trains. Every member narrows; absent and empty ones do not. */
export type TrainFilter = {
  /** Planned at or after. */
  readonly from?: string | null | undefined;
  /** Services they are of. */
  readonly services?: ReadonlyArray<string> | null | undefined;
  /** Paths of teams that owned one of their services; a parent includes its descendants. */
  readonly teams?: ReadonlyArray<string> | null | undefined;
  /** Planned before. */
  readonly to?: string | null | undefined;
  /** Their ids. */
  readonly trains?: ReadonlyArray<string | number> | null | undefined;
};

/** What a value is measured in. */
export type Unit =
  /** A number of things. */
  | 'COUNT'
  /** How many times as much. */
  | 'FACTOR'
  /** Per civil day. */
  | 'PER_DAY'
  /** A share, from 0 to 1. */
  | 'RATIO'
  /** Seconds of elapsed time. */
  | 'SECONDS';

/** How a check ended. */
export type VerificationResult =
  /** It found something. */
  | 'FAILED'
  /** It could not tell. */
  | 'INCONCLUSIVE'
  /** It found nothing. */
  | 'PASSED';

/** When a check takes place. */
export type VerificationStage =
  /** While a part of traffic has the version. */
  | 'CANARY'
  /** After it. */
  | 'POST'
  /** Before the rollout. */
  | 'PREFLIGHT';

/** Where a weekly mail is on its way. */
export type WeeklyMailState =
  /** The mail server refused it for now; it is tried again. */
  | 'DEFERRED'
  /** Its time, or that of the next attempt, has come. */
  | 'DUE'
  /** The mail server refused it for now until it was too late. */
  | 'GIVEN_UP'
  /** They left the list. */
  | 'LEFT'
  /** Nothing was running when it was due, and it is too late now. */
  | 'MISSED'
  /** The mail server refused it for good. */
  | 'REFUSED'
  /** Its time has not come. */
  | 'SCHEDULED'
  /** It was handed to the mail server moments ago. */
  | 'SENDING'
  /** The mail server took it. */
  | 'SENT'
  /** Nobody knows whether it went out: a person decides. */
  | 'UNKNOWN';

/** Whether a change is somewhere. */
export type WhereaboutsState =
  /** The version that is live there contains it. */
  | 'LIVE'
  /** It was live, and a rollback took it away. */
  | 'ROLLED_BACK'
  /** It is merged or pushed, and no deployment there has carried it yet. */
  | 'WAITING';

/** A half-open interval [from, to). Its days and buckets are civil in the time zone. */
export type WindowInput = {
  /** First instant of it. */
  readonly from: string;
  /** Zone of its days and buckets. */
  readonly timeZone?: string | null | undefined;
  /** First instant after it. */
  readonly to: string;
};

/** Takes back what somebody said of a deployment or an incident: name one of the two. */
export type WithdrawalInput = {
  /** The deployment it was said of, by its id or that of an attempt. */
  readonly deployment?: string | number | null | undefined;
  /** Id of the event, as `recordCorrection` and `corrections` give it. */
  readonly event: string | number;
  /** The incident it was said of, as its source names it. */
  readonly incident?: string | number | null | undefined;
  /** Why, for those who come after: 3 to 2000 characters. */
  readonly reason: string;
};

export type CorrectionMadeFragment = { readonly event: string, readonly says: CorrectionKind | null, readonly names: ReadonlyArray<string>, readonly flagChanges: ReadonlyArray<string>, readonly by: string, readonly at: string, readonly reason: string | null, readonly withdrawn: { readonly by: string, readonly at: string, readonly reason: string } | null };

export type RecordCorrectionMutationVariables = Exact<{
  input: CorrectionInput;
}>;


export type RecordCorrectionMutation = { readonly recordCorrection: { readonly event: string, readonly position: string } };

export type WithdrawCorrectionMutationVariables = Exact<{
  input: WithdrawalInput;
}>;


export type WithdrawCorrectionMutation = { readonly withdrawCorrection: { readonly event: string, readonly position: string } };

export type CorrectableFlagChangesQueryVariables = Exact<{
  service: string;
  to: string;
}>;


export type CorrectableFlagChangesQuery = { readonly flagChanges: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly flag: string, readonly environment: string, readonly exposure: number | null, readonly at: string }> } };

export type CorrectableDeploymentsQueryVariables = Exact<{
  service: string;
  to: string;
}>;


export type CorrectableDeploymentsQuery = { readonly deployments: { readonly nodes: ReadonlyArray<(
      { readonly environment: string, readonly finishedAt: string | null, readonly startedAt: string | null }
      & DeploymentNameFragment
    )> } };

export type DeploymentNameFragment = { readonly id: string, readonly service: string, readonly version: string | null, readonly sha: string | null };

export type OutlierFindingFragment = { readonly id: string, readonly rule: OutlierRule, readonly measure: OutlierMeasure, readonly metric: MetricId, readonly direction: OutlierDirection, readonly service: string | null, readonly team: string | null, readonly repository: string | null, readonly environment: string | null, readonly tag: string | null, readonly value: number, readonly unit: Unit, readonly n: number, readonly numerator: number | null, readonly change: number | null, readonly since: string, readonly p: number | null, readonly posterior: number | null, readonly score: number | null, readonly threshold: number | null, readonly provisional: boolean, readonly open: boolean, readonly deployment: string | null, readonly incident: string | null, readonly comparedWith: { readonly of: OutlierComparison, readonly center: number, readonly n: number, readonly members: number } };

export type SourceStandingFragment = { readonly endpoint: string, readonly source: string, readonly lastReceivedAt: string | null, readonly silent: boolean, readonly openInQuarantine: number, readonly last24Hours: { readonly normalized: number, readonly ignored: number, readonly quarantined: number }, readonly last7Days: { readonly normalized: number, readonly ignored: number, readonly quarantined: number } };

export type ValueFragment = (
  { readonly p75: number | null, readonly p90: number | null, readonly inferred: number | null, readonly lowerBound: number | null, readonly level: Level | null, readonly levelLow: Level | null, readonly levelHigh: Level | null, readonly computedAt: string }
  & MetricTableValueFragment
);

export type WeekValueFragment = { readonly id: string, readonly metric: MetricId, readonly bucketStart: string, readonly value: number | null, readonly status: PointStatus, readonly n: number, readonly numerator: number | null, readonly denominator: number | null, readonly low: number | null, readonly high: number | null, readonly partial: boolean };

export type MeasuresQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  history: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type MeasuresQuery = { readonly now: ReadonlyArray<(
    { readonly verdict: ChangeVerdict | null }
    & ValueFragment
  )>, readonly before: ReadonlyArray<ValueFragment>, readonly weeks: ReadonlyArray<WeekValueFragment> };

export type EvidenceRowFragment = { readonly id: string, readonly kind: EvidenceKind, readonly title: string | null, readonly at: string, readonly value: number | null, readonly reason: string | null, readonly reasonCode: LeftOutReason | null, readonly service: string | null, readonly environment: string | null, readonly sha: string | null, readonly deploymentId: string | null };

export type CountedRowFragment = (
  { readonly part: EvidencePart, readonly opensAt: string | null, readonly closesAt: string | null, readonly failures: ReadonlyArray<{ readonly rule: EvidenceRule, readonly by: string }> }
  & EvidenceRowFragment
);

export type EvidenceQueryVariables = Exact<{
  point: string | number;
}>;


export type EvidenceQuery = { readonly countedTotal: { readonly totalCount: number | null }, readonly leftOutTotal: { readonly totalCount: number | null }, readonly counted: { readonly nodes: ReadonlyArray<CountedRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly leftOut: { readonly nodes: ReadonlyArray<EvidenceRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type DeploymentEventsQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
}>;


export type DeploymentEventsQuery = { readonly deployment: { readonly events: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly time: string | null, readonly delivery: string }> } | null };

export type TrendMarksQueryVariables = Exact<{
  from: string;
  to: string;
  teams?: ReadonlyArray<string> | string | null | undefined;
  services?: ReadonlyArray<string> | string | null | undefined;
  flags?: ReadonlyArray<string> | string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type TrendMarksQuery = { readonly incidents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly startedAt: string, readonly counts: boolean }> }, readonly flagChanges: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly flag: string, readonly at: string, readonly tier: string }> } };

export type AlertsRaisedQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type AlertsRaisedQuery = { readonly alerts: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly rule: AlertRule, readonly key: string, readonly state: AlertState, readonly severity: AlertSeverity, readonly audience: ReadonlyArray<AlertAudience>, readonly what: string, readonly since: string, readonly resolvedAt: string | null, readonly services: ReadonlyArray<string>, readonly environment: string | null, readonly deployment: DeploymentNameFragment | null }> } };

export type FindChangesQueryVariables = Exact<{
  text: string;
  asOf?: string | null | undefined;
}>;


export type FindChangesQuery = { readonly findChanges: ReadonlyArray<{ readonly repository: string, readonly revision: string, readonly number: string | null, readonly title: string | null, readonly at: string | null }> };

export type ChangePageQueryVariables = Exact<{
  repository: string;
  revision: string;
  asOf?: string | null | undefined;
}>;


export type ChangePageQuery = { readonly change: { readonly id: string, readonly repository: string, readonly revision: string, readonly number: string | null, readonly title: string | null, readonly url: string | null, readonly committedAt: string | null, readonly openedAt: string | null, readonly mergedAt: string | null, readonly waitingFor: string | null, readonly commits: ReadonlyArray<{ readonly sha: string, readonly title: string | null, readonly committedAt: string | null }>, readonly phases: ReadonlyArray<{ readonly phase: Phase, readonly startedAt: string, readonly endedAt: string | null }>, readonly whereabouts: ReadonlyArray<{ readonly service: string, readonly environment: string, readonly tier: string, readonly target: string | null, readonly state: WhereaboutsState, readonly since: string | null, readonly until: string | null, readonly waitingFor: string | null, readonly deployment: { readonly id: string } | null, readonly liveDeployment: DeploymentNameFragment | null, readonly underway: DeploymentNameFragment | null }>, readonly carriedBy: (
      { readonly finishedAt: string | null }
      & DeploymentNameFragment
    ) | null, readonly travelledWith: ReadonlyArray<{ readonly change: string, readonly title: string }> } | null };

export type UsualPhasesQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type UsualPhasesQuery = { readonly leadTimePhases: ReadonlyArray<{ readonly n: number, readonly p50: number | null, readonly phases: ReadonlyArray<{ readonly phase: Phase, readonly n: number, readonly p50: number | null }> }> };

export type PlacesQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type PlacesQuery = { readonly teams: ReadonlyArray<{ readonly path: string }>, readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string }> } };

export type DeploymentPageQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
}>;


export type DeploymentPageQuery = { readonly deployment: (
    { readonly reportedId: string, readonly repository: string, readonly environment: string, readonly tier: string, readonly targets: ReadonlyArray<string>, readonly teams: ReadonlyArray<string>, readonly kind: DeploymentKind, readonly status: DeploymentStatus, readonly verdict: DeploymentVerdict | null, readonly failed: boolean, readonly counted: boolean, readonly planned: boolean, readonly startedAt: string | null, readonly finishedAt: string | null, readonly url: string | null, readonly flags: ReadonlyArray<string>, readonly changeCount: number, readonly commitCount: number, readonly changes: ReadonlyArray<{ readonly change: string, readonly title: string, readonly firstCommitAt: string, readonly mergedAt: string, readonly bot: boolean, readonly url: string | null }>, readonly commits: ReadonlyArray<{ readonly sha: string, readonly title: string | null, readonly committedAt: string, readonly repairedAt: string, readonly merge: boolean, readonly change: string | null }>, readonly links: { readonly basis: string, readonly noBaseline: boolean, readonly truncated: boolean, readonly waiting: ReadonlyArray<string> } | null, readonly replaced: DeploymentNameFragment | null, readonly seeAlso: ReadonlyArray<{ readonly name: string, readonly url: string }>, readonly steps: ReadonlyArray<{ readonly id: string, readonly at: string, readonly action: RolloutAction, readonly weight: number | null, readonly manual: boolean }>, readonly verifications: ReadonlyArray<{ readonly id: string, readonly stage: VerificationStage, readonly check: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly result: VerificationResult | null }>, readonly approvals: ReadonlyArray<{ readonly id: string, readonly gate: string, readonly requestedAt: string, readonly decidedAt: string | null, readonly decision: ApprovalDecision | null, readonly by: ApprovalBy | null }>, readonly corrections: ReadonlyArray<CorrectionMadeFragment>, readonly reasons: ReadonlyArray<{ readonly rule: FailureRule, readonly by: string, readonly counts: boolean, readonly gapSeconds: number, readonly impactAt: string | null, readonly detectedAt: string | null, readonly resolvedAt: string | null, readonly severity: number | null, readonly userFacing: boolean }>, readonly reports: ReadonlyArray<{ readonly source: string, readonly id: string, readonly status: string, readonly startedAt: string | null, readonly finishedAt: string | null }>, readonly events: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly time: string | null, readonly delivery: string, readonly entity: string }> }
    & DeploymentNameFragment
  ) | null };

export type DeliveryPageQueryVariables = Exact<{
  id: string | number;
}>;


export type DeliveryPageQuery = { readonly delivery: { readonly id: string, readonly endpoint: string, readonly source: string, readonly event: string, readonly deliveryId: string, readonly receivedAt: string, readonly outcome: DeliveryOutcome, readonly reason: string | null, readonly bytes: number, readonly body: string, readonly headers: ReadonlyArray<{ readonly name: string, readonly value: string }>, readonly events: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly time: string | null, readonly entity: string }> } | null };

export type DeploymentOutcomeFragment = (
  { readonly environment: string, readonly tier: string, readonly kind: DeploymentKind, readonly status: DeploymentStatus, readonly failed: boolean, readonly startedAt: string | null, readonly finishedAt: string | null }
  & DeploymentNameFragment
);

export type DeploymentRowFragment = (
  { readonly commitCount: number, readonly teams: ReadonlyArray<string>, readonly reasons: ReadonlyArray<{ readonly rule: FailureRule, readonly counts: boolean }> }
  & DeploymentOutcomeFragment
);

export type DeploymentListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  where: DeploymentFilter;
  asOf?: string | null | undefined;
}>;


export type DeploymentListQuery = { readonly deployments: { readonly nodes: ReadonlyArray<DeploymentRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type HowDeploymentsGoQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type HowDeploymentsGoQuery = { readonly metricCatalog: ReadonlyArray<{ readonly id: MetricId, readonly title: string }>, readonly now: ReadonlyArray<MetricTableValueFragment>, readonly before: ReadonlyArray<MetricTableValueFragment> };

export type DriftFactsFragment = { readonly state: DriftState, readonly changesBehind: number | null, readonly changesAhead: number | null, readonly behindSince: string | null, readonly secondsBehind: number | null, readonly configDiffers: boolean | null, readonly truncated: boolean, readonly from: { readonly environment: string, readonly target: string | null } };

export type EnvironmentsQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type EnvironmentsQuery = { readonly environments: ReadonlyArray<{ readonly service: string, readonly environment: string, readonly tier: string, readonly target: string | null, readonly teams: ReadonlyArray<string>, readonly sha: string | null, readonly version: string | null, readonly since: string, readonly kind: DeploymentKind, readonly deployment: { readonly id: string } | null, readonly drift: DriftFactsFragment | null, readonly targetDrift: DriftFactsFragment | null }> };

export type RolloutsUnderWayQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type RolloutsUnderWayQuery = { readonly rollouts: ReadonlyArray<{ readonly weight: number | null, readonly paused: boolean, readonly overtaken: boolean, readonly deployment: (
      { readonly environment: string, readonly targets: ReadonlyArray<string>, readonly startedAt: string | null }
      & DeploymentNameFragment
    ) }> };

export type DriftOfServiceQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type DriftOfServiceQuery = { readonly environments: ReadonlyArray<{ readonly environment: string, readonly target: string | null, readonly drift: (
      { readonly missing: ReadonlyArray<{ readonly change: string, readonly title: string | null, readonly landedAt: string | null }> }
      & DriftFactsFragment
    ) | null, readonly targetDrift: (
      { readonly missing: ReadonlyArray<{ readonly change: string, readonly title: string | null, readonly landedAt: string | null }> }
      & DriftFactsFragment
    ) | null }> };

export type FlagFactsFragment = { readonly flag: string, readonly services: ReadonlyArray<string>, readonly changedAt: string, readonly changeCount: number, readonly permanent: boolean | null, readonly archivedAt: string | null, readonly exposures: ReadonlyArray<{ readonly environment: string, readonly tier: string, readonly exposure: number | null, readonly since: string }> };

export type FlagListQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  where?: FlagFilter | null | undefined;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type FlagListQuery = { readonly flags: { readonly nodes: ReadonlyArray<FlagFactsFragment>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly staleFlags: { readonly total: number, readonly flags: ReadonlyArray<{ readonly flag: string, readonly reason: StaleReason, readonly since: string, readonly ageS: number }> }, readonly now: ReadonlyArray<MetricTableValueFragment>, readonly before: ReadonlyArray<MetricTableValueFragment> };

export type FlagPageQueryVariables = Exact<{
  flags: ReadonlyArray<string> | string;
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  scope: ScopeInput;
  asOf?: string | null | undefined;
}>;


export type FlagPageQuery = { readonly flags: { readonly nodes: ReadonlyArray<(
      { readonly changes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly environment: string, readonly tier: string, readonly exposure: number | null, readonly planned: boolean, readonly failed: boolean | null, readonly services: ReadonlyArray<string>, readonly source: string }> }
      & FlagFactsFragment
    )> }, readonly staleFlags: { readonly flags: ReadonlyArray<{ readonly flag: string, readonly reason: StaleReason, readonly since: string, readonly ageS: number }> }, readonly now: ReadonlyArray<MetricTableValueFragment>, readonly before: ReadonlyArray<MetricTableValueFragment>, readonly deployments: { readonly nodes: ReadonlyArray<DeploymentRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type FlagOwnersQueryVariables = Exact<{
  names: ReadonlyArray<string> | string;
  asOf?: string | null | undefined;
}>;


export type FlagOwnersQuery = { readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly teams: ReadonlyArray<string> }> } };

export type FlagNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type FlagNamesQuery = { readonly flags: { readonly nodes: ReadonlyArray<{ readonly flag: string }> } };

export type FlagsElsewhereQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type FlagsElsewhereQuery = { readonly flags: { readonly nodes: ReadonlyArray<{ readonly flag: string }>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type MeasuresByTeamQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type MeasuresByTeamQuery = { readonly now: ReadonlyArray<(
    { readonly verdict: ChangeVerdict | null, readonly team: string | null }
    & ValueFragment
  )>, readonly before: ReadonlyArray<(
    { readonly team: string | null }
    & ValueFragment
  )>, readonly teams: ReadonlyArray<{ readonly path: string, readonly name: string, readonly parent: string | null, readonly services: ReadonlyArray<string>, readonly allServices: ReadonlyArray<string> }> };

export type MeasuresByServiceQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  previous: WindowInput;
  scope?: ScopeInput | null | undefined;
  where?: ServiceFilter | null | undefined;
  asOf?: string | null | undefined;
}>;


export type MeasuresByServiceQuery = { readonly now: ReadonlyArray<(
    { readonly verdict: ChangeVerdict | null, readonly service: string | null }
    & ValueFragment
  )>, readonly before: ReadonlyArray<(
    { readonly service: string | null }
    & ValueFragment
  )>, readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly teams: ReadonlyArray<string>, readonly mapped: boolean, readonly staleBecause: string | null, readonly lastDeployment: { readonly at: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type IncidentPageQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
}>;


export type IncidentPageQuery = { readonly incident: (
    { readonly events: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly time: string | null, readonly delivery: string, readonly entity: string }> }
    & IncidentFactsFragment
  ) | null };

export type InsightsQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type InsightsQuery = { readonly insights: ReadonlyArray<{ readonly id: string, readonly kind: InsightKind, readonly metric: MetricId, readonly judgement: InsightJudgement, readonly text: string, readonly n: number | null, readonly p: number | null, readonly outlier: OutlierFindingFragment | null }> };

export type MetricCatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type MetricCatalogueQuery = { readonly metricCatalog: ReadonlyArray<{ readonly id: MetricId, readonly title: string, readonly unit: Unit, readonly summary: string, readonly direction: MetricDirection, readonly source: string, readonly target: { readonly is: TargetBound, readonly value: number, readonly unit: Unit, readonly of: string | null } | null }> };

export type CatalogueMetricQueryVariables = Exact<{
  ids: ReadonlyArray<MetricId> | MetricId;
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type CatalogueMetricQuery = { readonly metrics: ReadonlyArray<{ readonly id: string, readonly value: number | null, readonly status: PointStatus, readonly n: number, readonly open: number | null, readonly low: number | null, readonly high: number | null }> };

export type ExplainedRowFragment = { readonly id: string, readonly kind: EvidenceKind, readonly title: string | null, readonly at: string, readonly value: number | null, readonly numerator: number | null, readonly denominator: number | null, readonly reason: string | null, readonly reasonCode: LeftOutReason | null, readonly service: string | null, readonly environment: string | null, readonly train: string | null, readonly sha: string | null, readonly opensAt: string | null, readonly closesAt: string | null, readonly deploymentId: string | null };

export type ExplainedMetricQueryVariables = Exact<{
  point: string | number;
}>;


export type ExplainedMetricQuery = { readonly explain: { readonly rule: string, readonly source: string, readonly arithmetic: string | null, readonly options: ReadonlyArray<{ readonly name: string, readonly value: string, readonly isDefault: boolean }>, readonly counts: { readonly numerator: number, readonly denominator: number, readonly sample: number, readonly leftOut: number } }, readonly counted: { readonly nodes: ReadonlyArray<ExplainedRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly leftOut: { readonly nodes: ReadonlyArray<ExplainedRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type MetricTableValueFragment = { readonly id: string, readonly metric: MetricId, readonly value: number | null, readonly unit: Unit, readonly status: PointStatus, readonly n: number, readonly numerator: number | null, readonly denominator: number | null, readonly open: number | null, readonly low: number | null, readonly high: number | null };

export type ExplainedPhasesQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ExplainedPhasesQuery = { readonly leadTimePhases: ReadonlyArray<{ readonly id: string, readonly n: number, readonly mean: number | null, readonly p50: number | null, readonly missing: number, readonly phases: ReadonlyArray<{ readonly id: string, readonly phase: Phase, readonly n: number, readonly mean: number | null, readonly p50: number | null }> }> };

export type NoticesSentQueryVariables = Exact<{ [key: string]: never; }>;


export type NoticesSentQuery = { readonly notices: ReadonlyArray<{ readonly id: string, readonly channel: string, readonly state: NoticeState, readonly reason: string | null, readonly attempts: number, readonly at: string, readonly lastAt: string, readonly retryAt: string | null, readonly tells: ReadonlyArray<{ readonly event: string, readonly rule: string | null, readonly key: string | null, readonly deployment: string | null }> }> };

export type SendNoticeAgainMutationVariables = Exact<{
  id: string | number;
}>;


export type SendNoticeAgainMutation = { readonly sendNoticeAgain: { readonly id: string, readonly state: NoticeState } };

export type IncidentFactsFragment = { readonly id: string, readonly entity: string, readonly service: string, readonly severity: string | null, readonly status: string | null, readonly title: string, readonly url: string | null, readonly source: string, readonly startedAt: string, readonly detectedAt: string | null, readonly acknowledgedAt: string | null, readonly resolvedAt: string | null, readonly userFacing: boolean, readonly counts: boolean, readonly causedBy: ReadonlyArray<(
    { readonly environment: string, readonly finishedAt: string | null }
    & DeploymentNameFragment
  )>, readonly causedByFlagChanges: ReadonlyArray<{ readonly id: string, readonly flag: string, readonly environment: string, readonly exposure: number | null, readonly at: string }>, readonly causes: ReadonlyArray<{ readonly rule: FailureRule, readonly counts: boolean, readonly deployment: (
      { readonly environment: string, readonly finishedAt: string | null }
      & DeploymentNameFragment
    ) | null }>, readonly corrections: ReadonlyArray<CorrectionMadeFragment>, readonly seeAlso: ReadonlyArray<{ readonly name: string, readonly url: string }> };

export type NearDeploymentFragment = (
  { readonly environment: string, readonly tier: string, readonly targets: ReadonlyArray<string>, readonly teams: ReadonlyArray<string>, readonly kind: DeploymentKind, readonly status: DeploymentStatus, readonly failed: boolean, readonly startedAt: string | null, readonly finishedAt: string | null, readonly url: string | null, readonly changeCount: number, readonly replaced: DeploymentNameFragment | null }
  & DeploymentNameFragment
);

export type OnCallIncidentsQueryVariables = Exact<{
  teams?: ReadonlyArray<string> | string | null | undefined;
  since: string;
}>;


export type OnCallIncidentsQuery = { readonly open: { readonly nodes: ReadonlyArray<IncidentFactsFragment> }, readonly recent: { readonly nodes: ReadonlyArray<IncidentFactsFragment> } };

export type ChangedBeforeQueryVariables = Exact<{
  from: string;
  at: string;
  until: string;
}>;


export type ChangedBeforeQuery = { readonly deployments: { readonly nodes: ReadonlyArray<NearDeploymentFragment> }, readonly flagChanges: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly flag: string, readonly environment: string, readonly tier: string, readonly at: string, readonly exposure: number | null, readonly services: ReadonlyArray<string>, readonly source: string }> } };

export type LatestDeploymentsQueryVariables = Exact<{
  where?: DeploymentFilter | null | undefined;
  first: number;
}>;


export type LatestDeploymentsQuery = { readonly deployments: { readonly nodes: ReadonlyArray<DeploymentOutcomeFragment> } };

export type OnCallSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type OnCallSourcesQuery = { readonly sources: ReadonlyArray<(
    { readonly configured: boolean, readonly usualGapSeconds: number | null, readonly silent: boolean }
    & SourceStandingFragment
  )> };

export type OnCallAlertsQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
}>;


export type OnCallAlertsQuery = { readonly alerts: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly rule: AlertRule, readonly severity: AlertSeverity, readonly what: string, readonly since: string, readonly services: ReadonlyArray<string>, readonly environment: string | null, readonly deployment: DeploymentNameFragment | null }> } };

export type FunnelPlotFragment = { readonly metric: MetricId, readonly pooled: number | null, readonly points: ReadonlyArray<{ readonly team: string | null, readonly service: string | null, readonly n: number, readonly numerator: number, readonly value: number, readonly low95: number, readonly high95: number, readonly low998: number, readonly high998: number, readonly judged: boolean, readonly flagged: boolean, readonly posterior: number | null }> };

export type OutlierScanQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
  by: GroupByInput;
}>;


export type OutlierScanQuery = { readonly outlierScan: { readonly tests: number, readonly expectedFalse: number, readonly outliers: ReadonlyArray<OutlierFindingFragment>, readonly lookedAt: ReadonlyArray<{ readonly rule: OutlierRule, readonly measure: OutlierMeasure, readonly looked: number, readonly judged: number, readonly flagged: number, readonly notJudged: ReadonlyArray<{ readonly reason: NotJudgedReason, readonly count: number }> }>, readonly funnels: ReadonlyArray<FunnelPlotFragment> } };

export type StandingOutQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type StandingOutQuery = { readonly teams: ReadonlyArray<OutlierFindingFragment>, readonly services: ReadonlyArray<OutlierFindingFragment> };

export type StandingQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type StandingQuery = { readonly latest: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly startedAt: string | null, readonly finishedAt: string | null }> }, readonly sources: ReadonlyArray<SourceStandingFragment>, readonly quarantine: { readonly totalCount: number | null }, readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly mapped: boolean, readonly staleBecause: string | null }> }, readonly teams: ReadonlyArray<{ readonly path: string }> };

export type FailedDeploymentsQueryVariables = Exact<{
  where: DeploymentFilter;
  asOf?: string | null | undefined;
}>;


export type FailedDeploymentsQuery = { readonly deployments: { readonly nodes: ReadonlyArray<(
      { readonly environment: string, readonly finishedAt: string | null, readonly reasons: ReadonlyArray<{ readonly rule: FailureRule, readonly counts: boolean, readonly impactAt: string | null, readonly resolvedAt: string | null }> }
      & DeploymentNameFragment
    )> } };

export type ScorecardThenQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ScorecardThenQuery = { readonly scorecard: { readonly phase: number, readonly level: number, readonly cards: ReadonlyArray<CardStandingFragment> } };

export type ScorecardCriterionFragment = { readonly id: string, readonly text: string, readonly knownBy: KnownBy, readonly answerable: boolean, readonly asks: string | null, readonly status: CriterionStatus, readonly proposes: CriterionProposal | null, readonly missing: string | null, readonly contradicted: boolean, readonly answer: { readonly value: AnswerValue, readonly reason: string, readonly link: string | null, readonly by: string, readonly at: string, readonly expiresAt: string } | null, readonly evidence: ReadonlyArray<{ readonly what: string, readonly numerator: number | null, readonly denominator: number | null, readonly items: ReadonlyArray<string>, readonly point: { readonly id: string, readonly metric: MetricId, readonly value: number | null, readonly unit: Unit, readonly n: number, readonly low: number | null, readonly high: number | null } | null }> };

export type CardStandingFragment = { readonly card: CardId, readonly title: string, readonly ofSymptoms: boolean, readonly reached: boolean, readonly total: number, readonly met: number };

export type ScorecardQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ScorecardQuery = { readonly scorecard: { readonly phase: number, readonly level: number, readonly weeks: ReadonlyArray<{ readonly from: string, readonly to: string }>, readonly cards: ReadonlyArray<(
      { readonly notMet: number, readonly notApplicable: number, readonly proposed: number, readonly unknown: number, readonly criteria: ReadonlyArray<ScorecardCriterionFragment> }
      & CardStandingFragment
    )> } };

export type QuickCheckQueryVariables = Exact<{
  window: WindowInput;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type QuickCheckQuery = { readonly quickCheck: { readonly edition: string, readonly overall: number | null, readonly throughput: number | null, readonly stability: number | null, readonly throughputBenchmark: { readonly mean: number }, readonly stabilityBenchmark: { readonly mean: number }, readonly corrected: { readonly overall: number | null, readonly throughput: number | null, readonly stability: number | null } | null, readonly scores: ReadonlyArray<{ readonly metric: MetricId, readonly score: number | null, readonly answer: { readonly value: number, readonly score: number | null, readonly reason: string, readonly by: string, readonly at: string } | null, readonly benchmark: { readonly mean: number }, readonly point: { readonly value: number | null, readonly n: number, readonly low: number | null, readonly high: number | null } }> } };

export type AnswerCriterionMutationVariables = Exact<{
  input: CriterionAnswerInput;
}>;


export type AnswerCriterionMutation = { readonly answerCriterion: { readonly position: string } };

export type ServiceFactsQueryVariables = Exact<{
  name: string;
  asOf?: string | null | undefined;
}>;


export type ServiceFactsQuery = { readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly teams: ReadonlyArray<string>, readonly repositories: ReadonlyArray<string>, readonly environments: ReadonlyArray<string>, readonly mapped: boolean, readonly staleBecause: string | null, readonly yaml: string | null, readonly tags: ReadonlyArray<{ readonly key: string, readonly value: string }>, readonly lastDeployment: { readonly id: string, readonly at: string, readonly environment: string } | null }> } };

export type ServiceNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type ServiceNamesQuery = { readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string }> } };

export type SourcesQueryVariables = Exact<{
  after?: string | null | undefined;
  where?: QuarantineFilter | null | undefined;
}>;


export type SourcesQuery = { readonly sources: ReadonlyArray<(
    { readonly configured: boolean, readonly lastTestAt: string | null, readonly usualGapSeconds: number | null, readonly refused: { readonly lastAt: string, readonly last7Days: number } | null, readonly advice: ReadonlyArray<{ readonly code: string, readonly message: string, readonly fix: string }>, readonly reconciled: ReadonlyArray<{ readonly target: string, readonly at: string, readonly attempts: number, readonly missed: number, readonly sentAgain: number, readonly givenUp: number, readonly problem: string | null }> }
    & SourceStandingFragment
  )>, readonly dataGaps: ReadonlyArray<{ readonly code: DataGapCode, readonly metrics: ReadonlyArray<MetricId>, readonly message: string, readonly fix: string }>, readonly weeklyMails: { readonly sending: boolean, readonly mails: ReadonlyArray<{ readonly to: string, readonly team: string | null, readonly week: string, readonly dueAt: string, readonly state: WeeklyMailState, readonly sentAt: string | null, readonly retryAt: string | null, readonly reason: string | null }> }, readonly quarantine: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly endpoint: string, readonly source: string, readonly code: string, readonly message: string, readonly pointer: string, readonly receivedAt: string, readonly attempts: number, readonly stage: QuarantineStage, readonly state: QuarantineState, readonly deliveryId: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type RetryQuarantinedMutationVariables = Exact<{
  ids: ReadonlyArray<string | number> | string | number;
}>;


export type RetryQuarantinedMutation = { readonly retryQuarantined: { readonly retried: number } };

export type TeamTreeQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type TeamTreeQuery = { readonly teams: ReadonlyArray<{ readonly path: string, readonly name: string, readonly services: ReadonlyArray<string>, readonly allServices: ReadonlyArray<string>, readonly tags: ReadonlyArray<{ readonly key: string, readonly value: string }> }> };

export type TrainFactsFragment = { readonly id: string, readonly services: ReadonlyArray<string>, readonly teams: ReadonlyArray<string>, readonly plannedAt: string, readonly cutoffAt: string | null, readonly departedAt: string | null, readonly cancelledAt: string | null, readonly manifest: ReadonlyArray<string> };

export type TrainListQueryVariables = Exact<{
  window: WindowInput;
  previous: WindowInput;
  where: TrainFilter;
  scope?: ScopeInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type TrainListQuery = { readonly trains: ReadonlyArray<(
    { readonly deployments: ReadonlyArray<{ readonly id: string }> }
    & TrainFactsFragment
  )>, readonly now: ReadonlyArray<MetricTableValueFragment>, readonly before: ReadonlyArray<MetricTableValueFragment> };

export type TrainPageQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
}>;


export type TrainPageQuery = { readonly trains: ReadonlyArray<(
    { readonly deployments: ReadonlyArray<DeploymentRowFragment> }
    & TrainFactsFragment
  )> };

export type TrainBookingsQueryVariables = Exact<{
  window: WindowInput;
  asOf?: string | null | undefined;
}>;


export type TrainBookingsQuery = { readonly metrics: ReadonlyArray<{ readonly id: string, readonly value: number | null, readonly n: number }> };

export type TrainBookedQueryVariables = Exact<{
  point: string | number;
}>;


export type TrainBookedQuery = { readonly evidence: { readonly nodes: ReadonlyArray<ExplainedRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type TrainNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type TrainNamesQuery = { readonly trains: ReadonlyArray<{ readonly id: string }> };

export type TeamPathsQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type TeamPathsQuery = { readonly teams: ReadonlyArray<{ readonly path: string }> };

export type FindNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type FindNamesQuery = { readonly teams: ReadonlyArray<{ readonly path: string }>, readonly services: { readonly nodes: ReadonlyArray<{ readonly name: string }> }, readonly flags: { readonly nodes: ReadonlyArray<{ readonly flag: string }> } };

export type FindCommitQueryVariables = Exact<{
  sha: string;
}>;


export type FindCommitQuery = { readonly deployments: { readonly nodes: ReadonlyArray<(
      { readonly environment: string, readonly finishedAt: string | null }
      & DeploymentNameFragment
    )> } };

export type OrganisationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganisationQuery = { readonly organisation: { readonly name: string, readonly timeZone: string, readonly benchmark: string } };

export const recordCorrectionMutation: Operation<RecordCorrectionMutation, RecordCorrectionMutationVariables> = {
  name: 'RecordCorrection',
  text: "mutation RecordCorrection($input:CorrectionInput!){recordCorrection(input:$input){event position}}",
};

export const withdrawCorrectionMutation: Operation<WithdrawCorrectionMutation, WithdrawCorrectionMutationVariables> = {
  name: 'WithdrawCorrection',
  text: "mutation WithdrawCorrection($input:WithdrawalInput!){withdrawCorrection(input:$input){event position}}",
};

export const correctableFlagChangesQuery: Operation<CorrectableFlagChangesQuery, CorrectableFlagChangesQueryVariables> = {
  name: 'CorrectableFlagChanges',
  text: "query CorrectableFlagChanges($service:String!$to:DateTime!){flagChanges(first:30 where:{services:[$service]to:$to}){nodes{id flag environment exposure at}}}",
};

export const correctableDeploymentsQuery: Operation<CorrectableDeploymentsQuery, CorrectableDeploymentsQueryVariables> = {
  name: 'CorrectableDeployments',
  text: "query CorrectableDeployments($service:String!$to:DateTime!){deployments(first:30 where:{services:[$service]to:$to}){nodes{...DeploymentName environment finishedAt startedAt}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const measuresQuery: Operation<MeasuresQuery, MeasuresQueryVariables> = {
  name: 'Measures',
  text: "query Measures($ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$history:WindowInput!$scope:ScopeInput$asOf:DateTime){now:metrics(ids:$ids window:$window compareTo:$previous scope:$scope asOf:$asOf){...Value verdict}before:metrics(ids:$ids window:$previous scope:$scope asOf:$asOf){...Value}weeks:metrics(ids:$ids window:$history bucket:WEEK scope:$scope asOf:$asOf options:{weekStart:MONDAY}){...WeekValue}}fragment Value on MetricPoint{...MetricTableValue p75 p90 inferred lowerBound level levelLow levelHigh computedAt}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}fragment WeekValue on MetricPoint{id metric bucketStart value status n numerator denominator low high partial}",
};

export const evidenceQuery: Operation<EvidenceQuery, EvidenceQueryVariables> = {
  name: 'Evidence',
  text: "query Evidence($point:ID!){countedTotal:evidence(point:$point first:1 parts:[SAMPLE NUMERATOR DENOMINATOR]){totalCount}leftOutTotal:evidence(point:$point first:1 parts:[LEFT_OUT]){totalCount}counted:evidence(point:$point first:500 parts:[SAMPLE NUMERATOR DENOMINATOR]){nodes{...CountedRow}pageInfo{hasNextPage}}leftOut:evidence(point:$point first:500 parts:[LEFT_OUT]){nodes{...EvidenceRow}pageInfo{hasNextPage}}}fragment CountedRow on EvidenceItem{...EvidenceRow part opensAt closesAt failures{rule by}}fragment EvidenceRow on EvidenceItem{id kind title at value reason reasonCode service environment sha deploymentId}",
};

export const deploymentEventsQuery: Operation<DeploymentEventsQuery, DeploymentEventsQueryVariables> = {
  name: 'DeploymentEvents',
  text: "query DeploymentEvents($id:ID!$asOf:DateTime){deployment(id:$id asOf:$asOf){events{id kind time delivery}}}",
};

export const trendMarksQuery: Operation<TrendMarksQuery, TrendMarksQueryVariables> = {
  name: 'TrendMarks',
  text: "query TrendMarks($from:DateTime!$to:DateTime!$teams:[String!]$services:[String!]$flags:[String!]$asOf:DateTime){incidents(first:300 where:{from:$from to:$to teams:$teams services:$services}asOf:$asOf){nodes{id title startedAt counts}}flagChanges(first:300 where:{from:$from to:$to teams:$teams services:$services flags:$flags}asOf:$asOf){nodes{id flag at tier}}}",
};

export const alertsRaisedQuery: Operation<AlertsRaisedQuery, AlertsRaisedQueryVariables> = {
  name: 'AlertsRaised',
  text: "query AlertsRaised($scope:ScopeInput$asOf:DateTime){alerts(scope:$scope asOf:$asOf states:[OPEN RESOLVED]first:300){totalCount nodes{id rule key state severity audience what since resolvedAt services environment deployment{...DeploymentName}}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const findChangesQuery: Operation<FindChangesQuery, FindChangesQueryVariables> = {
  name: 'FindChanges',
  text: "query FindChanges($text:String!$asOf:DateTime){findChanges(text:$text first:20 asOf:$asOf){repository revision number title at}}",
};

export const changePageQuery: Operation<ChangePageQuery, ChangePageQueryVariables> = {
  name: 'ChangePage',
  text: "query ChangePage($repository:String!$revision:String!$asOf:DateTime){change(repository:$repository revision:$revision asOf:$asOf){id repository revision number title url committedAt openedAt mergedAt waitingFor commits{sha title committedAt}phases{phase startedAt endedAt}whereabouts{service environment tier target state since until waitingFor deployment{id}liveDeployment{...DeploymentName}underway{...DeploymentName}}carriedBy{...DeploymentName finishedAt}travelledWith{change title}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const usualPhasesQuery: Operation<UsualPhasesQuery, UsualPhasesQueryVariables> = {
  name: 'UsualPhases',
  text: "query UsualPhases($window:WindowInput!$scope:ScopeInput$asOf:DateTime){leadTimePhases(window:$window scope:$scope asOf:$asOf){n p50 phases{phase n p50}}}",
};

export const placesQuery: Operation<PlacesQuery, PlacesQueryVariables> = {
  name: 'Places',
  text: "query Places($asOf:DateTime){teams(asOf:$asOf){path}services(first:500 asOf:$asOf){nodes{name}}}",
};

export const deploymentPageQuery: Operation<DeploymentPageQuery, DeploymentPageQueryVariables> = {
  name: 'DeploymentPage',
  text: "query DeploymentPage($id:ID!$asOf:DateTime){deployment(id:$id asOf:$asOf){...DeploymentName reportedId repository environment tier targets teams kind status verdict failed counted planned startedAt finishedAt url flags changeCount commitCount changes{change title firstCommitAt mergedAt bot url}commits{sha title committedAt repairedAt merge change}links{basis noBaseline truncated waiting}replaced{...DeploymentName}seeAlso{name url}steps{id at action weight manual}verifications{id stage check startedAt finishedAt result}approvals{id gate requestedAt decidedAt decision by}corrections{...CorrectionMade}reasons{rule by counts gapSeconds impactAt detectedAt resolvedAt severity userFacing}reports{source id status startedAt finishedAt}events{id kind time delivery entity}}}fragment DeploymentName on Deployment{id service version sha}fragment CorrectionMade on Correction{event says names flagChanges by at reason withdrawn{by at reason}}",
};

export const deliveryPageQuery: Operation<DeliveryPageQuery, DeliveryPageQueryVariables> = {
  name: 'DeliveryPage',
  text: "query DeliveryPage($id:ID!){delivery(id:$id){id endpoint source event deliveryId receivedAt outcome reason bytes body headers{name value}events{id kind time entity}}}",
};

export const deploymentListQuery: Operation<DeploymentListQuery, DeploymentListQueryVariables> = {
  name: 'DeploymentList',
  text: "query DeploymentList($first:Int!$after:String$where:DeploymentFilter!$asOf:DateTime){deployments(first:$first after:$after where:$where asOf:$asOf){nodes{...DeploymentRow}pageInfo{hasNextPage endCursor}}}fragment DeploymentRow on Deployment{...DeploymentOutcome commitCount teams reasons{rule counts}}fragment DeploymentOutcome on Deployment{...DeploymentName environment tier kind status failed startedAt finishedAt}fragment DeploymentName on Deployment{id service version sha}",
};

export const howDeploymentsGoQuery: Operation<HowDeploymentsGoQuery, HowDeploymentsGoQueryVariables> = {
  name: 'HowDeploymentsGo',
  text: "query HowDeploymentsGo($ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$scope:ScopeInput$asOf:DateTime){metricCatalog{id title}now:metrics(ids:$ids window:$window scope:$scope asOf:$asOf){...MetricTableValue}before:metrics(ids:$ids window:$previous scope:$scope asOf:$asOf){...MetricTableValue}}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}",
};

export const environmentsQuery: Operation<EnvironmentsQuery, EnvironmentsQueryVariables> = {
  name: 'Environments',
  text: "query Environments($scope:ScopeInput$asOf:DateTime){environments(scope:$scope asOf:$asOf){service environment tier target teams sha version since kind deployment{id}drift{...DriftFacts}targetDrift{...DriftFacts}}}fragment DriftFacts on Drift{from{environment target}state changesBehind changesAhead behindSince secondsBehind configDiffers truncated}",
};

export const rolloutsUnderWayQuery: Operation<RolloutsUnderWayQuery, RolloutsUnderWayQueryVariables> = {
  name: 'RolloutsUnderWay',
  text: "query RolloutsUnderWay($scope:ScopeInput$asOf:DateTime){rollouts(scope:$scope asOf:$asOf){weight paused overtaken deployment{...DeploymentName environment targets startedAt}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const driftOfServiceQuery: Operation<DriftOfServiceQuery, DriftOfServiceQueryVariables> = {
  name: 'DriftOfService',
  text: "query DriftOfService($scope:ScopeInput$asOf:DateTime){environments(scope:$scope asOf:$asOf){environment target drift{...DriftFacts missing{change title landedAt}}targetDrift{...DriftFacts missing{change title landedAt}}}}fragment DriftFacts on Drift{from{environment target}state changesBehind changesAhead behindSince secondsBehind configDiffers truncated}",
};

export const flagListQuery: Operation<FlagListQuery, FlagListQueryVariables> = {
  name: 'FlagList',
  text: "query FlagList($ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$where:FlagFilter$scope:ScopeInput$asOf:DateTime){flags(first:500 where:$where asOf:$asOf){nodes{...FlagFacts}pageInfo{hasNextPage}}staleFlags(window:$window scope:$scope asOf:$asOf){total flags{flag reason since ageS}}now:metrics(ids:$ids window:$window scope:$scope asOf:$asOf){...MetricTableValue}before:metrics(ids:$ids window:$previous scope:$scope asOf:$asOf){...MetricTableValue}}fragment FlagFacts on Flag{flag services changedAt changeCount permanent archivedAt exposures{environment tier exposure since}}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}",
};

export const flagPageQuery: Operation<FlagPageQuery, FlagPageQueryVariables> = {
  name: 'FlagPage',
  text: "query FlagPage($flags:[String!]!$ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$scope:ScopeInput!$asOf:DateTime){flags(first:1 where:{flags:$flags}asOf:$asOf){nodes{...FlagFacts changes(first:100){id at environment tier exposure planned failed services source}}}staleFlags(window:$window scope:$scope asOf:$asOf){flags{flag reason since ageS}}now:metrics(ids:$ids window:$window scope:$scope asOf:$asOf){...MetricTableValue}before:metrics(ids:$ids window:$previous scope:$scope asOf:$asOf){...MetricTableValue}deployments(first:20 where:{flags:$flags}asOf:$asOf){nodes{...DeploymentRow}pageInfo{hasNextPage}}}fragment FlagFacts on Flag{flag services changedAt changeCount permanent archivedAt exposures{environment tier exposure since}}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}fragment DeploymentRow on Deployment{...DeploymentOutcome commitCount teams reasons{rule counts}}fragment DeploymentOutcome on Deployment{...DeploymentName environment tier kind status failed startedAt finishedAt}fragment DeploymentName on Deployment{id service version sha}",
};

export const flagOwnersQuery: Operation<FlagOwnersQuery, FlagOwnersQueryVariables> = {
  name: 'FlagOwners',
  text: "query FlagOwners($names:[String!]!$asOf:DateTime){services(first:100 where:{names:$names}asOf:$asOf){nodes{name teams}}}",
};

export const flagNamesQuery: Operation<FlagNamesQuery, FlagNamesQueryVariables> = {
  name: 'FlagNames',
  text: "query FlagNames{flags(first:500){nodes{flag}}}",
};

export const flagsElsewhereQuery: Operation<FlagsElsewhereQuery, FlagsElsewhereQueryVariables> = {
  name: 'FlagsElsewhere',
  text: "query FlagsElsewhere($asOf:DateTime){flags(first:500 asOf:$asOf){nodes{flag}pageInfo{hasNextPage}}}",
};

export const measuresByTeamQuery: Operation<MeasuresByTeamQuery, MeasuresByTeamQueryVariables> = {
  name: 'MeasuresByTeam',
  text: "query MeasuresByTeam($ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$scope:ScopeInput$asOf:DateTime){now:metrics(ids:$ids window:$window compareTo:$previous by:[{dimension:TEAM}]scope:$scope asOf:$asOf){...Value verdict team}before:metrics(ids:$ids window:$previous by:[{dimension:TEAM}]scope:$scope asOf:$asOf){...Value team}teams(asOf:$asOf){path name parent services allServices}}fragment Value on MetricPoint{...MetricTableValue p75 p90 inferred lowerBound level levelLow levelHigh computedAt}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}",
};

export const measuresByServiceQuery: Operation<MeasuresByServiceQuery, MeasuresByServiceQueryVariables> = {
  name: 'MeasuresByService',
  text: "query MeasuresByService($ids:[MetricId!]!$window:WindowInput!$previous:WindowInput!$scope:ScopeInput$where:ServiceFilter$asOf:DateTime){now:metrics(ids:$ids window:$window compareTo:$previous by:[{dimension:SERVICE}]scope:$scope asOf:$asOf){...Value verdict service}before:metrics(ids:$ids window:$previous by:[{dimension:SERVICE}]scope:$scope asOf:$asOf){...Value service}services(first:200 where:$where asOf:$asOf){nodes{name teams mapped staleBecause lastDeployment{at}}pageInfo{hasNextPage}}}fragment Value on MetricPoint{...MetricTableValue p75 p90 inferred lowerBound level levelLow levelHigh computedAt}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}",
};

export const incidentPageQuery: Operation<IncidentPageQuery, IncidentPageQueryVariables> = {
  name: 'IncidentPage',
  text: "query IncidentPage($id:ID!$asOf:DateTime){incident(id:$id asOf:$asOf){...IncidentFacts events{id kind time delivery entity}}}fragment IncidentFacts on Incident{id entity service severity status title url source startedAt detectedAt acknowledgedAt resolvedAt userFacing counts causedBy{...DeploymentName environment finishedAt}causedByFlagChanges{id flag environment exposure at}causes{rule counts deployment{...DeploymentName environment finishedAt}}corrections{...CorrectionMade}seeAlso{name url}}fragment DeploymentName on Deployment{id service version sha}fragment CorrectionMade on Correction{event says names flagChanges by at reason withdrawn{by at reason}}",
};

export const insightsQuery: Operation<InsightsQuery, InsightsQueryVariables> = {
  name: 'Insights',
  text: "query Insights($window:WindowInput!$scope:ScopeInput$asOf:DateTime){insights(window:$window scope:$scope asOf:$asOf){id kind metric judgement text n p outlier{...OutlierFinding}}}fragment OutlierFinding on Outlier{id rule measure metric direction service team repository environment tag value unit n numerator change since p posterior score threshold provisional open deployment incident comparedWith{of center n members}}",
};

export const metricCatalogueQuery: Operation<MetricCatalogueQuery, MetricCatalogueQueryVariables> = {
  name: 'MetricCatalogue',
  text: "query MetricCatalogue{metricCatalog{id title unit summary direction source target{is value unit of}}}",
};

export const catalogueMetricQuery: Operation<CatalogueMetricQuery, CatalogueMetricQueryVariables> = {
  name: 'CatalogueMetric',
  text: "query CatalogueMetric($ids:[MetricId!]!$window:WindowInput!$scope:ScopeInput$asOf:DateTime){metrics(ids:$ids window:$window scope:$scope asOf:$asOf){id value status n open low high}}",
};

export const explainedMetricQuery: Operation<ExplainedMetricQuery, ExplainedMetricQueryVariables> = {
  name: 'ExplainedMetric',
  text: "query ExplainedMetric($point:ID!){explain(point:$point){rule source arithmetic options{name value isDefault}counts{numerator denominator sample leftOut}}counted:evidence(point:$point first:500 parts:[SAMPLE NUMERATOR DENOMINATOR]){nodes{...ExplainedRow}pageInfo{hasNextPage}}leftOut:evidence(point:$point first:500 parts:[LEFT_OUT]){nodes{...ExplainedRow}pageInfo{hasNextPage}}}fragment ExplainedRow on EvidenceItem{id kind title at value numerator denominator reason reasonCode service environment train sha opensAt closesAt deploymentId}",
};

export const explainedPhasesQuery: Operation<ExplainedPhasesQuery, ExplainedPhasesQueryVariables> = {
  name: 'ExplainedPhases',
  text: "query ExplainedPhases($window:WindowInput!$scope:ScopeInput$asOf:DateTime){leadTimePhases(window:$window scope:$scope asOf:$asOf){id n mean p50 missing phases{id phase n mean p50}}}",
};

export const noticesSentQuery: Operation<NoticesSentQuery, NoticesSentQueryVariables> = {
  name: 'NoticesSent',
  text: "query NoticesSent{notices(first:300){id channel state reason attempts at lastAt retryAt tells{event rule key deployment}}}",
};

export const sendNoticeAgainMutation: Operation<SendNoticeAgainMutation, SendNoticeAgainMutationVariables> = {
  name: 'SendNoticeAgain',
  text: "mutation SendNoticeAgain($id:ID!){sendNoticeAgain(id:$id){id state}}",
};

export const onCallIncidentsQuery: Operation<OnCallIncidentsQuery, OnCallIncidentsQueryVariables> = {
  name: 'OnCallIncidents',
  text: "query OnCallIncidents($teams:[String!]$since:DateTime!){open:incidents(first:30 where:{open:true teams:$teams}){nodes{...IncidentFacts}}recent:incidents(first:10 where:{teams:$teams from:$since}){nodes{...IncidentFacts}}}fragment IncidentFacts on Incident{id entity service severity status title url source startedAt detectedAt acknowledgedAt resolvedAt userFacing counts causedBy{...DeploymentName environment finishedAt}causedByFlagChanges{id flag environment exposure at}causes{rule counts deployment{...DeploymentName environment finishedAt}}corrections{...CorrectionMade}seeAlso{name url}}fragment DeploymentName on Deployment{id service version sha}fragment CorrectionMade on Correction{event says names flagChanges by at reason withdrawn{by at reason}}",
};

export const changedBeforeQuery: Operation<ChangedBeforeQuery, ChangedBeforeQueryVariables> = {
  name: 'ChangedBefore',
  text: "query ChangedBefore($from:DateTime!$at:DateTime!$until:DateTime!){deployments(first:60 where:{from:$from to:$until}){nodes{...NearDeployment}}flagChanges(first:60 where:{from:$from to:$at}){nodes{id flag environment tier at exposure services source}}}fragment NearDeployment on Deployment{...DeploymentName environment tier targets teams kind status failed startedAt finishedAt url changeCount replaced{...DeploymentName}}fragment DeploymentName on Deployment{id service version sha}",
};

export const latestDeploymentsQuery: Operation<LatestDeploymentsQuery, LatestDeploymentsQueryVariables> = {
  name: 'LatestDeployments',
  text: "query LatestDeployments($where:DeploymentFilter$first:Int!){deployments(first:$first where:$where){nodes{...DeploymentOutcome}}}fragment DeploymentOutcome on Deployment{...DeploymentName environment tier kind status failed startedAt finishedAt}fragment DeploymentName on Deployment{id service version sha}",
};

export const onCallSourcesQuery: Operation<OnCallSourcesQuery, OnCallSourcesQueryVariables> = {
  name: 'OnCallSources',
  text: "query OnCallSources{sources{...SourceStanding configured usualGapSeconds silent}}fragment SourceStanding on SourceHealth{endpoint source lastReceivedAt silent openInQuarantine last24Hours{normalized ignored quarantined}last7Days{normalized ignored quarantined}}",
};

export const onCallAlertsQuery: Operation<OnCallAlertsQuery, OnCallAlertsQueryVariables> = {
  name: 'OnCallAlerts',
  text: "query OnCallAlerts($scope:ScopeInput){alerts(scope:$scope states:[OPEN]first:20){totalCount nodes{id rule severity what since services environment deployment{...DeploymentName}}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const outlierScanQuery: Operation<OutlierScanQuery, OutlierScanQueryVariables> = {
  name: 'OutlierScan',
  text: "query OutlierScan($window:WindowInput!$scope:ScopeInput$asOf:DateTime$by:GroupByInput!){outlierScan(window:$window scope:$scope asOf:$asOf by:$by){tests expectedFalse outliers{...OutlierFinding}lookedAt{rule measure looked judged flagged notJudged{reason count}}funnels{...FunnelPlot}}}fragment OutlierFinding on Outlier{id rule measure metric direction service team repository environment tag value unit n numerator change since p posterior score threshold provisional open deployment incident comparedWith{of center n members}}fragment FunnelPlot on Funnel{metric pooled points{team service n numerator value low95 high95 low998 high998 judged flagged posterior}}",
};

export const standingOutQuery: Operation<StandingOutQuery, StandingOutQueryVariables> = {
  name: 'StandingOut',
  text: "query StandingOut($window:WindowInput!$scope:ScopeInput$asOf:DateTime){teams:outliers(window:$window scope:$scope asOf:$asOf by:{dimension:TEAM}){...OutlierFinding}services:outliers(window:$window scope:$scope asOf:$asOf by:{dimension:SERVICE}){...OutlierFinding}}fragment OutlierFinding on Outlier{id rule measure metric direction service team repository environment tag value unit n numerator change since p posterior score threshold provisional open deployment incident comparedWith{of center n members}}",
};

export const standingQuery: Operation<StandingQuery, StandingQueryVariables> = {
  name: 'Standing',
  text: "query Standing($asOf:DateTime){latest:deployments(first:1 asOf:$asOf){nodes{id startedAt finishedAt}}sources{...SourceStanding}quarantine(first:1){totalCount}services(first:500 asOf:$asOf){nodes{name mapped staleBecause}}teams(asOf:$asOf){path}}fragment SourceStanding on SourceHealth{endpoint source lastReceivedAt silent openInQuarantine last24Hours{normalized ignored quarantined}last7Days{normalized ignored quarantined}}",
};

export const failedDeploymentsQuery: Operation<FailedDeploymentsQuery, FailedDeploymentsQueryVariables> = {
  name: 'FailedDeployments',
  text: "query FailedDeployments($where:DeploymentFilter!$asOf:DateTime){deployments(first:6 where:$where asOf:$asOf){nodes{...DeploymentName environment finishedAt reasons{rule counts impactAt resolvedAt}}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const scorecardThenQuery: Operation<ScorecardThenQuery, ScorecardThenQueryVariables> = {
  name: 'ScorecardThen',
  text: "query ScorecardThen($window:WindowInput!$scope:ScopeInput$asOf:DateTime){scorecard(window:$window scope:$scope asOf:$asOf){phase level cards{...CardStanding}}}fragment CardStanding on Card{card title ofSymptoms reached total met}",
};

export const scorecardQuery: Operation<ScorecardQuery, ScorecardQueryVariables> = {
  name: 'Scorecard',
  text: "query Scorecard($window:WindowInput!$scope:ScopeInput$asOf:DateTime){scorecard(window:$window scope:$scope asOf:$asOf){phase level weeks{from to}cards{...CardStanding notMet notApplicable proposed unknown criteria{...ScorecardCriterion}}}}fragment CardStanding on Card{card title ofSymptoms reached total met}fragment ScorecardCriterion on Criterion{id text knownBy answerable asks status proposes missing contradicted answer{value reason link by at expiresAt}evidence{what numerator denominator items point{id metric value unit n low high}}}",
};

export const quickCheckQuery: Operation<QuickCheckQuery, QuickCheckQueryVariables> = {
  name: 'QuickCheck',
  text: "query QuickCheck($window:WindowInput!$scope:ScopeInput$asOf:DateTime){quickCheck(window:$window scope:$scope asOf:$asOf){edition overall throughput stability throughputBenchmark{mean}stabilityBenchmark{mean}corrected{overall throughput stability}scores{answer{value score reason by at}metric score benchmark{mean}point{value n low high}}}}",
};

export const answerCriterionMutation: Operation<AnswerCriterionMutation, AnswerCriterionMutationVariables> = {
  name: 'AnswerCriterion',
  text: "mutation AnswerCriterion($input:CriterionAnswerInput!){answerCriterion(input:$input){position}}",
};

export const serviceFactsQuery: Operation<ServiceFactsQuery, ServiceFactsQueryVariables> = {
  name: 'ServiceFacts',
  text: "query ServiceFacts($name:String!$asOf:DateTime){services(first:1 where:{names:[$name]}asOf:$asOf){nodes{name teams repositories environments mapped staleBecause yaml tags{key value}lastDeployment{id at environment}}}}",
};

export const serviceNamesQuery: Operation<ServiceNamesQuery, ServiceNamesQueryVariables> = {
  name: 'ServiceNames',
  text: "query ServiceNames{services(first:500){nodes{name}}}",
};

export const sourcesQuery: Operation<SourcesQuery, SourcesQueryVariables> = {
  name: 'Sources',
  text: "query Sources($after:String$where:QuarantineFilter){sources{...SourceStanding configured lastTestAt usualGapSeconds refused{lastAt last7Days}advice{code message fix}reconciled{target at attempts missed sentAgain givenUp problem}}dataGaps{code metrics message fix}weeklyMails{sending mails{to team week dueAt state sentAt retryAt reason}}quarantine(first:25 after:$after where:$where){totalCount nodes{id endpoint source code message pointer receivedAt attempts stage state deliveryId}pageInfo{hasNextPage endCursor}}}fragment SourceStanding on SourceHealth{endpoint source lastReceivedAt silent openInQuarantine last24Hours{normalized ignored quarantined}last7Days{normalized ignored quarantined}}",
};

export const retryQuarantinedMutation: Operation<RetryQuarantinedMutation, RetryQuarantinedMutationVariables> = {
  name: 'RetryQuarantined',
  text: "mutation RetryQuarantined($ids:[ID!]!){retryQuarantined(ids:$ids){retried}}",
};

export const teamTreeQuery: Operation<TeamTreeQuery, TeamTreeQueryVariables> = {
  name: 'TeamTree',
  text: "query TeamTree($asOf:DateTime){teams(asOf:$asOf){path name services allServices tags{key value}}}",
};

export const trainListQuery: Operation<TrainListQuery, TrainListQueryVariables> = {
  name: 'TrainList',
  text: "query TrainList($window:WindowInput!$previous:WindowInput!$where:TrainFilter!$scope:ScopeInput$asOf:DateTime){trains(where:$where first:200 asOf:$asOf){...TrainFacts deployments{id}}now:metrics(ids:[TRAIN_PUNCTUALITY TRAIN_MISS_RATE]window:$window scope:$scope asOf:$asOf){...MetricTableValue}before:metrics(ids:[TRAIN_PUNCTUALITY TRAIN_MISS_RATE]window:$previous scope:$scope asOf:$asOf){...MetricTableValue}}fragment TrainFacts on Train{id services teams plannedAt cutoffAt departedAt cancelledAt manifest}fragment MetricTableValue on MetricPoint{id metric value unit status n numerator denominator open low high}",
};

export const trainPageQuery: Operation<TrainPageQuery, TrainPageQueryVariables> = {
  name: 'TrainPage',
  text: "query TrainPage($id:ID!$asOf:DateTime){trains(where:{trains:[$id]}first:1 asOf:$asOf){...TrainFacts deployments{...DeploymentRow}}}fragment TrainFacts on Train{id services teams plannedAt cutoffAt departedAt cancelledAt manifest}fragment DeploymentRow on Deployment{...DeploymentOutcome commitCount teams reasons{rule counts}}fragment DeploymentOutcome on Deployment{...DeploymentName environment tier kind status failed startedAt finishedAt}fragment DeploymentName on Deployment{id service version sha}",
};

export const trainBookingsQuery: Operation<TrainBookingsQuery, TrainBookingsQueryVariables> = {
  name: 'TrainBookings',
  text: "query TrainBookings($window:WindowInput!$asOf:DateTime){metrics(ids:[TRAIN_MISS_RATE]window:$window asOf:$asOf){id value n}}",
};

export const trainBookedQuery: Operation<TrainBookedQuery, TrainBookedQueryVariables> = {
  name: 'TrainBooked',
  text: "query TrainBooked($point:ID!){evidence(point:$point first:500){nodes{...ExplainedRow}pageInfo{hasNextPage}}}fragment ExplainedRow on EvidenceItem{id kind title at value numerator denominator reason reasonCode service environment train sha opensAt closesAt deploymentId}",
};

export const trainNamesQuery: Operation<TrainNamesQuery, TrainNamesQueryVariables> = {
  name: 'TrainNames',
  text: "query TrainNames{trains(first:200){id}}",
};

export const teamPathsQuery: Operation<TeamPathsQuery, TeamPathsQueryVariables> = {
  name: 'TeamPaths',
  text: "query TeamPaths($asOf:DateTime){teams(asOf:$asOf){path}}",
};

export const findNamesQuery: Operation<FindNamesQuery, FindNamesQueryVariables> = {
  name: 'FindNames',
  text: "query FindNames{teams{path}services(first:500){nodes{name}}flags(first:500){nodes{flag}}}",
};

export const findCommitQuery: Operation<FindCommitQuery, FindCommitQueryVariables> = {
  name: 'FindCommit',
  text: "query FindCommit($sha:String!){deployments(first:8 where:{sha:$sha}){nodes{...DeploymentName environment finishedAt}}}fragment DeploymentName on Deployment{id service version sha}",
};

export const organisationQuery: Operation<OrganisationQuery, OrganisationQueryVariables> = {
  name: 'Organisation',
  text: "query Organisation{organisation{name timeZone benchmark}}",
};
