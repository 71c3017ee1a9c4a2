import { namedPerService } from '../service-rules.js';
import { knownRows } from '../deployments/known-rows.js';
import { environmentCondition, historyConditions, rowExpressions } from '../deployments/row-sql.js';
import { failedDeploymentRecoveryTime } from '../failed-deployment-recovery-time.metric.js';
import { failure } from '../failure-cells.js';
import { observationRow, ownersOfService } from '../observations/relation.js';
import { ownedConditions, ownedDimensions, ownedScopes, ownedSpanGroup } from '../owned-rows.js';
import { ownersOfSpans } from '../owners-of-spans.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { namedRows, rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

const columns = ['service', 'owners', 'tags', 'slices', 'failures'];

/** Slices of error budgets, and the failed deployments whose recovery they may lie in; each row holds one or the other. */
export const budgets: Relation = {
  dimensions: ownedDimensions,
  scopes: [...ownedScopes, 'environments'],
  judgedAs: 'service',
  named: (query, bind) => ({ instant: 'toInt64(0)', in_window: 'false', ...ownersOfSpans(query, bind) }),
  group: ownedSpanGroup,
  rows: ({ query, named, usedBy }, bind) => {
    const from = `(${slicesOf(query, bind)}\nUNION ALL${failuresOf(query, bind)})`;
    return `(${namedRows({ from, columns, shown: columns, named, conditions: [], usedBy })})`;
  },
  conditions: ownedConditions,
  shown: {
    thing: 'observation',
    named: () => ({ instant_shown: 'toInt64(0)', is_near: 'true' }),
    columns: { service: 'service' },
  },
};

/** Members: observation, service, objective, from, to, allowed, spent, the deployment it names. */
const sliceType = 'Array(Tuple(String, String, String, Int64, Int64, Float64, Float64, String))';
/** Members: the ids of its attempts, then those of `FailureCells`. */
const failureType =
  'Array(Tuple(Array(String), Tuple(String, Int64, Int64, Int64, Nullable(Int64), Array(Tuple(String, Int64, Nullable(Int64), Nullable(Int64))))))';

const ownersOf = (owners: string): string =>
  `CAST(arrayMap(o -> (o.team, o.from, o.until), ${owners}), 'Array(Tuple(team String, from Int64, until Int64))')`;

function slicesOf(query: MetricQuestion, bind: Parameters): string {
  const { state = '', service = '' } = observationRow(query, bind);
  const isWhole = ['from', 'to', 'allowed', 'spent'].map((member) => `isNotNull(state.${member})`).join(' AND ');
  const slice = `(entity, service, state.slo, assumeNotNull(state.from), assumeNotNull(state.to),
      assumeNotNull(state.allowed), assumeNotNull(state.spent), state.deployment)`;
  const rows = rowsOf({
    table: 'observations',
    shown: ['entity', 'tags'],
    named: { state, service, owned_by: ownersOf(ownersOfService) },
    conditions: ['notEmpty(states)'],
  });
  return `
    SELECT service, owned_by AS owners, tags, CAST([${slice}], '${sliceType}') AS slices, CAST([], '${failureType}') AS failures
    FROM (${rows}) WHERE state.measure = 'budget' AND ${isWhole}`;
}

function failuresOf(query: MetricQuestion, bind: Parameters): string {
  const whole: MetricQuestion = { ...query, by: [] };
  const one = `(state.attempts, ${failure})`;
  const rows = knownRows({
    named: namedPerService('service', whole, bind, (own) => ({
      ...rowExpressions(own, bind),
      ...failedDeploymentRecoveryTime.row(own, bind),
      owned_by: ownersOf('owners'),
    })),
    conditions: [environmentCondition(query.scope, bind), ...historyConditions(query.scope, bind)],
    looksAhead: true,
    usedBy: `${one} is_counted is_failed owned_by`,
  });
  return `
    SELECT service, owned_by AS owners, tags, CAST([], '${sliceType}') AS slices, CAST([${one}], '${failureType}') AS failures
    FROM ${rows} WHERE is_counted AND is_failed`;
}
