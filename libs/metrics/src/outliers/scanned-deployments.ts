import { changeFailRate } from '../change-fail-rate.metric.js';
import { changeLeadTime } from '../change-lead-time.metric.js';
import { deploymentReworkRate } from '../deployment-rework-rate.metric.js';
import { deployments } from '../deployments/relation.js';
import { groupsExpression } from '../deployments/row-sql.js';
import { sampledByDeployment } from '../options.js';
import { namedPerService } from '../service-rules.js';
import type { Dimension, GroupBy, MetricQuestion } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What can be compared: a deployment belongs to one group of each, or to those of its owners. */
export const comparableDimensions = [
  'SERVICE',
  'TEAM',
  'REPOSITORY',
  'ENVIRONMENT',
  'TAG',
] as const satisfies Dimension[];

export interface ComparableGroup extends GroupBy {
  readonly dimension: (typeof comparableDimensions)[number];
}

/** What is asked of the deployments that a scan for outliers reads. `query.window` is all the history it needs. */
export interface ScannedDeployments {
  readonly query: Omit<MetricQuestion, 'by' | 'bucket'>;
  /** What services are put together by. */
  readonly by: ComparableGroup;
  /** Deployments from this instant on are looked at one by one, epoch milliseconds. */
  readonly recordsFrom: number;
  /** Most services in the answer. */
  readonly most: number;
}

/** Bits of {@link ScannedDeploymentsRow.marks}. */
export const scanMarks = { counted: 1, inFailRate: 2, failed: 4, inRework: 8, rework: 16 } as const;

/** The deployments of one service, in order of their instant: the arrays without "slow" have one element for each. */
export interface ScannedDeploymentsRow {
  readonly service: string;
  /** Epoch milliseconds. */
  readonly instants: readonly number[];
  /** Sums of {@link scanMarks}. */
  readonly marks: readonly number[];
  /** Median lead time of what it carried, in seconds; null: no sample. */
  readonly lead_times: readonly (number | null)[];
  /** From its start to its finish, in seconds; null: its source does not tell both. */
  readonly rollouts: readonly (number | null)[];
  /** Every combination of groups that a deployment belongs to: a deployment of two teams belongs to both. */
  readonly groups: readonly (readonly string[])[];
  /** Index into `groups`, from 1 on. */
  readonly group_of: readonly number[];
  /** Deployments since `recordsFrom` whose lead time lies above nine of ten; what is below cannot be unusual. */
  readonly slow_leads: readonly SlowDeployment[];
  readonly slow_rollouts: readonly SlowDeployment[];
}

export type SlowDeployment = readonly [
  instant: number,
  environment: string,
  deployment: string,
  occurrence: number,
  id: string,
  seconds: number,
];

/** One row per service, from the relation and the named expressions the metrics themselves are made of. */
export function scannedDeploymentsStatement({ query, by, recordsFrom, most }: ScannedDeployments): SqlStatement {
  const bind = new Parameters();
  const asked: MetricQuestion = { ...query, by: [by], options: sampledByDeployment(query.options) };
  const named = namedPerService('service', asked, bind, (own) => ({
    ...deployments.named(own, bind),
    ...changeFailRate.row(own, bind),
    ...deploymentReworkRate.row(own, bind),
    ...changeLeadTime.row(own, bind),
  }));
  const deployment = `(
    instant,
    is_counted * ${scanMarks.counted} + in_fail_rate * ${scanMarks.inFailRate} + (in_fail_rate AND is_failed) * ${scanMarks.failed}
      + in_rework * ${scanMarks.inRework} + (in_rework AND state.remedial = 1 AND state.planned = 0) * ${scanMarks.rework},
    if(is_counted AND notEmpty(lead_samples), lead_samples[1], NULL),
    if(is_counted AND state.status = 'succeeded' AND state.startedAt < state.finishedAt, (state.finishedAt - state.startedAt) / 1000, NULL),
    arraySort(${groupsOf(by, bind)}),
    environment, deployment, occurrence, state.id)`;
  const where = ['in_window AND (is_counted OR in_rework)', ...deployments.conditions(query.scope, bind)].join(' AND ');
  const usedBy = `${deployment} ${where}`;
  const rows = deployments.rows({ query: asked, named, usedBy, looksAhead: false }, bind);
  const from = bind.bind('Int64', recordsFrom);
  const p90 = (position: number): string =>
    `arrayReduce('quantileExactInclusive(0.9)', arrayMap(d -> assumeNotNull(d.${position}), arrayFilter(d -> d.1 >= ${from} AND d.${position} IS NOT NULL, deployments)))`;
  const slow = (position: number, limit: string): string =>
    `arrayMap(d -> (d.1, d.6, d.7, d.8, d.9, assumeNotNull(d.${position})),
    arrayFilter(d -> d.1 >= ${from} AND ifNull(d.${position}, -1) > ${limit}, deployments))`;
  const sql = `
SELECT service,
  arrayMap(d -> d.1, deployments) AS instants,
  arrayMap(d -> d.2, deployments) AS marks,
  arrayMap(d -> d.3, deployments) AS lead_times,
  arrayMap(d -> d.4, deployments) AS rollouts,
  groups,
  arrayMap(d -> indexOf(groups, d.5), deployments) AS group_of,
  ${slow(3, 'lead_p90')} AS slow_leads,
  ${slow(4, 'rollout_p90')} AS slow_rollouts
FROM (
  SELECT service, deployments, arrayDistinct(arrayMap(d -> d.5, deployments)) AS groups,
    ${p90(3)} AS lead_p90,
    ${p90(4)} AS rollout_p90
  FROM (
    SELECT service, arraySort(groupArray(${deployment})) AS deployments
    FROM ${rows}
    WHERE ${where}
    GROUP BY service
  )
)
ORDER BY service
LIMIT ${bind.bind('Int64', most)}`;
  return { sql, params: bind.values };
}

/** Names of the groups of a row, without those that stand for "none": who belongs nowhere has no peers there. */
function groupsOf(by: ComparableGroup, bind: Parameters): string {
  return `arrayFilter(g -> g != '', ${groupsExpression(by, bind)})`;
}
