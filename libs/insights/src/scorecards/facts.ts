import type { MetricId, MetricValue } from '@leadline/metrics';

/** Whose scorecard it is. */
export type ScorecardScope =
  | { readonly kind: 'organisation' }
  /** `name`: path of the team; its descendants belong to it. */
  | { readonly kind: 'team'; readonly name: string }
  | { readonly kind: 'service'; readonly name: string };

/** Half-open, epoch milliseconds. */
export interface FactSpan {
  readonly from: number;
  readonly to: number;
}

/** A metric's value over a span of the scorecard. */
export interface MeasuredPoint extends MetricValue {
  /** Opens its evidence. */
  readonly id: string;
  readonly metric: MetricId;
  readonly from: number;
  readonly to: number;
}

/** What was deployed to production in one full week. */
export interface DeployedWeek extends FactSpan {
  readonly deployments: number;
  /** Civil days with at least one. */
  readonly activeDays: number;
}

/** Facts about the production deployments of the last four full weeks, pooled. */
export interface DeploymentFacts {
  /** Counted ones. */
  readonly counted: number;
  /** Of these, those that brought commits after what was there, and those of them whose commits are all known. */
  readonly carriers: number;
  readonly carriersKnown: number;
  /** Changes they brought: pull requests, and commits pushed directly, with some of the latter. */
  readonly changes: number;
  readonly byPullRequest: number;
  readonly pushedDirectly: readonly string[];
  /** Those that are over and reached users, of any kind; the parts below are of these. */
  readonly done: number;
  readonly withSteps: number;
  /** A step with some of the traffic and not all. */
  readonly withCanary: number;
  readonly withChecks: number;
  readonly withPostCheck: number;
  /** Gates of people that are named after tests, by name. */
  readonly testGates: readonly string[];
  /** Of which a gate, a trigger or steps are told: what is not manual is known of no other. */
  readonly procedureTold: number;
}

/** Facts about gates before production in the last four full weeks. */
export interface PreproductionFacts {
  /** Deployments to environments that are not of tier production. */
  readonly deployments: number;
  readonly approvals: number;
  readonly gates: number;
}

/** Where the deployments of one service come from. */
export interface ServiceSources {
  readonly service: string;
  /** Of the last twelve full weeks. */
  readonly sources: readonly string[];
}

/** What was measured of time down in the last four full weeks, by observations of services. */
export interface DowntimeFacts {
  readonly observations: number;
  readonly seconds: number;
  readonly plannedSeconds: number;
}

/** The latest observation of tests of each service, added up. */
export interface TestFacts {
  readonly services: number;
  readonly covered: number;
  readonly coverable: number;
  readonly tests: number;
  readonly flaky: number;
}

/** What continuous integration ran on, of what landed or was deployed in the last four full weeks. */
export interface CommitFacts {
  /** Commits that a run names, whenever. */
  readonly runs: number;
  /** Changes that landed or were deployed. */
  readonly landed: number;
  /** Those with a run of any of their commits, and some of those without. */
  readonly tested: number;
  readonly untested: readonly string[];
  /** Deployments that name their commit. */
  readonly deployments: number;
  /** With a run of that commit that succeeded, and some of those without. */
  readonly green: number;
  readonly withoutGreen: readonly string[];
}

/** Issues of the changes that were deployed in the last four full weeks. */
export interface IssueFacts {
  readonly changes: number;
  /** Those that name an issue, and some of those that do not. */
  readonly linked: number;
  readonly unlinked: readonly string[];
}

/** Where the changes are that landed or were deployed in the last four full weeks. */
export interface WhereaboutsFacts {
  /** Changes, once for each of their services, and those in production. */
  readonly changes: number;
  readonly arrived: number;
  /** Deployed, or waiting for sure; and some of the others. */
  readonly found: number;
  readonly lost: readonly string[];
  /** Deployments of which it is not known what they brought. */
  readonly doubtful: number;
}

/** Who started the deployments of the last four full weeks. */
export interface StartFacts {
  readonly deployments: number;
  readonly byMachine: number;
  /** By an author of its changes, or by somebody else; of the rest nobody says who it was, or who wrote the changes. */
  readonly byAuthor: number;
  readonly byOthers: number;
}

/** Notices that were sent in the last four full weeks. */
export interface NoticeFacts {
  readonly byAudience: readonly { readonly audience: string; readonly notices: number }[];
  /** Deployments, those that a notice names, and some of the others. */
  readonly deployments: number;
  readonly noticed: number;
  readonly unnoticed: readonly string[];
}

