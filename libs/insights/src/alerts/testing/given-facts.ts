import { limitsWith } from '@leadline/events';
import type { AlertedDeployment, AlertFacts, BeforeAndAfter, BudgetSlice, EndedCheck } from '../alert-facts.js';

/** Instants of 2 March 2026, UTC: "10:00". */
export const at = (time: string): number => Date.parse(`2026-03-02T${time}:00Z`);
export const minutes = (count: number): number => count * 60_000;

/** d1 of shop, which began at 10:00 and ended at 11:00. */
export const deployed = (more: Partial<AlertedDeployment> = {}): AlertedDeployment => ({
  service: 'shop',
  environment: 'production',
  deployment: `attempt:${more.id ?? 'd1'}`,
  occurrence: 1,
  id: 'd1',
  attempts: [more.id ?? 'd1'],
  kind: 'change',
  status: 'succeeded',
  startedAt: at('10:00'),
  finishedAt: at('11:00'),
  sha: 'a1',
  replacedAt: null,
  tries: [],
  steps: [],
  checks: [],
  gates: [],
  errors: [],
  costs: [],
  ...more,
});

/** The same while it runs. */
export const running = (more: Partial<AlertedDeployment> = {}): AlertedDeployment =>
  deployed({ status: 'in_progress', finishedAt: null, ...more });

export const step = (time: string, weight: number | null, action = 'stepped') => ({ at: at(time), weight, action });

export const check = (time: string, result: string, more: Partial<EndedCheck> = {}): EndedCheck => ({
  stage: 'canary',
  check: 'errors',
  step: null,
  finishedAt: at(time),
  result,
  ...more,
});

/** Errors, or cost, told at an instant, in half an hour before and after. */
export const told = (time: string, before: number, after: number, more: Partial<BeforeAndAfter> = {}) => ({
  at: at(time),
  before,
  beforeTime: 30,
  beforeRequests: null,
  after,
  afterTime: 30,
  afterRequests: null,
  currency: 'EUR',
  ...more,
});

/** Bad units of 1000 that shop spent, told at the end of the interval. */
export const spent = (from: string, to: string, units: number, more: Partial<BudgetSlice> = {}): BudgetSlice => ({
  at: at(to),
  service: 'shop',
  slo: 'availability',
  from: at(from),
  to: at(to),
  allowed: 1000,
  spent: units,
  deployment: '',
  ...more,
});

export const facts = (asOf: number, more: Partial<AlertFacts> = {}): AlertFacts => ({
  asOf,
  deployments: [],
  budgets: [],
  trains: [],
  trainTolerance: minutes(15),
  incidents: [],
  neighbours: new Map(),
  drifts: [],
  silences: [],
  freezes: [],
  sloWindow: () => null,
  limits: () => limitsWith([]),
  metrics: [],
  ...more,
});
