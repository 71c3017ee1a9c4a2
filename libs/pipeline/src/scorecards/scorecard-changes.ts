import type { ScorecardFacts } from '@leadline/insights';
import {
  type BroughtChangesRow,
  broughtChangesStatement,
  type CivilBucket,
  type LandedChangeRow,
  landedChangesStatement,
  noticedDeploymentsStatement,
  type TestedCommitRow,
  testedCommitsStatement,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from '../query-entities/deployment-id.js';
import { authorsOf, commitsOfChanges, linkedAmong } from './parts-of-changes.js';
import { metricScope, type ScorecardQuestion } from './scorecard-question.js';

type ChangePart = Pick<ScorecardFacts, 'commits' | 'issues' | 'whereabouts' | 'starts'> & {
  readonly noticed: Omit<ScorecardFacts['notices'], 'byAudience'>;
};

/** Runs of a commit may have ended this long before it landed, in milliseconds. */
const LOOK_BACK = 90 * 86_400_000;
const MOST_NAMES = 10;

/** What is known of the changes of the four weeks and of the deployments that brought them. Some seven statements. */
export async function changeFacts(
  analytics: Analytics,
  { scope, timeZone, asOf, options, told: own }: ScorecardQuestion,
  weeks: readonly CivilBucket[],
): Promise<ChangePart> {
  const window = { from: weeks.at(-4)?.start ?? 0, to: weeks.at(-1)?.end ?? 0, timeZone };
  const query = { window, scope: metricScope(scope), asOf, options };
  const [deployed, landed, tested, noticed] = await Promise.all([
    analytics.query<BroughtChangesRow>(broughtChangesStatement(query)),
    analytics.query<LandedChangeRow>(landedChangesStatement(query)),
    analytics.query<TestedCommitRow>(testedCommitsStatement({ from: window.from - LOOK_BACK, asOf })),
    analytics.query<{ deployment: string }>(noticedDeploymentsStatement({ from: window.from, asOf })),
  ]);
  const brought = distinct(deployed.flatMap(({ changes }) => changes));
  const all = distinct([...brought, ...landed.map(({ change }) => change)]);
  const commits = await commitsOfChanges(analytics, all);
  const linked = await linkedAmong(analytics, brought, commits, asOf);
  const told = new Set(noticed.map(({ deployment }) => deployment));
  const withNotice = split(
    deployed,
    (row) => own.has(deploymentId(row)) || row.attempts.some((attempt) => told.has(attempt)),
    ({ id }) => id,
  );
  const ran = new Map(tested.map(({ sha, is_green: isGreen }) => [sha, isGreen === 1]));
  const withRun = split(
    all,
    (change) => (commits.get(change) ?? []).some((sha) => ran.has(sha)),
    (change) => change,
  );
  const withIssue = split(
    brought,
    (change) => linked.has(change),
    (change) => change,
  );
  const named = deployed.filter(({ sha }) => sha !== '');
  const green = split(
    named,
    ({ sha }) => ran.get(sha) === true,
    ({ id }) => id,
  );
  return {
    commits: {
      runs: ran.size,
      landed: all.length,
      tested: withRun.count,
      untested: withRun.others,
      deployments: named.length,
      green: green.count,
      withoutGreen: green.others,
    },
    issues: { changes: brought.length, linked: withIssue.count, unlinked: withIssue.others },
    whereabouts: whereaboutsOf(deployed, landed),
    starts: await startsOf(analytics, deployed, commits, asOf),
    noticed: { deployments: deployed.length, noticed: withNotice.count, unnoticed: withNotice.others },
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** How many hold, and some of the names of the others. */
function split<T>(
  all: readonly T[],
  holds: (one: T) => boolean,
  nameOf: (one: T) => string,
): { readonly count: number; readonly others: readonly string[] } {
  const others = all.filter((one) => !holds(one));
  return { count: all.length - others.length, others: others.map(nameOf).sort().slice(0, MOST_NAMES) };
}

/**
 * Once for each change and service: in production, or waiting for sure, as the service deployed nothing since it landed of
 * which it is not known what it brought.
 */
function whereaboutsOf(
  deployed: readonly BroughtChangesRow[],
  landed: readonly LandedChangeRow[],
): ScorecardFacts['whereabouts'] {
  const key = (service: string, change: string): string => `${service}\n${change}`;
  const arrived = new Set(deployed.flatMap(({ service, changes }) => changes.map((change) => key(service, change))));
  for (const { service, change, is_shipped: isShipped } of landed)
    if (isShipped === 1) arrived.add(key(service, change));
  const doubtful = deployed.filter((one) => one.is_doubtful === 1);
  const lastDoubt = new Map<string, number>();
  for (const { service, finished_at: at } of doubtful)
    lastDoubt.set(service, Math.max(at, lastDoubt.get(service) ?? at));
  const missing = landed.filter(({ service, change }) => !arrived.has(key(service, change)));
  const waiting = split(
    missing,
    ({ service, landed_at: at }) => at > (lastDoubt.get(service) ?? -Infinity),
    ({ change }) => change,
  );
  return {
    changes: arrived.size + missing.length,
    arrived: arrived.size,
    found: arrived.size + waiting.count,
    lost: waiting.others,
    doubtful: doubtful.length,
  };
}

/** Who started deployments, where an author of what they brought is told. */
async function startsOf(
  analytics: Analytics,
  deployed: readonly BroughtChangesRow[],
  commits: ReadonlyMap<string, readonly string[]>,
  asOf: number,
): Promise<ScorecardFacts['starts']> {
  const byPeople = deployed.filter(({ actor, trigger }) => actor !== '' && trigger !== 'auto');
  const authors = await authorsOf(analytics, distinct(byPeople.flatMap(({ changes }) => changes)), commits, asOf);
  const told = byPeople.map(({ actor, changes }) => ({
    actor,
    authors: changes.flatMap((change) => [...(authors.get(change) ?? [])]),
  }));
  const compared = told.filter((one) => one.authors.length > 0);
  const byAuthor = compared.filter((one) => one.authors.includes(one.actor)).length;
  return {
    deployments: deployed.length,
    byMachine: deployed.filter(({ trigger }) => trigger === 'auto').length,
    byAuthor,
    byOthers: compared.length - byAuthor,
  };
}
