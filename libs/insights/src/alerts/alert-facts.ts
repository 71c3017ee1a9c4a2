import type { Span } from './spans.js';

/** Everything alerts are made of, as it was known at an instant. Instants are epoch milliseconds. */
export interface AlertFacts {
  readonly asOf: number;
  readonly deployments: readonly AlertedDeployment[];
  readonly budgets: readonly BudgetSlice[];
  readonly trains: readonly ScheduledTrain[];
  /** How much later than planned a train may leave, in milliseconds. */
  readonly trainTolerance: number;
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
