import { changes as landedChanges } from '../changes/relation.js';
import { deployments } from '../deployments/relation.js';
import { leadSamples } from '../deployments/lead-samples.js';
import { withOptions } from '../options.js';
import type { MetricQuestion } from '../query.js';
import { namedPerService } from '../service-rules.js';
import { Parameters, type SqlStatement } from '../statement.js';

type ScoredChanges = Omit<MetricQuestion, 'by' | 'bucket'>;

/** A counted production deployment of the window and what it brought. */
export interface BroughtChangesRow {
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly id: string;
  /** Ids of all its attempts. */
  readonly attempts: readonly string[];
  readonly sha: string;
  /** Keyed hash of who started it, and auto, manual or ''. */
  readonly actor: string;
  readonly trigger: string;
  readonly finished_at: number;
  /** "change:<repository>#<number>" or "commit:<sha>". */
  readonly changes: readonly string[];
  /** 1: it is not known what it brought. */
  readonly is_doubtful: 0 | 1;
}

/** A change that landed in the window, and whether it is in production. */
export interface LandedChangeRow {
  readonly service: string;
  readonly change: string;
  readonly landed_at: number;
  readonly is_shipped: 0 | 1;
}

const MOST_ROWS = 200_000;
const questionOf = (query: ScoredChanges): MetricQuestion => ({
  ...query,
  by: [],
  options: withOptions(query.options, { unit: 'change' }),
});

/** One row per deployment, the last first. */
export function broughtChangesStatement(query: ScoredChanges): SqlStatement {
  const bind = new Parameters();
  const asked = questionOf(query);
  const named = namedPerService('service', asked, bind, (own) => ({
    ...deployments.named(own, bind),
    brought: `arrayMap(e -> e.change, ${leadSamples(own, bind).samples})`,
    doubtful: `state.status = 'succeeded' AND state.kind NOT IN ('config', 'flag') AND held_links.noBaseline = 0
      AND held_links.basis != 'none' AND (held_links.basis = '' OR notEmpty(held_links.waiting))`,
  }));
  const where = ['in_window AND is_counted', ...deployments.conditions(query.scope, bind)].join(' AND ');
  const columns = `service, environment, deployment, occurrence, state.id AS id, state.attempts AS attempts, state.sha AS sha, state.actor AS actor, state.trigger AS trigger,
  state.finishedAt AS finished_at, brought AS changes, toUInt8(doubtful) AS is_doubtful`;
  const rows = deployments.rows({ query: asked, named, usedBy: `${columns} ${where}`, looksAhead: false }, bind);
  return {
    sql: `SELECT ${columns}\nFROM ${rows}\nWHERE ${where}\nORDER BY finished_at DESC, id\nLIMIT ${MOST_ROWS}`,
    params: bind.values,
  };
}

/** One row per service and change, the last first. */
export function landedChangesStatement(query: ScoredChanges): SqlStatement {
  const bind = new Parameters();
  const asked = questionOf(query);
  const named = namedPerService('service', asked, bind, (own) => landedChanges.named(own, bind));
  const since = `landed_at >= ${bind.bind('Int64', query.window.from)}`;
  const where = [since, ...landedChanges.conditions(query.scope, bind)].join(' AND ');
  const columns = 'service, change, landed_at, toUInt8(isNotNull(shipped_at)) AS is_shipped';
  const wanted = { query: asked, named, usedBy: `${columns} ${where}`, looksAhead: false, isEverywhere: true };
  const rows = landedChanges.rows(wanted, bind);
  return {
    sql: `SELECT ${columns}\nFROM ${rows}\nWHERE ${where}\nORDER BY landed_at DESC, service, change\nLIMIT ${MOST_ROWS}`,
    params: bind.values,
  };
}

/** A commit that continuous integration ran on; 1: a run of it succeeded. */
export interface TestedCommitRow {
  readonly sha: string;
  readonly is_green: 0 | 1;
}

const MOST_COMMITS = 1_000_000;

/** Commits of runs that ended at `from` or later. Which commit a run tested is in its events: its row keeps its attempts. */
export function testedCommitsStatement({ from, asOf }: { readonly from: number; readonly asOf: number }): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const sql = `
SELECT sha, max(green) AS is_green
FROM (
  SELECT entity, JSONExtractString(data, 'sha') AS sha
  FROM events FINAL
  WHERE kind = 'pipeline_run' AND ifNull(time, 0) <= ${at} AND sha != ''
) AS told
INNER JOIN (
  SELECT entity, toUInt8(has(ended.status, 'succeeded')) AS green
  FROM (
    SELECT entity, arrayFilter(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil AND a.role = 'ci'
      AND ifNull(a.finishedAt, ${at}) >= ${bind.bind('Int64', from)}, attempts) AS ended
    FROM pipeline_runs FINAL
  )
  WHERE notEmpty(ended)
) AS run USING (entity)
GROUP BY sha
LIMIT ${MOST_COMMITS}`;
  return { sql, params: bind.values };
}

/** Deployments that notices name, as their sources gave the ids: one row each. */
export function noticedDeploymentsStatement({
  from,
  asOf,
}: {
  readonly from: number;
  readonly asOf: number;
}): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const sql = `
SELECT DISTINCT state.deployment AS deployment
FROM (
  SELECT arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
  FROM observations FINAL
  WHERE has(states.measure, 'notice')
)
WHERE state.measure = 'notice' AND state.deployment != '' AND ifNull(state.at, state.from) >= ${bind.bind('Int64', from)}
LIMIT ${MOST_COMMITS}`;
  return { sql, params: bind.values };
}
