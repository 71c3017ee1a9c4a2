import { withOptions } from '../options.js';
import { namedPerService } from '../service-rules.js';
import { deployments } from '../deployments/relation.js';
import { leadSamples } from '../deployments/lead-samples.js';
import type { MetricQuestion } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What runs of continuous integration say of what was deployed. */
export interface ScoredCommitsRow {
  /** Runs that name the commit they tested. */
  readonly runs: number;
  /** Deployed changes, those of them with a run of any of their commits, and some of the others. */
  readonly changes: number;
  readonly tested: number;
  readonly untested: readonly string[];
  /** Deployments that name their commit, those of them with a run of it that succeeded, and some of the others. */
  readonly deployments: number;
  readonly green: number;
  readonly without_green: readonly string[];
}

const MOST_NAMES = 10;

/**
 * One row: the changes that production deployments of the window brought, and the commits they deployed, against the
 * commits that continuous integration ran on. Which commit a run tested is in its events: its row keeps its attempts.
 */
export function scoredCommitsStatement(query: Omit<MetricQuestion, 'by' | 'bucket'>): SqlStatement {
  const bind = new Parameters();
  const asked: MetricQuestion = { ...query, by: [], options: withOptions(query.options, { unit: 'change' }) };
  const at = bind.bind('Int64', query.asOf);
  const runsWith = (status: string): string => `
      SELECT JSONExtractString(data, 'sha') AS sha
      FROM events FINAL
      WHERE kind = 'pipeline_run' AND ifNull(time, 0) <= ${at} AND sha != '' AND entity IN (
        SELECT entity FROM pipeline_runs FINAL
        WHERE arrayExists(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil AND a.role = 'ci'${status}, attempts))`;
  const named = namedPerService('service', asked, bind, (own) => ({
    ...deployments.named(own, bind),
    brought: `arrayMap(e -> e.change, ${leadSamples(own, bind).samples})`,
  }));
  const where = ['in_window AND is_counted', ...deployments.conditions(query.scope, bind)].join(' AND ');
  const rows = deployments.rows(
    { query: asked, named, usedBy: `brought state.sha state.id ${where}`, looksAhead: false },
    bind,
  );
  const sql = `
WITH
  ran AS (${runsWith('')}),
  green_ran AS (${runsWith(` AND a.status = 'succeeded'`)}),
  deployed AS (SELECT state.id AS id, state.sha AS sha, brought FROM ${rows} WHERE ${where}),
  brought_changes AS (SELECT DISTINCT arrayJoin(brought) AS change FROM deployed),
  brought_commits AS (
    SELECT change, substring(change, 8) AS sha FROM brought_changes WHERE startsWith(change, 'commit:')
    UNION ALL
    SELECT entity AS change, arrayJoin(shas) AS sha FROM changes FINAL WHERE entity IN (SELECT change FROM brought_changes)
  ),
  with_run AS (SELECT DISTINCT change FROM brought_commits WHERE sha IN (SELECT sha FROM ran))
SELECT (SELECT uniqExact(sha) FROM ran) AS runs, changes, tested, untested, deployments, green, without_green
FROM (
  SELECT count() AS changes, countIf(change IN (SELECT change FROM with_run)) AS tested,
    arraySlice(arraySort(groupArrayIf(change, change NOT IN (SELECT change FROM with_run))), 1, ${MOST_NAMES}) AS untested
  FROM brought_changes
) AS of_changes
CROSS JOIN (
  SELECT count() AS deployments, countIf(sha IN (SELECT sha FROM green_ran)) AS green,
    arraySlice(arraySort(groupArrayIf(id, sha NOT IN (SELECT sha FROM green_ran))), 1, ${MOST_NAMES}) AS without_green
  FROM deployed
  WHERE sha != ''
) AS of_deployments`;
  return { sql, params: bind.values };
}