/** How long versions stayed before production. */
export interface SoakFacts {
  /** How long they are to stay, in minutes; null: nobody configured it. */
  readonly wantedMinutes: number | null;
  /** Versions that came to production in the last four full weeks, those that had stayed so long, and some of the others. */
  readonly versions: number;
  readonly soaked: number;
  readonly unsoaked: readonly string[];
  /** Stays of any version in an environment before production. */
  readonly stays: number;
}

/** Whether somebody is told when a place lacks too much: pairs of places, and those that no channel for it covers. */
export interface DriftRuleFacts {
  /** Channels that take alerts of drift, by name; "" of one that other tools told of. */
  readonly channels: readonly string[];
  readonly uncovered: readonly string[];
}

/** A target of a metric that the configuration gives to the scope. */
export interface Target {
  readonly metric: string;
  readonly above: number | null;
  readonly below: number | null;
}

/** A project that set out to change a metric, of the scope or within it. */
export interface ProjectFacts {
  readonly name: string;
  readonly metric: string;
  /** Whether metric and direction were named before it began. */
  readonly isNamedBeforehand: boolean;
  /** Whether four full weeks are over before it and since its end. */
  readonly isCompared: boolean;
}

/** A mail that a mail server took. */
export interface SentMail {
  /** Path of the team it is about; "": everybody. */
  readonly list: string;
  readonly at: number;
}

/** A place in production and what is live there. */
export interface ProductionPlace {
  readonly service: string;
  readonly environment: string;
  readonly target: string | null;
  readonly isKnown: boolean;
}

/** Pairs of places that are compared, and those whose difference is not known. */
export interface DriftFacts {
  readonly pairs: number;
  readonly unknown: readonly string[];
}

/** A service of the scope, as the configuration declares it. */
export interface DeclaredService {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything the rules look at, as it was known at one instant. Gathered by whoever asks: the rules ask nothing. */
export interface ScorecardFacts {
  readonly scope: ScorecardScope;
  /** Epoch milliseconds: only what was known then counts. */
  readonly asOf: number;
  /** The last four full weeks, oldest first, and what was deployed in each. */
  readonly weeks: readonly DeployedWeek[];
  /** Metrics over these four weeks together; absent: not asked. */
  readonly fourWeeks: ReadonlyMap<MetricId, MeasuredPoint>;
  /** The same over the last twelve full weeks. */
  readonly twelveWeeks: ReadonlyMap<MetricId, MeasuredPoint>;
  /** Repositories and flags of which there is a change fail rate over the four weeks. */
  readonly failRateGroups: { readonly repositories: readonly string[]; readonly flags: readonly string[] };
  /** Changes whose lead time is known in phases over the four weeks, and those of them with a named gap. */
  readonly phases: { readonly changes: number; readonly withGaps: number };
  readonly deployments: DeploymentFacts;
  readonly preproduction: PreproductionFacts;
  readonly sources: {
    readonly services: readonly ServiceSources[];
    /** Sources that told of a deployment in the four weeks. */
    readonly live: readonly string[];
  };
  /** Of each of the four weeks: whether a source that tells of incidents said anything. Of the whole organisation. */
  readonly incidentSourceWeeks: readonly boolean[];
  /** Of each of the four weeks: attempts of continuous integration that ended, and trains that departed. */
  readonly ciRuns: readonly number[];
  readonly trainsDeparted: readonly number[];
  readonly commits: CommitFacts;
  readonly issues: IssueFacts;
  readonly whereabouts: WhereaboutsFacts;
  readonly starts: StartFacts;
  readonly notices: NoticeFacts;
  readonly soaks: SoakFacts;
  readonly driftRule: DriftRuleFacts;
  readonly targets: readonly Target[];
  readonly projects: readonly ProjectFacts[];
  /** Plan of the furthest train that is not cancelled; null: none. */
  readonly furthestTrain: number | null;
  readonly flagChanges: { readonly ever: number; readonly inFourWeeks: number };
  /** Observations of error budgets that ended in the four weeks. */
  readonly budgets: number;
  readonly downtime: DowntimeFacts;
  /** null: no observation of tests was ever told. */
  readonly tests: TestFacts | null;
  readonly places: readonly ProductionPlace[];
  readonly drift: DriftFacts;
  readonly services: readonly DeclaredService[];
  readonly mails: readonly SentMail[];
  /** The rules by which deployments count as failed, in words. */
  readonly failureRules: readonly string[];
}
