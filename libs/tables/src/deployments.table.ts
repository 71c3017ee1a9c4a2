import {
  bits,
  flag,
  int,
  maybeMillis,
  maybeNumber,
  millis,
  name,
  relations,
  table,
  text,
  textMap,
  texts,
  type RowOf,
} from './column.js';

/** End of an interval that is still true. */
export const FOREVER = 9_007_199_254_740_991;
/** Begin of what was always known. */
export const ALWAYS = -9_007_199_254_740_991;

/** Each element holds for queries as of an instant t with knownFrom <= t < knownUntil. */
const known = { knownFrom: millis, knownUntil: millis };

/** What the deployment itself is; one element for each interval in which none of it changed. */
const base = relations({
  ...known,
  /** Smallest id of its attempts. */
  id: text,
  /** succeeded, failed, in_progress or cancelled. */
  status: name,
  /** 1: reached users for sure. */
  exposed: flag,
  /** Sources of failed attempts that do not tell whether they reached users (option assumeExposed). */
  unknownSources: texts,
  kind: name,
  /** Latest mark of a person: '', failed, ok, hotfix or excluded. */
  verdict: name,
  planned: flag,
  /** Kind hotfix or rollback, or names a deployment or incident it fixes (rework, before `planned`). */
  remedial: flag,
  startedAt: millis,
  /** In progress: 0. */
  finishedAt: millis,
  sha: text,
  version: text,
  source: name,
  actor: text,
  url: text,
  targets: texts,
  /** Ids of all its attempts. */
  attempts: texts,
  /** Deployment it replaced on its first target, by row key; '' if none. */
  replaced: text,
  /** Failed attempts: rule 2 and where recovery opens. */
  failedAttempts: relations({ finishedAt: millis, exposed: flag, source: name }),
  /** 1: its start was reported, and is not its finish for want of better. */
  startKnown: flag,
  /** auto, manual, or '' where nobody said. */
  trigger: name,
  /** Steps of its procedure; null: not reported. */
  automatedSteps: maybeNumber,
  manualSteps: maybeNumber,
  configVersion: text,
  /** Every attempt that counts, in the order of their finishes: k-th ones of all targets are one attempt of the run. */
  tries: relations({
    id: text,
    target: text,
    status: name,
    startedAt: maybeMillis,
    finishedAt: maybeMillis,
  }),
});

/** Why it may have failed: one element per reason. */
const reasons = relations({
  ...known,
  /** Bit v is set if the reason holds when exactly the sources of variant v are assumed exposed. */
  variants: bits,
  /** incident (rule 1), rollback (3), fix (4), inferred (5). */
  authority: name,
  /** Seconds the options rollbackWindowS and timeWindowS are compared with; 0 where there is no limit. */
  gapS: int,
  /** Id of the incident or deployment that says so. */
  by: text,
  /** N of sevN; 0: no such severity, passes every floor. */
  severity: int,
  userFacing: flag,
  /** Of the deployment that says so. */
  startedAt: maybeMillis,
  finishedAt: maybeMillis,
  /** Of the incident; clipped by asOf when read. */
  impactAt: maybeMillis,
  detectedAt: maybeMillis,
  resolvedAt: maybeMillis,
});

/** How its changes were found. */
const links = relations({
  ...known,
  /** list, ancestry, landing, head (the deployed SHA alone), none (same version, or nothing new). */
  basis: name,
  /** 1: it shares no commit with what the service deployed before. */
  noBaseline: flag,
  /** 1: the walk was cut at its bound. */
  truncated: flag,
  /** SHAs whose commits are not known yet. */
  waiting: texts,
});

/** Times an option may open the clock at; null: not known. Durations come from these in SQL. */
const openings = {
  /** Own committer date. */
  committedAt: millis,
  /** With the originals' time where a forge reset it (option repairSquash). */
  repairedAt: millis,
  /** Earliest original commit of its pull request, else its own. */
  firstCommitAt: millis,
  /** Opening of its pull request, else as firstCommitAt. */
  openedAt: millis,
  /** Merge of its pull request, else its own. */
  mergedAt: millis,
};

