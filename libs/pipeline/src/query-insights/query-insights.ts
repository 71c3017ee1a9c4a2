import type { Catalogue } from '@leadline/events';
import { type DoraMetricId, doraMetrics, type MetricWeek, type Notable, notableIn } from '@leadline/insights';
import { type MetricOptions, type MetricQuestion, type Point, type Scope, type Window } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { levelOf } from '../metric-rows/level.js';
import { evidence } from '../query-entities/evidence.js';
import { countsIn, figuresOf, fiveMetrics, sharesOf } from '../query-metrics/five-metrics.js';
import { queryDrivers } from '../query-metrics/query-phases.js';
import { outliersToTell } from '../query-outliers/outliers-to-tell.js';

/** What is asked: a window, which is compared with as much time before it. */
export interface InsightQuery {
  readonly window: Window;
  readonly scope: Scope;
  /** Epoch milliseconds: only what was known then counts. */
  readonly asOf: number;
  readonly options: MetricOptions;
}

export interface QueriedInsights {
  readonly insights: readonly Notable[];
  /** The window up to asOf, and the time before it that it is compared with; null: none of it had begun. */
  readonly compared: { readonly now: Window; readonly before: Window } | null;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Weeks that are read for what was reached and held. */
const HISTORY_WEEKS = 52;
const QUARTER = 90 * DAY;
const LATEST_FAILURES = 20;

/** What is notable in a window: changes of DORA's five, outliers, milestones; at most five (metrics.md 10). */
export async function queryInsights(
  analytics: Analytics,
  catalogue: Catalogue,
  query: InsightQuery,
): Promise<QueriedInsights> {
  const { window, scope, asOf, options } = query;
  const { timeZone } = window;
  // An event at asOf is known: the first instant that is not is the one after.
  const now = { from: window.from, to: Math.min(window.to, asOf + 1), timeZone };
  if (now.to <= now.from) return { insights: [], compared: null };
  const before = { from: Math.max(0, 2 * now.from - now.to), to: now.from, timeZone };
  const ask = fiveMetrics({ analytics, catalogue, asOf }, { scope, timeZone, options });
  const [current, previous, leadTimeNow, leadTimeBefore, weekly, servicesNow, servicesBefore] = await Promise.all([
    ask.metrics(now),
    ask.metrics(before),
    ask.leadTimeByDeployment(now),
    ask.leadTimeByDeployment(before),
    ask.weekly({ from: Math.max(0, now.to - HISTORY_WEEKS * WEEK), to: now.to }),
    ask.byService(now),
    ask.byService(before),
  ]);
  const whole = weekly.of('DEPLOYMENT_FREQUENCY').filter(({ partial }) => !partial);
  const insights = notableIn({
    name: nameOf(scope, catalogue),
    before: `the ${beforeText(now)} before`,
    timeZone,
    metrics: doraMetrics.map((metric) => ({
      metric,
      now: figuresOf(current, metric),
      before: figuresOf(previous, metric),
    })),
    leadTimeByDeployment: { now: leadTimeNow, before: leadTimeBefore },
    weeklyDeployments: { now: countsIn(whole, now), before: countsIn(whole, before) },
    services: servicesNow.filter(({ metric, n }) => metric === 'CHANGE_FAIL_RATE' && n > 0).length,
    failures: sharesOf('CHANGE_FAIL_RATE', [servicesNow, servicesBefore]),
    repairs: sharesOf('DEPLOYMENT_REWORK_RATE', [servicesNow, servicesBefore]),
    leadTimeDrivers: await queryDrivers(analytics, 'CHANGE_LEAD_TIME', { window: now, scope, asOf, options }, before),
    weeks: new Map(doraMetrics.map((metric) => [metric, weeksOf(metric, weekly.of(metric))])),
    weeksInWindow: countsIn(whole, now).length,
    quarter: await quarterOf(ask, now.to, whole),
    recoveries: await latestRecoveries(analytics, catalogue, { ...query, window: now }),
    outliers: await outliersToTell(analytics, { window, scope, asOf, options, teams: teamsToTell(scope) }),
  });
  return { insights, compared: { now, before } };
}

/** A scope that is one team is told whether that team stands out. */
function teamsToTell({ teams = [], ...rest }: Scope): 'all' | 'none' | { readonly only: string } {
  const isNarrower = Object.values(rest).some((names: readonly string[]) => names.length > 0);
  const [only] = teams;
  if (isNarrower || teams.length > 1) return 'none';
  return only === undefined ? 'all' : { only };
}

/** "28 days", "12 hours". */
function beforeText({ from, to }: Window): string {
  const days = Math.round((to - from) / DAY);
  return days < 2 ? `${Math.round((to - from) / 3_600_000)} hours` : `${days} days`;
}

function nameOf(scope: Scope, { organisation }: Catalogue): string {
  const names = Object.values(scope).flat() as readonly string[];
  return names.length === 0 ? organisation.name : names.join(', ');
}

function weeksOf(metric: DoraMetricId, points: readonly Point[]): MetricWeek[] {
  return points
    .filter(({ partial }) => !partial)
    .map((point) => ({ value: point.value, n: point.n, level: levelOf(metric, point) }));
}

/** Null unless something was deployed before the 90 days: of what is younger nobody can say so. */
async function quarterOf(
  ask: ReturnType<typeof fiveMetrics>,
  end: number,
  weeks: readonly Point[],
): Promise<{ readonly failed: number; readonly total: number } | null> {
  const from = end - QUARTER;
  if (!weeks.some(({ bucketEnd, n }) => n > 0 && bucketEnd <= from)) return null;
  const { numerator, denominator } = figuresOf(await ask.metrics({ from, to: end }), 'CHANGE_FAIL_RATE');
  return { failed: numerator ?? 0, total: denominator ?? 0 };
}

/** What the recovery time of the half year up to the end of the window was made from, latest first. */
async function latestRecoveries(
  analytics: Analytics,
  catalogue: Catalogue,
  { window, ...asked }: Omit<MetricQuestion, 'by'>,
): Promise<(number | null)[]> {
  const point = {
    ...asked,
    metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME' as const,
    window: { ...window, from: Math.max(0, window.to - 26 * WEEK) },
    by: [],
    group: [],
  };
  const { items } = await evidence(analytics, catalogue, point, { first: LATEST_FAILURES, parts: ['sample'] });
  return items.map(({ value, closesAt }) => (closesAt === null ? null : value));
}
