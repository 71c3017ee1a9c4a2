import type { Catalogue } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { DeploymentRow, TableRow } from '@leadline/tables';
import {
  contentOf,
  deriveVerdicts,
  emptied,
  type RowLinks,
  type VerdictContent,
  verdictRows,
} from '@leadline/tracking';
import { type Interest, linksOf } from './derive-links.js';
import { type ScopeFacts, serviceIn, type StoredHead } from './scope-facts.js';

type Found = Pick<DeploymentRow, 'links' | 'commits' | 'changes' | 'passed' | 'chain_hash' | 'links_hash'>;

const nothingFound: Found = { links: [], commits: [], changes: [], passed: [], chain_hash: '', links_hash: '' };

export interface Derivation {
  readonly catalogue: Catalogue;
  /** Commits whose facts changed since the service was derived last. */
  readonly changedShas: readonly string[];
  readonly version: number;
  readonly interest: Interest;
}

/** Derives a service's deployments and writes the rows that changed. */
export async function deriveScope(
  facts: Facts,
  scope: ScopeFacts,
  { catalogue, changedShas, version, interest }: Derivation,
): Promise<void> {
  const { service } = scope;
  const declared = serviceIn(catalogue, service);
  const verdicts = deriveVerdicts(scope);
  const heads = new Map(scope.heads.map((head) => [rowKey(head), head]));
  const chainHashes = new Map(scope.heads.map((head) => [rowKey(head), head.chain_hash]));
  const links = await linksOf(facts, { service, verdicts, chainHashes, changedShas, declared, version, interest });

  const contents = verdictRows(service, verdicts, declared);
  const derivedKeys = new Set(contents.map(rowKey));
  const gone = scope.heads.filter((head) => !derivedKeys.has(rowKey(head))).map(emptied);
  const changed = [...contents, ...gone].flatMap((content) => {
    const head = heads.get(rowKey(content));
    const isReused = links.reused.has(rowKey(content));
    const found: Found | 'stored' = isReused ? 'stored' : foundIn(links.rows.get(rowKey(content)));
    const isSame =
      head?.verdict_hash === content.verdict_hash &&
      (found === 'stored' || (head.links_hash === found.links_hash && head.chain_hash === found.chain_hash));
    return isSame ? [] : [{ content, found }];
  });
  if (changed.length === 0) return;
  const before = await storedLinks(
    facts,
    service,
    changed.map(({ content }) => content),
    heads,
  );
  await facts.store({ link_index: indexRows(changed, links.rows, before, version) });
  await facts.store({
    deployments: changed.map(({ content, found }) => ({
      ...content,
      ...(found === 'stored' ? (before.get(rowKey(content)) ?? nothingFound) : found),
      version,
    })),
  });
}

/** The row's key as {@link Occurrence} writes it. */
export const rowKey = (row: Pick<StoredHead, 'service' | 'environment' | 'deployment' | 'occurrence'>): string =>
  JSON.stringify([row.environment, row.deployment, row.occurrence, row.service]);

function foundIn(links: RowLinks | undefined): Found {
  if (!links) return nothingFound;
  const sampled = new Set(links.commits.map(({ sha }) => sha));
  const passed = [...new Set(links.carried.map(({ sha }) => sha))].filter((sha) => !sampled.has(sha)).sort();
  const content = { links: links.links, commits: links.commits, changes: links.changes, passed };
  return { ...content, chain_hash: links.chainHash, links_hash: contentOf(JSON.stringify(content)) };
}

async function storedLinks(
  facts: Facts,
  service: string,
  contents: readonly VerdictContent[],
  heads: ReadonlyMap<string, StoredHead>,
): Promise<Map<string, Found>> {
  const known = contents.filter((content) => heads.has(rowKey(content)));
  if (known.length === 0) return new Map();
  const rows = await facts.find({
    table: 'deployments',
    columns: [
      'service',
      'environment',
      'deployment',
      'occurrence',
      'links',
      'commits',
      'changes',
      'passed',
      'chain_hash',
      'links_hash',
    ],
    where: [
      { column: 'service', in: [service] },
      { column: 'deployment', in: [...new Set(known.map(({ deployment }) => deployment))] },
    ],
  });
  return new Map(
    rows.map((row) => {
      const { links, commits, changes, passed, chain_hash, links_hash } = row;
      return [rowKey(row), { links, commits, changes, passed, chain_hash, links_hash }];
    }),
  );
}

/** Entries of what the rows depend on now, and empty intervals for what they no longer do. */
function indexRows(
  changed: readonly { content: VerdictContent; found: Found | 'stored' }[],
  rows: ReadonlyMap<string, RowLinks>,
  before: ReadonlyMap<string, Found>,
  version: number,
): TableRow<'link_index'>[] {
  return changed.flatMap(({ content, found }) => {
    if (found === 'stored') return [];
    const key = rowKey(content);
    const entry = (sha: string, from: number, until: number): TableRow<'link_index'> => ({
      sha,
      service: content.service,
      row: key,
      known_from: from,
      known_until: until,
      version,
    });
    const entries = new Map<string, TableRow<'link_index'>>();
    const old = before.get(key);
    const once = [...(old?.commits ?? []).map(({ sha }) => sha), ...(old?.passed ?? [])];
    for (const sha of once) entries.set(sha, entry(sha, 0, 0));
    const links = rows.get(key);
    for (const sha of links?.shas ?? []) entries.set(sha, entry(sha, 0, 0));
    // A commit carried in several intervals is entered with the last: earlier ones belong to rows that are derived anew.
    for (const { sha, from, until } of links?.carried ?? []) entries.set(sha, entry(sha, from, until));
    return [...entries.values()];
  });
}
