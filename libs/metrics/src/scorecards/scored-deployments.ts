import { withOptions } from '../options.js';
import { namedPerService } from '../service-rules.js';
import { deployments } from '../deployments/relation.js';
import { knownRows } from '../deployments/known-rows.js';
import { historyConditions, IS_PRODUCTION, windowConditions } from '../deployments/row-sql.js';
import { leadSamples } from '../deployments/lead-samples.js';
import { peopleGates } from '../deployments/waits.js';
import type { MetricQuestion } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What a scorecard asks of deployments. */
export interface ScoredDeployments {
  /** `window`: the last twelve full weeks. */
  readonly query: Omit<MetricQuestion, 'by' | 'bucket'>;
  /** Begin of the last four of them, epoch milliseconds: only those count, but for `sources`. */
  readonly recentFrom: number;
}

/** The deployments of one service, counted. */
export interface ScoredDeploymentsRow {
  readonly service: string;
  /** 1: something reached users in production in the twelve weeks. */
  readonly is_in_production: 0 | 1;
  /** Sources that told of deployments in the twelve weeks, and those that did in the four. */
  readonly sources: readonly string[];
  readonly live_sources: readonly string[];
  readonly counted: number;
  readonly carriers: number;
  readonly carriers_known: number;
  readonly changes: number;
  readonly by_pull_request: number;
  /** Some that were pushed directly: their titles, else their SHAs. */
  readonly pushed_directly: readonly string[];
  readonly done: number;
  readonly with_steps: number;
  readonly with_canary: number;
  readonly with_checks: number;
  readonly with_post_check: number;
  readonly test_gates: readonly string[];
  readonly procedure_told: number;
  /** Deployments to environments before production, and their gates. */
  readonly before_production: number;
  readonly gates_before: number;
  readonly approvals_before: number;
}

const MOST_SERVICES = 100_000;
const MOST_NAMES = 10;

/** One row per service, from the named expressions the metrics themselves are made of; of every environment. */
export function scoredDeploymentsStatement({ query, recentFrom }: ScoredDeployments): SqlStatement {
  const bind = new Parameters();
  const asked: MetricQuestion = { ...query, by: [], options: withOptions(query.options, { unit: 'change' }) };
  const conditions = deployments.conditions(query.scope, bind);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}\n` : '';
  const columns = aggregates(bind.bind('Int64', query.asOf));
  const rows = knownRows({
    named: namedPerService('service', asked, bind, (own) => namesOf(own, recentFrom, bind)),
    conditions: [...historyConditions(query.scope, bind), ...windowConditions(asked, bind)],
    looksAhead: false,
    usedBy: `${columns} ${where}`,
  });
  const sql = `
SELECT service,${columns}
FROM ${rows}
${where}GROUP BY service
ORDER BY service
LIMIT ${MOST_SERVICES}`;
  return { sql, params: bind.values };
}

function namesOf(asked: MetricQuestion, recentFrom: number, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asked.asOf);
  const from = bind.bind('Int64', recentFrom);
  const held = (column: string): string => `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column})`;
  return {
    ...deployments.named(asked, bind),
    is_production: IS_PRODUCTION,
    is_recent: `in_window AND instant >= ${from}`,
    // Whatever became of it: also one that waits for an approval, or failed before it reached anybody.
    began: 'if(state.startedAt > 0, state.startedAt, state.finishedAt)',
    is_told: `began >= ${bind.bind('Int64', asked.window.from)} AND began < ${bind.bind('Int64', asked.window.to)}`,
    is_told_recently: `is_told AND began >= ${from}`,
    scored_changes: leadSamples(asked, bind).samples,
    is_scored: 'is_production AND is_recent AND is_counted',
    is_over: `is_production AND is_recent AND is_member AND state.verdict != 'excluded' AND state.kind != 'flag'`,
    is_carrier: `is_scored AND state.status = 'succeeded' AND state.kind != 'config' AND held_links.noBaseline = 0 AND held_links.basis != 'none'`,
    scored_steps: held('rollout_steps'),
    scored_checks: held('verifications'),
    scored_gates: held('approvals'),
    scored_people: peopleGates(asked, bind),
  };
}

const NAMED_AFTER_TESTS = `match(lower(g.gate), '(^|[^a-z])(test|tests|testing|qa)([^a-z]|$)')`;

const aggregates = (at: string): string => `
  max(is_production AND in_window AND is_member) AS is_in_production,
  groupUniqArrayIf(state.source, is_told AND state.source != '') AS sources,
  groupUniqArrayIf(state.source, is_told_recently AND state.source != '') AS live_sources,
  countIf(is_scored) AS counted,
  countIf(is_carrier) AS carriers,
  countIf(is_carrier AND held_links.basis != '' AND empty(held_links.waiting)) AS carriers_known,
  sumIf(length(scored_changes), is_scored) AS changes,
  sumIf(arrayCount(e -> startsWith(e.change, 'change:'), scored_changes), is_scored) AS by_pull_request,
  arraySlice(groupArrayArrayIf(arrayMap(e -> if(e.title = '', substring(e.change, 8, 12), e.title),
    arrayFilter(e -> NOT startsWith(e.change, 'change:'), scored_changes)), is_scored), 1, ${MOST_NAMES}) AS pushed_directly,
  countIf(is_over) AS done,
  countIf(is_over AND notEmpty(scored_steps)) AS with_steps,
  countIf(is_over AND arrayExists(s -> ifNull(s.weight, 0) > 0 AND ifNull(s.weight, 100) < 100, scored_steps)) AS with_canary,
  countIf(is_over AND notEmpty(scored_checks)) AS with_checks,
  countIf(is_over AND arrayExists(v -> v.stage = 'post', scored_checks)) AS with_post_check,
  arraySlice(arraySort(groupUniqArrayArrayIf(arrayMap(g -> g.gate, arrayFilter(g -> ${NAMED_AFTER_TESTS}, scored_people)),
    is_over)), 1, ${MOST_NAMES}) AS test_gates,
  countIf(is_over AND (notEmpty(scored_gates) OR state.trigger != '' OR isNotNull(state.manualSteps))) AS procedure_told,
  countIf(NOT is_production AND is_told_recently) AS before_production,
  sumIf(length(scored_gates), NOT is_production AND is_told_recently) AS gates_before,
  sumIf(arrayCount(g -> g.decision = 'approved' AND ifNull(g.decidedAt <= ${at}, false), scored_gates),
    NOT is_production AND is_told_recently) AS approvals_before`;
