import type { AlertedDeployment } from '@leadline/insights';
import {
  defaultOptions,
  deploymentConditions,
  environmentCondition,
  historyConditions,
  knownRows,
  type MetricQuery,
  owningTeamsAt,
  Parameters,
  rowExpressions,
} from '@leadline/metrics';
import type { Analytics, Statement } from '@leadline/ports';
import type { BaseElement, DeploymentRow, ObservationElement } from '@leadline/tables';
import type { DeploymentKey } from '../query-entities/types.js';
import type { AlertQuestion } from './alert-question.js';
import { replacedIn, type Successes } from './successes.js';

/** Most deployments that are looked at, latest first. */
const MOST_DEPLOYMENTS = 10_000;

export interface AlertedRow extends DeploymentKey {
  readonly reported_id: string;
  readonly attempts: readonly string[];
  readonly kind: string;
  readonly status: string;
  readonly started_at: number;
  readonly finished_at: number;
  readonly sha: string;
  readonly targets: readonly string[];
  readonly tries: BaseElement['tries'];
  readonly held_steps: DeploymentRow['rollout_steps'];
  readonly held_checks: DeploymentRow['verifications'];
  readonly held_gates: DeploymentRow['approvals'];
  readonly held_observations: readonly ObservationElement[];
}

/** Deployments that something was told of by which an alert may be raised, and those of services with error budgets. */
export const alertedRows = (
  analytics: Analytics,
  question: AlertQuestion,
  budgeted: readonly string[],
): Promise<AlertedRow[]> => analytics.query<AlertedRow>(alertedStatement(question, budgeted));

function alertedStatement({ asOf, from, scope }: AlertQuestion, budgeted: readonly string[]): Statement {
  const bind = new Parameters();
  const window = { from, to: Number.MAX_SAFE_INTEGER, timeZone: 'UTC' };
  const query: MetricQuery = { ids: [], window, by: [], scope, asOf, options: defaultOptions };
  const at = bind.bind('Int64', asOf);
  const held = (column: string): string => `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column})`;
  const columns = `service, environment, deployment, occurrence,
  state.id AS reported_id, state.attempts AS attempts, state.kind AS kind, state.status AS status,
  state.startedAt AS started_at, state.finishedAt AS finished_at, state.sha AS sha, state.targets AS targets,
  state.tries AS tries, held_steps, held_checks, held_gates, held_observations`;
  const conditions = [
    `state.id != ''`,
    `(is_told OR service IN ${bind.bind('Array(String)', budgeted)})`,
    ...deploymentConditions(scope, bind),
  ];
  const rows = knownRows({
    named: {
      ...rowExpressions(query, bind),
      owning_teams: owningTeamsAt(at),
      held_steps: held('rollout_steps'),
      held_checks: held('verifications'),
      held_gates: held('approvals'),
      held_observations: `arrayFilter(o -> o.names = 'own' AND o.measure IN ('errors', 'cost'), ${held('observations')})`,
      is_told: `state.kind = 'rollback' OR notEmpty(held_steps) OR notEmpty(held_checks) OR notEmpty(held_gates) OR notEmpty(held_observations)`,
      told_at: 'if(state.finishedAt = 0, state.startedAt, state.finishedAt)',
    },
    conditions: [
      environmentCondition(scope, bind),
      ...historyConditions(scope, bind),
      `last_instant >= ${bind.bind('Int64', from)}`,
    ],
    looksAhead: false,
    usedBy: `${columns} ${conditions.join(' ')} told_at`,
  });
  const sql = `
SELECT ${columns}
FROM ${rows}
WHERE ${conditions.join('\n  AND ')}
ORDER BY told_at DESC, service, environment, deployment, occurrence
LIMIT ${MOST_DEPLOYMENTS}`;
  return { sql, params: bind.values };
}

const instantOrNull = (at: number): number | null => (at === 0 ? null : at);

/** What lies after asOf has not happened. */
const happened = (at: number | null, asOf: number): number | null => (at !== null && at <= asOf ? at : null);

export function alertedDeployment(row: AlertedRow, successes: Successes, asOf: number): AlertedDeployment {
  const { service, environment, deployment, occurrence, attempts, kind, status, targets } = row;
  const startedAt = instantOrNull(row.started_at);
  const finishedAt = happened(instantOrNull(row.finished_at), asOf);
  const reportsOf = (measure: string) =>
    row.held_observations.flatMap((one) => {
      if (one.measure !== measure || one.before === null || one.after === null) return [];
      return [
        {
          at: Math.max(one.knownFrom, startedAt ?? finishedAt ?? 0),
          currency: one.currency,
          before: one.before,
          beforeTime: one.beforeTime ?? 0,
          beforeRequests: one.beforeRequests,
          after: one.after,
          afterTime: one.afterTime ?? 0,
          afterRequests: one.afterRequests,
        },
      ];
    });
  const byTime = <T extends { readonly at: number }>(moments: readonly T[]): T[] =>
    moments.toSorted((a, b) => a.at - b.at);
  return {
    service,
    environment,
    deployment,
    occurrence,
    id: row.reported_id,
    attempts,
    kind,
    status,
    startedAt,
    finishedAt,
    sha: row.sha === '' ? null : row.sha,
    replacedAt: replacedIn(successes, { service, environment, targets, startedAt, finishedAt }),
    tries: row.tries.map((one) => ({ ...one, finishedAt: happened(one.finishedAt, asOf) })),
    steps: byTime(row.held_steps),
    checks: row.held_checks
      .flatMap((check) => {
        const ended = happened(check.finishedAt, asOf);
        return ended === null || check.result === '' ? [] : [{ ...check, step: check.step || null, finishedAt: ended }];
      })
      .sort((a, b) => a.finishedAt - b.finishedAt),
    gates: row.held_gates.map((gate) => ({ ...gate, decidedAt: happened(gate.decidedAt, asOf) })),
    errors: byTime(reportsOf('errors')),
    costs: byTime(reportsOf('cost')),
  };
}
