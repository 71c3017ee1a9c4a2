import { type DeploymentRow, FOREVER } from '@leadline/tables';
import type { ApprovalState, RolloutFact, RolloutStepState, VerificationState } from '../../fold/rollout-fact.js';
import type { Timeline } from '../../fold/timeline.js';
import { settle } from '../links/settle.js';
import type { VerdictRow } from '../verdicts/sweep.js';

/** A fact that was reported of an attempt, with its own id. */
export interface ReportedFact {
  readonly id: string;
  readonly timeline: Timeline<RolloutFact>;
}

/** Facts by the id of the attempt that any of their moments names. */
export type FactsByDeployment = ReadonlyMap<string, readonly ReportedFact[]>;

export function factsByDeployment(facts: readonly ReportedFact[]): FactsByDeployment {
  const byDeployment = new Map<string, ReportedFact[]>();
  for (const fact of facts) {
    for (const id of new Set(fact.timeline.map(({ state }) => state.deployment))) {
      if (id === null) continue;
      const known = byDeployment.get(id);
      if (known) known.push(fact);
      else byDeployment.set(id, [fact]);
    }
  }
  return byDeployment;
}

const nothing: readonly ReportedFact[] = [];

/** Facts that name any of the attempts a row ever had. */
export function reportedOf({ looks }: VerdictRow, facts: FactsByDeployment): readonly ReportedFact[] {
  if (facts.size === 0) return nothing;
  const found = new Set<ReportedFact>();
  for (const { judged } of looks) {
    if (judged === null) continue;
    const { attempts, witnesses } = judged.occurrence;
    for (const { id } of attempts) for (const fact of facts.get(id) ?? []) found.add(fact);
    for (const { id } of witnesses) for (const fact of facts.get(id) ?? []) found.add(fact);
  }
  return found.size === 0 ? nothing : [...found];
}

type FactColumns = Pick<DeploymentRow, 'rollout_steps' | 'verifications' | 'approvals'>;

/** What was reported of a deployment's attempts, while they were its attempts. */
export function factsOfRow({ looks }: VerdictRow, facts: FactsByDeployment): FactColumns {
  const columns: FactColumns = { rollout_steps: [], verifications: [], approvals: [] };
  if (facts.size === 0) return columns;
  looks.forEach(({ at, judged }, index) => {
    if (judged === null) return;
    const until = looks[index + 1]?.at ?? FOREVER;
    const { attempts, witnesses } = judged.occurrence;
    for (const { id: attempt } of [...attempts, ...witnesses]) {
      for (const { id, timeline } of facts.get(attempt) ?? []) {
        timeline.forEach(({ from, state }, moment) => {
          if (state.deployment !== attempt) return;
          const known = {
            knownFrom: Math.max(at, from, happensAt(state) ?? FOREVER),
            knownUntil: Math.min(until, timeline[moment + 1]?.from ?? FOREVER),
          };
          if (known.knownFrom < known.knownUntil) put(columns, known, id, state);
        });
      }
    }
  });
  return {
    rollout_steps: settle(columns.rollout_steps, ({ id }) => id),
    verifications: settle(columns.verifications, ({ id }) => id),
    approvals: settle(columns.approvals, ({ id }) => id),
  };
}

/** Before it nobody could know; null: it has not happened, as far as anybody said. */
function happensAt(state: RolloutFact): number | null {
  switch (state.kind) {
    case 'rollout_step':
      return state.at;
    case 'verification':
      return state.startedAt ?? state.finishedAt;
    case 'approval':
      return state.requestedAt;
  }
}

interface Known {
  readonly knownFrom: number;
  readonly knownUntil: number;
}

function put(columns: FactColumns, known: Known, id: string, state: RolloutFact): void {
  switch (state.kind) {
    case 'rollout_step':
      columns.rollout_steps.push({ ...known, id, ...stepOf(state) });
      return;
    case 'verification':
      columns.verifications.push({ ...known, id, ...checkOf(state) });
      return;
    case 'approval':
      columns.approvals.push({ ...known, id, ...gateOf(state) });
      return;
  }
}

const stepOf = ({ at, weight, action, manual }: RolloutStepState) => ({
  at: at ?? 0,
  weight,
  action,
  manual: manual ? (1 as const) : (0 as const),
});

const checkOf = ({ stage, check, step, startedAt, finishedAt, result }: VerificationState) => ({
  stage,
  check,
  step,
  startedAt,
  finishedAt,
  result,
});

const gateOf = ({ gate, requestedAt, decidedAt, decision, by }: ApprovalState) => ({
  gate,
  requestedAt: requestedAt ?? 0,
  decidedAt,
  decision,
  by,
});
