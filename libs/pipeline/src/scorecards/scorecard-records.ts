import type { ScorecardFacts } from '@leadline/insights';
import {
  type CivilBucket,
  incidentSourceWeeksStatement,
  type ScoredDeploymentsRow,
  scoredDeploymentsStatement,
  type ScoredRecordsRow,
  scoredRecordsStatement,
  type ScoredNoticesRow,
  scoredNoticesStatement,
  type ScoredSoaksRow,
  scoredSoaksStatement,
  type ScoredTestsRow,
  scoredTestsStatement,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { TEST_EVENT } from '../ingest/test-delivery.js';
import { metricScope, type ScorecardQuestion } from './scorecard-question.js';

/** Deployments of each service, counted for a scorecard. */
export async function scoredDeployments(
  analytics: Analytics,
  { scope, timeZone, asOf, options }: ScorecardQuestion,
  weeks: readonly CivilBucket[],
): Promise<readonly ScoredDeploymentsRow[]> {
  const window = { from: weeks[0]?.start ?? 0, to: weeks.at(-1)?.end ?? 0, timeZone };
  const query = { window, scope: metricScope(scope), asOf, options };
  return analytics.query(scoredDeploymentsStatement({ query, recentFrom: weeks.at(-4)?.start ?? window.to }));
}

type DeploymentPart = Pick<ScorecardFacts, 'deployments' | 'preproduction' | 'sources'>;

/** The deployments of all services together. */
export function deploymentFacts(rows: readonly ScoredDeploymentsRow[]): DeploymentPart {
  const sum = (read: (row: ScoredDeploymentsRow) => number): number => rows.reduce((all, row) => all + read(row), 0);
  const names = (read: (row: ScoredDeploymentsRow) => readonly string[]): string[] =>
    [...new Set(rows.flatMap(read))].sort();
  return {
    deployments: {
      counted: sum((row) => row.counted),
      carriers: sum((row) => row.carriers),
      carriersKnown: sum((row) => row.carriers_known),
      changes: sum((row) => row.changes),
      byPullRequest: sum((row) => row.by_pull_request),
      pushedDirectly: rows.flatMap((row) => row.pushed_directly).slice(0, 10),
      done: sum((row) => row.done),
      withSteps: sum((row) => row.with_steps),
      withCanary: sum((row) => row.with_canary),
      withChecks: sum((row) => row.with_checks),
      withPostCheck: sum((row) => row.with_post_check),
      testGates: names((row) => row.test_gates),
      procedureTold: sum((row) => row.procedure_told),
    },
    preproduction: {
      deployments: sum((row) => row.before_production),
      gates: sum((row) => row.gates_before),
      approvals: sum((row) => row.approvals_before),
    },
    sources: {
      services: rows.map(({ service, sources }) => ({ service, sources })),
      live: names((row) => row.live_sources),
    },
  };
}

type RecordPart = Pick<
  ScorecardFacts,
  | 'ciRuns'
  | 'trainsDeparted'
  | 'furthestTrain'
  | 'flagChanges'
  | 'budgets'
  | 'downtime'
  | 'tests'
  | 'incidentSourceWeeks'
>;

/** What is known beside deployments. Three statements. */
export async function recordFacts(
  analytics: Analytics,
  { scope, asOf }: ScorecardQuestion,
  weeks: readonly CivilBucket[],
): Promise<RecordPart> {
  const recent = weeks.slice(-4);
  const asked = {
    scope: metricScope(scope),
    weekStarts: recent.map(({ start }) => start),
    to: recent.at(-1)?.end ?? 0,
    asOf,
  };
  const [rows, tests, heard] = await Promise.all([
    analytics.query<ScoredRecordsRow>(scoredRecordsStatement(asked)),
    analytics.query<ScoredTestsRow>(scoredTestsStatement(asked)),
    // Who tells of incidents does so for everybody.
    analytics.query<{ week: number }>(incidentSourceWeeksStatement({ ...asked, testReason: TEST_EVENT })),
  ]);
  const of = (kind: ScoredRecordsRow['kind']): ScoredRecordsRow[] => rows.filter((row) => row.kind === kind);
  const ofWeek = (kind: ScoredRecordsRow['kind'], week: number): number =>
    of(kind).find((row) => row.week === week)?.records ?? 0;
  const byWeek = (kind: ScoredRecordsRow['kind']): number[] => recent.map((_, index) => ofWeek(kind, index + 1));
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const trains = of('train_planned').map(({ latest }) => latest);
  const downtime = of('downtime').filter(({ week }) => week >= 1 && week <= 4);
  return {
    ciRuns: byWeek('ci_run'),
    trainsDeparted: byWeek('train_departed'),
    furthestTrain: trains.length === 0 ? null : Math.max(...trains),
    flagChanges: {
      ever: total(of('flag_change').map(({ records }) => records)),
      inFourWeeks: total(byWeek('flag_change')),
    },
    budgets: total(byWeek('budget')),
    downtime: {
      observations: total(downtime.map(({ records }) => records)),
      seconds: total(downtime.map(({ seconds }) => seconds)),
      plannedSeconds: total(downtime.map(({ planned_seconds: planned }) => planned)),
    },
    tests: testFacts(tests),
    incidentSourceWeeks: recent.map((_, index) => heard.some(({ week }) => week === index + 1)),
  };
}

function testFacts(rows: readonly ScoredTestsRow[]): ScorecardFacts['tests'] {
  if (rows.length === 0) return null;
  const pairs = (part: 'covered' | 'flaky', whole: 'coverable' | 'tests') =>
    rows.flatMap((row) => (row[part] === null || row[whole] === null ? [] : [{ part: row[part], whole: row[whole] }]));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const coverage = pairs('covered', 'coverable');
  const flakiness = pairs('flaky', 'tests');
  return {
    services: rows.length,
    covered: sum(coverage.map(({ part }) => part)),
    coverable: sum(coverage.map(({ whole }) => whole)),
    flaky: sum(flakiness.map(({ part }) => part)),
    tests: sum(flakiness.map(({ whole }) => whole)),
  };
}

/** Notices of the four weeks that are about a service, or about none in particular. One statement. */
export async function noticesOf(
  analytics: Analytics,
  { scope, asOf }: ScorecardQuestion,
  weeks: readonly CivilBucket[],
  services: readonly string[],
): Promise<readonly ScoredNoticesRow[]> {
  const [from, to] = [weeks.at(-4)?.start ?? 0, weeks.at(-1)?.end ?? 0];
  const rows = await analytics.query<ScoredNoticesRow>(scoredNoticesStatement({ from, to, asOf }));
  return scope.kind === 'organisation'
    ? rows
    : rows.filter(({ service }) => service === '' || services.includes(service));
}

export function byAudience(rows: readonly ScoredNoticesRow[]): ScorecardFacts['notices']['byAudience'] {
  const audiences = [...new Set(rows.map(({ audience }) => audience))].filter((audience) => audience !== '');
  return audiences.map((audience) => ({
    audience,
    notices: rows.filter((row) => row.audience === audience).reduce((sum, { notices }) => sum + notices, 0),
  }));
}

/** How long versions stayed before production. One statement, where a time is configured. */
export async function soakFacts(
  analytics: Analytics,
  { scope, timeZone, asOf, options }: ScorecardQuestion,
  weeks: readonly CivilBucket[],
  wantedMinutes: number | null,
): Promise<ScorecardFacts['soaks']> {
  const none = { wantedMinutes, versions: 0, soaked: 0, unsoaked: [], stays: 0 };
  if (wantedMinutes === null) return none;
  const window = { from: weeks.at(-4)?.start ?? 0, to: weeks.at(-1)?.end ?? 0, timeZone };
  const query = { window, scope: metricScope(scope), asOf, options };
  const [row] = await analytics.query<ScoredSoaksRow>(scoredSoaksStatement({ query, soakMs: wantedMinutes * 60_000 }));
  return row === undefined ? none : { wantedMinutes, ...row };
}
