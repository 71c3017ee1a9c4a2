import type { AlertLimits } from '@leadline/events';
import type { Span } from './spans.js';

/** Everything alerts are made of, as it was known at an instant. Instants are epoch milliseconds. */
export interface AlertFacts {
  readonly asOf: number;
  readonly deployments: readonly AlertedDeployment[];
  readonly budgets: readonly BudgetSlice[];
  readonly trains: readonly ScheduledTrain[];
  /** How much later than planned a train may leave, in milliseconds. */
  readonly trainTolerance: number;
  readonly incidents: readonly AlertedIncident[];
  /** Services by service, each with those that depend on it and those it depends on. */
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  readonly drifts: readonly DriftSpan[];
  readonly silences: readonly Silence[];
  readonly freezes: readonly Freeze[];
  /** Windows of objectives in milliseconds; null: not configured. */
  readonly sloWindow: (service: string, slo: string) => number | null;
  /** What holds for these services; none: what holds for no service in particular. */
  readonly limits: (services: readonly string[]) => AlertLimits;
  readonly metrics: readonly WatchedMetric[];
}

/** An incident that counts, as people were told of it. */
export interface AlertedIncident {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  /** As its source says it. */
  readonly severity: string;
  /** Since when it hurts; where that is not known, when it was detected. */
  readonly since: number;
  readonly detectedAt: number;
  /** null: it goes on. */
  readonly resolvedAt: number | null;
  /** Something else than a deployment of its neighbour is named as its cause, by id; empty: nothing is. */
  readonly causedBy: readonly string[];
  /** A flag change is its cause, or no change is. */
  readonly linkedElsewhere: boolean;
}

/** One version that was live in a place, and what it lacked of the place it is compared with. */
export interface DriftSpan extends Span {
  readonly service: string;
  readonly environment: string;
  /** null: the environment is one target. */
  readonly target: string | null;
  /** What it is compared with: the stage before, or another target of its own environment. */
  readonly from: { readonly environment: string; readonly target: string | null };
  /** When each change that is live there and not here went live there, oldest first; null: not known. */
  readonly missing: readonly number[] | null;
  /** When the first of them did; null: nothing is missing, or it is not known. */
  readonly behindSince: number | null;
  /** Sources that told of the versions. */
  readonly sources: readonly string[];
}

/** A time without a delivery of an endpoint that delivers often. */
export interface Silence {
  readonly endpoint: string;
  readonly source: string;
  readonly lastAt: number;
  /** When the next delivery came; null: none has. */
  readonly nextAt: number | null;
  /** What 19 of 20 gaps of the 28 days before stayed below, in milliseconds. */
  readonly usualGap: number;
}

/** Nobody is to deploy; without services or environments: none of them. */
export interface Freeze {
  readonly since: number;
  readonly until: number | null;
  readonly services: readonly string[];
  readonly environments: readonly string[];
}

/** A metric that the configuration wants within bounds, window after window. */
export interface WatchedMetric {
  readonly metric: string;
  /** Whose: "eng/payments", "shop"; "": everybody's. */
  readonly subject: string;
  readonly services: readonly string[];
  readonly above: number | null;
  readonly below: number | null;
  readonly severity: 'page' | 'ticket' | 'inform';
  /** Windows that are over, oldest first. */
  readonly windows: readonly {
    readonly until: number;
    /** null: there is none, or too few for one. */
    readonly value: number | null;
  }[];
}

export interface AlertedDeployment {
  readonly service: string;
  readonly environment: string;
  /** "group:<group>" or "attempt:<id>". */
  readonly deployment: string;
  readonly occurrence: number;
  /** Smallest id of its attempts, as their source gave it. */
  readonly id: string;
  readonly attempts: readonly string[];
  readonly kind: string;
  readonly status: string;
  readonly startedAt: number | null;
  /** null: it runs. */
  readonly finishedAt: number | null;
  readonly sha: string | null;
  /** When another version succeeded in its place; null: none did. */
  readonly replacedAt: number | null;
  readonly tries: readonly Try[];
  /** Oldest first. */
  readonly steps: readonly TrafficStep[];
  /** Those that ended, oldest first. */
  readonly checks: readonly EndedCheck[];
  readonly gates: readonly Gate[];
  /** Errors before and after it, oldest report first. */
  readonly errors: readonly BeforeAndAfter[];
  /** Its cost, oldest report first. */
  readonly costs: readonly Cost[];
}

export interface Try {
  readonly target: string;
  readonly status: string;
  readonly finishedAt: number | null;
}

export interface TrafficStep {
  readonly at: number;
  readonly action: string;
  /** Share of traffic, 0 to 100; null: not said. */
  readonly weight: number | null;
}

export interface EndedCheck {
  readonly stage: string;
  readonly check: string;
  readonly step: string | null;
  readonly finishedAt: number;
  readonly result: string;
}

export interface Gate {
  /** Id of the request. */
  readonly id: string;
  readonly gate: string;
  readonly requestedAt: number;
  /** null: undecided. */
  readonly decidedAt: number | null;
}

/** Amounts before and after a deployment, the time they took (errors: minutes, cost: hours), and requests. */
export interface BeforeAndAfter {
  /** When it was reported. */
  readonly at: number;
  readonly before: number;
  readonly beforeTime: number;
  readonly beforeRequests: number | null;
  readonly after: number;
  readonly afterTime: number;
  readonly afterRequests: number | null;
}

export interface Cost extends BeforeAndAfter {
  readonly currency: string;
}

/** Bad units that a service spent of an objective's budget in [from, to). */
export interface BudgetSlice {
  readonly at: number;
  readonly service: string;
  readonly slo: string;
  readonly from: number;
  readonly to: number;
  /** Bad units of the whole window of the objective. */
  readonly allowed: number;
  readonly spent: number;
  /** Id of the attempt it names; '' if none. */
  readonly deployment: string;
}

export interface ScheduledTrain {
  readonly train: string;
  readonly services: readonly string[];
  readonly plannedAt: number;
  readonly departedAt: number | null;
  readonly cancelledAt: number | null;
}

/** Findings of another rule that a rule gives way to, by deployment. */
export type SpansOf = (deployment: AlertedDeployment) => readonly Span[];
