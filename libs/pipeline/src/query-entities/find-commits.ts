import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { type CommitState, type PullRequestState, timelineIn } from '@leadline/tracking';

/** A commit as it was known at asOf; of one that is only mentioned nothing but the SHA is known. */
export type FoundCommit = Pick<
  CommitState,
  'sha' | 'repository' | 'committedAt' | 'title' | 'parents' | 'landedAfter' | 'paths'
>;

export type FoundRequest = PullRequestState;

/** Most SHAs that an ambiguous prefix is answered with. */
const MOST_AMBIGUOUS = 10;

/** SHAs that begin with the prefix: those of commits of the repository, and those that deployments named. */
export async function shasBeginningWith(analytics: Analytics, repository: string, prefix: string): Promise<string[]> {
  const bind = new Parameters();
  const [start, end] = [bind.bind('String', prefix), bind.bind('String', `${prefix}g`)];
  const owner = bind.bind('String', repository);
  const sql = `
SELECT DISTINCT sha
FROM (
  SELECT sha FROM commits FINAL WHERE sha >= ${start} AND sha < ${end} AND repository IN (${owner}, '')
  UNION ALL
  SELECT sha FROM link_index FINAL WHERE sha >= ${start} AND sha < ${end} AND service IN (
    SELECT service FROM deployments FINAL WHERE repository = ${owner} OR has(other_repositories, ${owner})
  )
)
ORDER BY sha
LIMIT ${MOST_AMBIGUOUS}`;
  const rows = await analytics.query<{ sha: string }>({ sql, params: bind.values });
  return rows.map(({ sha }) => sha);
}

type CommitRow = Pick<TableRow<'commits'>, 'sha' | 'history'>;

export async function commitsOf(
  analytics: Analytics,
  shas: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, FoundCommit>> {
  if (shas.length === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT sha, history
FROM commits FINAL
WHERE sha IN ${bind.bind('Array(String)', shas)}
LIMIT ${bind.bind('Int64', shas.length)}`;
  const rows = await analytics.query<CommitRow>({ sql, params: bind.values });
  return new Map(rows.flatMap((row) => commitIn(row, asOf)));
}

/** Most commits of a repository that are looked at to find what comes after one. */
export const MOST_COMMITS = 20_000;

/** Commits of a repository from an instant on, oldest first, at most {@link MOST_COMMITS}. */
export async function commitsSince(
  analytics: Analytics,
  { repository, since, asOf }: { repository: string; since: number; asOf: number },
): Promise<ReadonlyMap<string, FoundCommit>> {
  const bind = new Parameters();
  const sql = `
SELECT sha, history
FROM commits FINAL
WHERE sha IN (
  SELECT sha
  FROM commits_by_time FINAL
  WHERE repository = ${bind.bind('String', repository)} AND committed_at >= ${bind.bind('Int64', since)}
  ORDER BY committed_at
  LIMIT ${MOST_COMMITS}
)
LIMIT ${MOST_COMMITS}`;
  const rows = await analytics.query<CommitRow>({ sql, params: bind.values });
  return new Map(rows.flatMap((row) => commitIn(row, asOf)));
}

/**
 * Commits of several repositories, each from an instant on, by SHA; of each repository the latest
 * {@link MOST_COMMITS}.
 */
export async function commitsSinceIn(
  analytics: Analytics,
  windows: ReadonlyMap<string, number>,
  asOf: number,
): Promise<ReadonlyMap<string, FoundCommit>> {
  if (windows.size === 0) return new Map();
  const bind = new Parameters();
  const names = bind.bind('Array(String)', [...windows.keys()]);
  const since = bind.bind('Array(Int64)', [...windows.values()]);
  const sql = `
SELECT sha, history
FROM commits FINAL
WHERE sha IN (
  SELECT sha
  FROM commits_by_time FINAL
  WHERE repository IN ${names} AND committed_at >= arrayElement(${since}, indexOf(${names}, repository))
  ORDER BY committed_at DESC
  LIMIT ${MOST_COMMITS} BY repository
)
LIMIT ${MOST_COMMITS * windows.size}`;
  const rows = await analytics.query<CommitRow>({ sql, params: bind.values });
  return new Map(rows.flatMap((row) => commitIn(row, asOf)));
}

/** Pull requests that were merged at asOf and name one of the commits, by its SHA. */
export async function requestsNaming(
  analytics: Analytics,
  shas: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, readonly FoundRequest[]>> {
  if (shas.length === 0) return new Map();
  const bind = new Parameters();
  const mentioned = bind.bind(
    'Array(String)',
    shas.map((sha) => `sha:${sha}`),
  );
  const sql = `
SELECT history
FROM changes FINAL
WHERE entity IN (SELECT by FROM mentions FINAL WHERE mentioned IN ${mentioned} AND startsWith(by, 'change:'))
ORDER BY merged_at, entity
LIMIT ${bind.bind('Int64', 20 * shas.length)}`;
  const rows = await analytics.query<Pick<TableRow<'changes'>, 'history'>>({ sql, params: bind.values });
  const naming = new Map<string, FoundRequest[]>();
  for (const { history } of rows) {
    const state = stateAt<PullRequestState>(history, asOf);
    if (state === undefined || state.mergedAt === null || state.mergedAt > asOf) continue;
    for (const sha of new Set([...(state.commits ?? []), ...state.landed, state.mergeSha, state.headSha])) {
      if (sha === null) continue;
      const known = naming.get(sha);
      if (known) known.push(state);
      else naming.set(sha, [state]);
    }
  }
  return naming;
}

function commitIn({ sha, history }: CommitRow, asOf: number): [string, FoundCommit][] {
  const state = stateAt<CommitState>(history, asOf);
  return state === undefined ? [] : [[sha, state]];
}

/** Pull requests of a repository by number, or those that ever named a SHA; first merged first. */
export async function requestsOf(
  analytics: Analytics,
  asked: { readonly repository: string; readonly number: string } | { readonly sha: string },
  asOf: number,
): Promise<FoundRequest[]> {
  const bind = new Parameters();
  const condition =
    'sha' in asked
      ? `has(shas, ${bind.bind('String', asked.sha)})`
      : `repository = ${bind.bind('String', asked.repository)} AND number = ${bind.bind('String', asked.number)}`;
  const sql = `
SELECT history
FROM changes FINAL
WHERE ${condition}
ORDER BY ifNull(merged_at, ${bind.bind('Int64', Number.MAX_SAFE_INTEGER)}), entity
LIMIT 20`;
  const rows = await analytics.query<Pick<TableRow<'changes'>, 'history'>>({ sql, params: bind.values });
  return rows.flatMap(({ history }) => {
    const state = stateAt<PullRequestState>(history, asOf);
    return state === undefined ? [] : [state];
  });
}

/** The state in a history as it was known then; undefined: nothing was. */
export const stateKnownAt = (history: string, asOf: number): unknown => stateAt<unknown>(history, asOf);

function stateAt<S>(history: string, asOf: number): S | undefined {
  return timelineIn<S>(history)
    .filter(({ from }) => from <= asOf)
    .at(-1)?.state;
}
