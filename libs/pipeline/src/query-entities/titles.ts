import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/**
 * Titles by change: of pull requests ("change:…") and of commits ("commit:<sha>"). What has none, or is not known, is
 * not in the answer.
 */
export async function titlesOf(
  analytics: Analytics,
  changes: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(changes.filter((change) => change !== null))];
  const requests = asked.filter((change) => change.startsWith('change:'));
  const shas = asked.filter((change) => change.startsWith('commit:')).map((change) => change.slice('commit:'.length));
  const rows = [
    ...(await titlesIn(analytics, { table: 'changes', key: 'entity', prefix: '', values: requests })),
    ...(await titlesIn(analytics, { table: 'commits', key: 'sha', prefix: 'commit:', values: shas })),
  ];
  return new Map(rows.map(({ change, title }) => [change, title]));
}

/** Pages of pull requests ("change:…") at their sources. What has none, or is not known, is not in the answer. */
export async function addressesOf(
  analytics: Analytics,
  changes: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(changes.filter((change) => change?.startsWith('change:') === true))];
  if (asked.length === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT entity AS change, url
FROM changes FINAL
WHERE entity IN ${bind.bind('Array(String)', asked)} AND url != ''
LIMIT ${bind.bind('Int64', asked.length)}`;
  const rows = await analytics.query<{ change: string; url: string }>({ sql, params: bind.values });
  return new Map(rows.map(({ change, url }) => [change, url]));
}

interface Asked {
  readonly table: 'changes' | 'commits';
  readonly key: 'entity' | 'sha';
  readonly prefix: string;
  readonly values: readonly string[];
}

async function titlesIn(
  analytics: Analytics,
  { table, key, prefix, values }: Asked,
): Promise<{ change: string; title: string }[]> {
  if (values.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT concat(${bind.bind('String', prefix)}, ${key}) AS change, title
FROM ${table} FINAL
WHERE ${key} IN ${bind.bind('Array(String)', values)} AND title != ''
LIMIT ${bind.bind('Int64', values.length)}`;
  return analytics.query({ sql, params: bind.values });
}