/** How its commit was found where the report does not name it, or not as it is known. */
const foundVersions = relations({
  ...known,
  /** artifact (it names an image or package that says its commit), tag (the image's tag is the commit), short (of the SHA). */
  basis: name,
  /** What was reported: the name of the artifact, or the short SHA. */
  by: text,
  /** The commit; '' while it is not found, or could be several. */
  sha: text,
  /** Commits that a short SHA may stand for: one, none yet, or several. */
  candidates: int,
});

/** The commits it carried for the first time. */
const commits = relations({
  ...known,
  sha: text,
  ...openings,
  bot: flag,
  /** 1: two or more parents. */
  merge: flag,
  /** 1: the deployed commit itself (firstDeployment = head_only). */
  head: flag,
  patchId: text,
  /** The same openings, earliest over every known commit with this patch id. */
  patchCommittedAt: millis,
  patchRepairedAt: millis,
  patchFirstCommitAt: millis,
  patchOpenedAt: millis,
  patchMergedAt: millis,
  /** Classes of earlier deployments that already carried the patch: bit = index in `carrierClasses`. */
  patchShipped: bits,
  /** Pull request it belongs to, '' if pushed directly. */
  change: text,
});

/**
 * The flags it carries: those of what it delivered for the first time, and where it is a rollback those of what it took
 * back (metrics-deployment.md A). Flags it names itself are in the column `named_flags`.
 */
const carriedFlags = relations({
  ...known,
  flag: text,
  /** "change:<repository>#<number>" or "commit:<sha>" that carries the flag; "taken_back" of a rollback. */
  by: text,
});

/**
 * Flag changes that are nearer to an incident than this deployment, to which it would be attributed: they acquit it
 * (option flagAttribution).
 */
const acquittals = relations({
  ...known,
  incident: text,
  flagChange: text,
  /** Seconds from the flag change to the impact, which the option timeWindowS is compared with. */
  gapS: int,
});

/** Steps of its gradual rollout. */
const rolloutSteps = relations({
  ...known,
  id: text,
  at: millis,
  /** Share of traffic in per cent; null: not said. */
  weight: maybeNumber,
  /** started, stepped, paused, resumed, promoted or aborted. */
  action: name,
  /** 1: by a person. */
  manual: flag,
});

/** Checks before, during and after it. */
const verifications = relations({
  ...known,
  id: text,
  /** preflight, canary or post. */
  stage: name,
  check: text,
  /** Step it belongs to, '' if none. */
  step: text,
  startedAt: maybeMillis,
  /** null: running. */
  finishedAt: maybeMillis,
  /** passed, failed, inconclusive, or '' while it runs. */
  result: name,
});

/** Gates it had to pass. */
const approvals = relations({
  ...known,
  /** Id of the request. */
  id: text,
  gate: text,
  requestedAt: millis,
  /** null: undecided. */
  decidedAt: maybeMillis,
  /** approved, rejected, expired, or '' while undecided. */
  decision: name,
  /** person, policy, or '' while undecided. */
  by: name,
});

/** What was measured of it, and of its service while it ran in production. */
const observations = relations({
  ...known,
  id: text,
  /** errors, cost, downtime, degradation or capacity. */
  measure: name,
  /** Which deployment it names: own, other, or '' if none. */
  names: name,
  from: maybeMillis,
  /** null: it goes on. */
  to: maybeMillis,
  planned: flag,
  currency: name,
  /** Errors or cost before and after, with the minutes or hours in which they came about, and requests. */
  before: maybeNumber,
  beforeTime: maybeNumber,
  beforeRequests: maybeNumber,
  after: maybeNumber,
  afterTime: maybeNumber,
  afterRequests: maybeNumber,
  /** Share of the capacity. */
  available: maybeNumber,
});

/** Valid incidents of its service while it ran in production, whatever caused them. */
const disturbances = relations({
  ...known,
  incident: text,
  /** N of sevN; 0: no such severity. */
  severity: int,
  userFacing: flag,
  /** Impact, else detection. */
  from: millis,
  /** null: it goes on. */
  to: maybeMillis,
});

