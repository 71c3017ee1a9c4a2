import { type Attributes, instantMs, text, truth } from './attributes.js';
import type { Folded } from './entity.js';
import { attributesIn, everSaid, foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';

/** A step of a gradual rollout as it was known at a moment; instants in epoch milliseconds. */
export interface RolloutStepState {
  readonly kind: 'rollout_step';
  readonly deployment: string | null;
  readonly at: number | null;
  readonly weight: number | null;
  readonly action: string;
  readonly manual: boolean;
}

/** A check of a deployment. */
export interface VerificationState {
  readonly kind: 'verification';
  readonly deployment: string | null;
  readonly stage: string;
  readonly check: string;
  readonly step: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly result: string;
}

/** A gate of a deployment: the request, and the decision where there is one. */
export interface ApprovalState {
  readonly kind: 'approval';
  readonly deployment: string | null;
  readonly gate: string;
  readonly requestedAt: number | null;
  readonly decidedAt: number | null;
  readonly decision: string;
  readonly by: string;
}

/** What was reported of a deployment beside itself. */
export type RolloutFact = RolloutStepState | VerificationState | ApprovalState;

/** A fact about a deployment: it concerns the services of the deployment it names. */
export function rolloutFactRow(entity: string, kind: RolloutFact['kind'], patches: readonly Patch[]): Folded {
  const timeline = foldPatches(patches, (said, applied) => stateOf(kind, said, applied));
  const named = everSaid(patches, ['deployment']).map((id) => `deployment:${id}`);
  const deployment = timeline.at(-1)?.state.deployment ?? '';
  const history = timelineText(timeline);
  return {
    rows: [{ table: 'rollout_facts', row: { entity, kind, deployment, history, content_hash: contentOf(history) } }],
    mentions: named,
    services: [],
    through: named,
  };
}

function stateOf(kind: RolloutFact['kind'], said: Attributes, applied: readonly Patch[]): RolloutFact {
  const deployment = text(said, 'deployment');
  switch (kind) {
    case 'rollout_step':
      return {
        kind,
        deployment,
        at: instantMs(said, 'at'),
        weight: typeof said['weight'] === 'number' ? said['weight'] : null,
        action: text(said, 'action') ?? '',
        manual: truth(said, 'manual') ?? false,
      };
    case 'verification':
      return {
        kind,
        deployment,
        stage: text(said, 'stage') ?? '',
        check: text(said, 'check') ?? '',
        step: text(said, 'step') ?? '',
        startedAt: instantMs(said, 'startedAt'),
        finishedAt: instantMs(said, 'finishedAt'),
        result: text(said, 'result') ?? '',
      };
    case 'approval':
      return approvalState(applied);
  }
}

/** The request and its decision are two events of one entity, and both say `at`. */
function approvalState(applied: readonly Patch[]): ApprovalState {
  const corrected = applied.filter(({ kind }) => kind === 'correction');
  const ofKind = (wanted: string): Attributes =>
    attributesIn([...applied.filter(({ kind }) => kind === wanted), ...corrected]);
  const [requested, given] = [ofKind('approval_requested'), ofKind('approval_given')];
  return {
    kind: 'approval',
    deployment: text(requested, 'deployment'),
    gate: text(requested, 'gate') ?? '',
    requestedAt: instantMs(requested, 'at'),
    decidedAt: instantMs(given, 'at'),
    decision: text(given, 'decision') ?? '',
    by: text(given, 'by') ?? '',
  };
}
