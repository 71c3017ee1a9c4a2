import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { DeploymentRow } from '@leadline/tables';
import { deploymentKeyIn } from './deployment-id.js';
import { isOneOfKeys, keyText } from './deployment-keys.js';
import type { Approval, DeploymentKey, FindProgress, RolloutProgress, RolloutStep, Verification } from './types.js';

/** Nothing was told. */
export const noProgress: RolloutProgress = { steps: [], verifications: [], approvals: [], weight: null, paused: false };

/** How deployments go by the steps, checks and gates that were told of their attempts; one statement for all of them. */
export const progressOf: FindProgress = async (analytics, ids, asOf) => {
  const keys = new Map(
    ids.flatMap((id): [string, DeploymentKey][] => {
      const key = deploymentKeyIn(id);
      return key === undefined ? [] : [[id, key]];
    }),
  );
  const rows = await progressRows(analytics, [...keys.values()], asOf);
  const byKey = new Map(rows.map((row) => [keyText(row), progressIn(row, asOf)]));
  return new Map([...keys].map(([id, key]) => [id, byKey.get(keyText(key)) ?? noProgress]));
};

interface ProgressRow extends DeploymentKey {
  readonly held_rollout_steps: DeploymentRow['rollout_steps'];
  readonly held_verifications: DeploymentRow['verifications'];
  readonly held_approvals: DeploymentRow['approvals'];
}

async function progressRows(
  analytics: Analytics,
  keys: readonly DeploymentKey[],
  asOf: number,
): Promise<readonly ProgressRow[]> {
  if (keys.length === 0) return [];
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const held = ['rollout_steps', 'verifications', 'approvals'].map(
    (column) => `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column}) AS held_${column}`,
  );
  const sql = `
SELECT service, environment, deployment, occurrence, ${held.join(', ')}
FROM deployments FINAL
WHERE ${isOneOfKeys(keys, bind)}
LIMIT ${bind.bind('Int64', keys.length)}`;
  return analytics.query<ProgressRow>({ sql, params: bind.values });
}

function progressIn(row: ProgressRow, asOf: number): RolloutProgress {
  const steps = row.held_rollout_steps
    .map(({ id, at, action, weight, manual }): RolloutStep => ({
      id,
      at,
      action: action as RolloutStep['action'],
      weight,
      manual: manual === 1,
    }))
    .sort((a, b) => a.at - b.at);
  return {
    steps,
    verifications: row.held_verifications
      .map((check) => verificationIn(check, asOf))
      .sort((a, b) => beganAt(a) - beganAt(b)),
    approvals: row.held_approvals.map((gate) => approvalIn(gate, asOf)).sort((a, b) => a.requestedAt - b.requestedAt),
    weight: weightAfter(steps),
    paused: steps.at(-1)?.action === 'paused',
  };
}

/** What lies after asOf has not happened. */
const happened = (at: number | null, asOf: number): number | null => (at !== null && at <= asOf ? at : null);

function verificationIn(
  { id, stage, check, step, startedAt, finishedAt, result }: DeploymentRow['verifications'][number],
  asOf: number,
): Verification {
  const isOver = finishedAt === null || finishedAt <= asOf;
  return {
    id,
    stage: stage as Verification['stage'],
    check,
    step: step || null,
    startedAt: happened(startedAt, asOf),
    finishedAt: happened(finishedAt, asOf),
    result: isOver && result !== '' ? (result as Verification['result']) : null,
  };
}

function approvalIn(
  { id, gate, requestedAt, decidedAt, decision, by }: DeploymentRow['approvals'][number],
  asOf: number,
): Approval {
  const decided = happened(decidedAt, asOf);
  const isDecided = decided !== null;
  return {
    id,
    gate,
    requestedAt,
    decidedAt: decided,
    decision: isDecided && decision !== '' ? (decision as Approval['decision']) : null,
    by: isDecided && by !== '' ? (by as Approval['by']) : null,
  };
}

const beganAt = ({ startedAt, finishedAt }: Verification): number => startedAt ?? finishedAt ?? 0;

/** Promoted: everybody has it; aborted: nobody. */
function weightAfter(steps: readonly RolloutStep[]): number | null {
  const last = steps.at(-1);
  if (last?.weight === null && last.action === 'promoted') return 100;
  if (last?.weight === null && last.action === 'aborted') return 0;
  return steps.findLast(({ weight }) => weight !== null)?.weight ?? null;
}
