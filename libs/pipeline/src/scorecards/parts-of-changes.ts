import { Parameters, type SqlStatement } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

type CommitsOfChanges = ReadonlyMap<string, readonly string[]>;

/** Entities that one statement asks for: what it is asked with has to fit into an address of HTTP. */
const AT_ONCE = 5_000;

async function inParts<T>(
  analytics: Analytics,
  entities: readonly string[],
  statement: (entities: string, bind: Parameters) => string,
): Promise<T[]> {
  const rows: T[] = [];
  for (let from = 0; from < entities.length; from += AT_ONCE) {
    const bind = new Parameters();
    const sql = statement(bind.bind('Array(String)', entities.slice(from, from + AT_ONCE)), bind);
    const asked: SqlStatement = { sql, params: bind.values };
    rows.push(...(await analytics.query<T>(asked)));
  }
  return rows;
}

/** Every SHA of each change: of a pull request all that any of its events named. */
export async function commitsOfChanges(analytics: Analytics, changes: readonly string[]): Promise<CommitsOfChanges> {
  const requests = changes.filter((change) => change.startsWith('change:'));
  const rows = await inParts<{ entity: string; shas: readonly string[] }>(
    analytics,
    requests,
    (entities) => `SELECT entity, shas FROM changes FINAL WHERE entity IN ${entities}`,
  );
  const shas = new Map(rows.map((row) => [row.entity, row.shas]));
  return new Map(
    changes.map((change) => [change, change.startsWith('commit:') ? [change.slice(7)] : (shas.get(change) ?? [])]),
  );
}

/** Changes by what they are made of: themselves, and their commits. */
function wholesOf(changes: readonly string[], commits: CommitsOfChanges): ReadonlyMap<string, readonly string[]> {
  const wholes = new Map<string, string[]>();
  for (const change of changes)
    for (const part of new Set([change, ...(commits.get(change) ?? []).map((sha) => `commit:${sha}`)]))
      wholes.set(part, [...(wholes.get(part) ?? []), change]);
  return wholes;
}

/** Those of the changes that name an issue, themselves or by one of their commits. */
export async function linkedAmong(
  analytics: Analytics,
  changes: readonly string[],
  commits: CommitsOfChanges,
  asOf: number,
): Promise<ReadonlySet<string>> {
  const wholes = wholesOf(changes, commits);
  const rows = await inParts<{ entity: string }>(analytics, [...wholes.keys()], (entities, bind) => {
    const at = bind.bind('Int64', asOf);
    return `SELECT entity FROM linked_issues FINAL
WHERE entity IN ${entities} AND arrayExists(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`;
  });
  return new Set(rows.flatMap(({ entity }) => wholes.get(entity) ?? []));
}

/** Authors of changes and of their commits, as keyed hashes: they are in the events alone. */
export async function authorsOf(
  analytics: Analytics,
  changes: readonly string[],
  commits: CommitsOfChanges,
  asOf: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const wholes = wholesOf(changes, commits);
  const rows = await inParts<{ entity: string; author: string }>(
    analytics,
    [...wholes.keys()],
    (entities, bind) => `SELECT DISTINCT entity, JSONExtractString(data, 'author') AS author
FROM events FINAL
WHERE entity IN ${entities} AND kind IN ('commit', 'pull_request') AND author != ''
  AND ifNull(time, 0) <= ${bind.bind('Int64', asOf)}`,
  );
  const authors = new Map<string, Set<string>>();
  for (const { entity, author } of rows)
    for (const change of wholes.get(entity) ?? []) authors.set(change, (authors.get(change) ?? new Set()).add(author));
  return authors;
}