/** The changes it closed: pull requests, and commits pushed directly (unit = change). */
const changes = relations({
  ...known,
  /** "change:<repository>#<number>", or "commit:<sha>" for a direct push. */
  change: text,
  title: text,
  url: text,
  /** Earliest original commit. */
  firstCommitAt: millis,
  /** Opening, else as firstCommitAt. */
  openedAt: millis,
  mergedAt: millis,
  /** 1: all its commits are bots'. */
  bot: flag,
  /** 1: a direct push of a merge commit. */
  merge: flag,
  head: flag,
  /** Opened, or ready for review if it was a draft; null: not known, or a direct push. */
  readyAt: maybeMillis,
  /** First review or approval by another human before the merge. */
  firstReviewAt: maybeMillis,
  /** Last approval by another human at or before the merge. */
  approvedAt: maybeMillis,
  /** Landing on the deployed branch of a direct push; null: not known, or a pull request. */
  pushedAt: maybeMillis,
});

/**
 * Deployments with everything that decides, at read time, what counts: one row per (service, environment, group or
 * attempt, occurrence). A row never disappears: one that is no longer derived is written with empty arrays.
 */
export const deploymentsTable = table({
  name: 'deployments',
  columns: {
    service: text,
    environment: text,
    tier: name,
    /** "group:<group>", or "attempt:<id>" where there is no group. */
    deployment: text,
    /** A re-run old pipeline begins a new one: 1, 2, … */
    occurrence: int,
    repository: text,
    /** Other repositories that it brought commits of. */
    other_repositories: texts,
    /** Owners with the interval in which they owned the service. */
    owners: relations({ team: text, from: millis, until: millis }),
    tags: textMap,
    /** Flags that its reports name now. */
    flags: texts,
    /** The same, with when they named them. */
    named_flags: relations({ ...known, flag: text }),
    /** Sources without knowledge of exposure in this service, sorted: bit positions of a reason's variants; at most 4. */
    exposureSources: texts,
    base,
    reasons,
    links,
    commits,
    changes,
    carried_flags: carriedFlags,
    acquittals,
    rollout_steps: rolloutSteps,
    verifications,
    approvals,
    observations,
    disturbances,
    found_versions: foundVersions,
    /** SHAs it used up that are no samples of the service (paths of a monorepo). */
    passed: texts,
    /** Least and greatest instant of any base element: what a window is compared with before arrays are read. */
    first_instant: millis,
    last_instant: millis,
    /** Hash of everything but what the walk found. */
    verdict_hash: text,
    /** Hash of what the walk depended on: the chain before, the deployed SHA. */
    chain_hash: text,
    /** Hash of links, commits, changes, carried flags and passed. */
    links_hash: text,
  },
  key: ['service', 'environment', 'deployment', 'occurrence'],
});

/**
 * What stood where, from when until when, in the latest state of what is known: a row for each place with what stands there
 * now, one for each stay that is over, and one for a deployment that stood somewhere once and does no longer. Where a change
 * is, is read from it alone.
 */
export const staysTable = table({
  name: 'stays',
  columns: {
    /** A repository that the service deploys, or of commits that came with it; '': a mark that holds for all. */
    repository: text,
    /** Nothing of the row lies after it: when the next version came, or when something became known; FOREVER: it stands. */
    last_instant: millis,
    service: text,
    /** Environment and target as JSON; '' where it stands nowhere. */
    place: text,
    /** Key of the deployment's row; '' with what stands there now. */
    row: text,
    /** Read whole (libs/tracking, stays.ts); '': there is no such stay any more. */
    told: text,
  },
  key: ['repository', 'last_instant', 'service', 'place', 'row'],
});

export type DeploymentRow = RowOf<typeof deploymentsTable>;
export type BaseElement = DeploymentRow['base'][number];
export type ReasonElement = DeploymentRow['reasons'][number];
export type LinkElement = DeploymentRow['links'][number];
export type CommitElement = DeploymentRow['commits'][number];
export type ChangeElement = DeploymentRow['changes'][number];
export type ObservationElement = DeploymentRow['observations'][number];
export type DisturbanceElement = DeploymentRow['disturbances'][number];
export type VersionFound = DeploymentRow['found_versions'][number];
export type CarriedFlag = DeploymentRow['carried_flags'][number];
export type Acquittal = DeploymentRow['acquittals'][number];

/** Classes of a deployment that carried a patch before: `patchShipped` has bit i set for carrierClasses[i]. */
export const carrierClasses = ['change', 'hotfix', 'config', 'rollback', 'redeploy', 'excluded'] as const;
