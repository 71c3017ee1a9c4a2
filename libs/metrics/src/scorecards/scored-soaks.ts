import { deployments } from '../deployments/relation.js';
import { knownRows } from '../deployments/known-rows.js';
import { historyConditions, IS_PRODUCTION } from '../deployments/row-sql.js';
import type { MetricQuestion } from '../query.js';
import { namedPerService } from '../service-rules.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What a scorecard asks of the time that versions spend before production. */
export interface ScoredSoaks {
  /** `window`: the last four full weeks. */
  readonly query: Omit<MetricQuestion, 'by' | 'bucket'>;
  /** How long a version is to stay, in milliseconds. */
  readonly soakMs: number;
}

export interface ScoredSoaksRow {
  /** Versions that were brought to production first in the window, and those of them that had stayed long enough. */
  readonly versions: number;
  readonly soaked: number;
  /** Some of the others: "shop 4f2a…". */
  readonly unsoaked: readonly string[];
  /** Stays of any version before production. */
  readonly stays: number;
}

/** How long before a deployment its version may have come to the place before it, in milliseconds. */
const LOOK_BACK = 90 * 86_400_000;
const MOST_NAMES = 10;
/** Where nothing soaks: what is there is being made. */
const NO_STAGES = ['development', 'test', ''];

/**
 * One row: for each version of a service, its longest stay in an environment between test and production that was over,
 * or still lasted, when its first deployment to production began. A version is a commit, else what people call it.
 */
export function scoredSoaksStatement({ query, soakMs }: ScoredSoaks): SqlStatement {
  const bind = new Parameters();
  const asked: MetricQuestion = { ...query, by: [] };
  const conditions = deployments.conditions(query.scope, bind);
  const where = [`state.status = 'succeeded'`, ...conditions].join(' AND ');
  const columns = `service, environment, is_production, if(state.sha = '', state.version, state.sha) AS version,
    if(state.startedAt > 0, state.startedAt, state.finishedAt) AS began, state.finishedAt AS finished,
    is_first_kind AS is_asked, arrayJoin(if(empty(state.targets), [''], state.targets)) AS target`;
  const rows = knownRows({
    named: {
      ...namedPerService('service', asked, bind, (own) => deployments.named(own, bind)),
      is_production: IS_PRODUCTION,
      is_first_kind: `is_production AND in_window AND is_counted AND state.kind NOT IN ('rollback', 'redeploy')`,
    },
    conditions: [
      ...historyConditions(query.scope, bind),
      `last_instant >= ${bind.bind('Int64', query.window.from - LOOK_BACK)}`,
      `NOT has(${bind.bind('Array(String)', NO_STAGES)}, tier)`,
    ],
    looksAhead: false,
    usedBy: `${columns} ${where}`,
  });
  const soak = bind.bind('Int64', soakMs);
  const sql = `
WITH
  seen AS (SELECT ${columns} FROM ${rows} WHERE ${where}),
  released AS (
    SELECT service, version, min(began) AS began FROM seen WHERE is_asked AND version != '' GROUP BY service, version),
  visits AS (
    SELECT service, environment, target, version, finished,
      lagInFrame(version, 1, '') OVER (PARTITION BY service, environment, target ORDER BY finished, version) AS previous
    FROM seen
    WHERE NOT is_production),
  stays AS (
    SELECT service, version, finished AS came, leadInFrame(finished, 1, 9007199254740991) OVER (
        PARTITION BY service, environment, target ORDER BY finished, version
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS went
    FROM visits
    WHERE version != previous)
SELECT count() AS versions, countIf(longest >= ${soak}) AS soaked,
  arraySlice(arraySort(groupArrayIf(concat(service, ' ', substring(version, 1, 12)), longest < ${soak})), 1, ${MOST_NAMES}) AS unsoaked,
  (SELECT count() FROM stays) AS stays
FROM (
  SELECT released.service AS service, released.version AS version,
    max(if(stays.version = '', 0, least(went, began) - least(came, began))) AS longest
  FROM released
  LEFT JOIN stays ON stays.service = released.service AND stays.version = released.version
  GROUP BY service, version)`;
  return { sql, params: bind.values };
}
