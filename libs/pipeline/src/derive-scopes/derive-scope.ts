import { canonicalJson, type Catalogue } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { CarriedFlag, DeploymentRow, TableRow } from '@leadline/tables';
import {
  contentOf,
  emptied,
  factsByDeployment,
  type RowLinks,
  type StayRow,
  type Stays,
  type VerdictContent,
  verdictRows,
} from '@leadline/tracking';
import type { CommitsAhead } from './commit-graph.js';
import { type DerivedFlags, deriveFlags } from './derive-flags.js';
import type { RememberedScope } from './derive-memory.js';
import { type DerivedRows, type Interest, linksOf } from './derive-links.js';
import type { Derived, KnownScope } from './known-scope.js';
import { changeStays, staysAnew } from './derive-stays.js';
import { rowKey } from './row-key.js';
import { type ScopeFacts, serviceIn, storedStays, type StoredHead } from './scope-facts.js';

type Found = Pick<
  DeploymentRow,
  'links' | 'commits' | 'changes' | 'carried_flags' | 'used_up' | 'passed' | 'chain_hash' | 'links_hash'
>;

const nothingFound: Found = {
  links: [],
  commits: [],
  changes: [],
  carried_flags: [],
  used_up: [],
  passed: [],
  chain_hash: '',
  links_hash: '',
};

export interface Derivation {
  readonly catalogue: Catalogue;
  /** Commits whose facts changed since the service was derived last. */
  readonly changedShas: readonly string[];
  readonly version: number;
  readonly interest: Interest;
  readonly ahead: CommitsAhead;
  readonly remembered: RememberedScope;
}

/** Derives a service's deployments and writes the rows that changed. */
export async function deriveScope(
  facts: Facts,
  scope: ScopeFacts,
  { catalogue, changedShas, version, interest, ahead, remembered: { running, known } }: Derivation,
): Promise<void> {
  const { service } = scope;
  const declared = serviceIn(catalogue, service);
  const verdicts = running.derive(scope);
  const before = known.next(scope.heads, rowKey);
  const goesOn = before !== undefined && before.sweep === running.basis ? before : undefined;
  const heads = known.stored;
  const asked = { service, verdicts, heads, changedShas, declared, version, interest, ahead, before: goesOn?.chain };
  const links = await linksOf(facts, asked);

  const contents = verdictRows(service, verdicts, declared, {
    facts: factsByDeployment(scope.reported),
    observed: known.observedIn(scope),
  });
  const carried = carriedFlags(contents, links, known);
  const flags = await deriveFlags(facts, { facts: scope, verdicts, catalogue, carried, version });
  const derived = goesOn
    ? contentsToCompare(contents, goesOn, [...links.rows.keys(), ...flags.acquittals.keys(), ...goesOn.acquitted])
    : withEmptied(new Map(contents.map((content) => [rowKey(content), content])), heads);
  const changed = changedRows(derived, links, heads, flags.acquittals);
  if (flags.changed.length > 0) {
    await facts.store({ flag_incidents: flags.changed.map((row) => ({ ...row, version })) });
  }
  const stays = await changedStays(facts, { scope, before: goesOn?.stays, contents, derived, links, changed });
  if (changed.length + stays.rows.length > 0) {
    await writeRows(facts, service, { changed, links, heads, stays: stays.rows, version });
  }
  if (running.basis === undefined) return;
  known.done({
    sweep: running.basis,
    contents,
    chain: links.chain,
    stays: stays.stays,
    written: new Set(changed.map(({ content }) => rowKey(content))),
    acquitted: new Set(flags.acquittals.keys()),
  });
}

interface Standing {
  readonly scope: ScopeFacts;
  /** What was told before, if that is how it is stored. */
  readonly before: Stays | undefined;
  readonly contents: readonly VerdictContent[];
  /** Those that may be other than before. */
  readonly derived: ReadonlyMap<string, VerdictContent>;
  readonly links: DerivedRows;
  readonly changed: readonly Changed[];
}

/** What stood where, and rows of it that are not as they are stored. */
async function changedStays(
  facts: Facts,
  { scope, before, contents, derived, links, changed }: Standing,
): Promise<{ readonly stays: Stays | undefined; readonly rows: readonly StayRow[] }> {
  const commits = {
    commitsOf: (key: string) => (links.chain.isReused(key) ? undefined : (links.rows.get(key)?.commits ?? [])),
    repositoryOf: links.repositoryOf,
  };
  if (before !== undefined) return { stays: before, rows: changeStays(before, [...derived.values()], commits) };
  if (changed.length === 0 && links.rows.size === 0) return { stays: undefined, rows: [] };
  return staysAnew(contents, scope.stays ?? (await storedStays(facts, [scope.service])), commits);
}

interface Writing {
  readonly changed: readonly Changed[];
  readonly links: DerivedRows;
  readonly heads: Heads;
  readonly stays: readonly StayRow[];
  readonly version: number;
}

async function writeRows(
  facts: Facts,
  service: string,
  { changed, links, heads, stays, version }: Writing,
): Promise<void> {
  const before = await storedLinks(
    facts,
    service,
    changed.map(({ content }) => content),
    heads,
  );
  // Before the deployments: whoever dies between the two finds these changed still, and writes both again.
  await facts.store({
    link_index: indexRows(changed, links.rows, before, version),
    stays: stays.map((row) => ({ ...row, version })),
  });
  await facts.store({
    deployments: changed.map(({ content, acquittals, found }) =>
      Object.assign(
        { version, acquittals },
        content,
        found === 'stored' ? (before.get(rowKey(content)) ?? nothingFound) : found,
      ),
    ),
  });
}

type Heads = ReadonlyMap<string, StoredHead>;

/** Flags of all that its deployments carry, in their order. */
function carriedFlags(contents: readonly VerdictContent[], links: DerivedRows, known: KnownScope): CarriedFlag[] {
  const isFresh = [...links.rows.values()].some(({ flags }) => flags.length > 0);
  if (!known.isFlagged && !isFresh) return [];
  const carried: CarriedFlag[] = [];
  for (const content of contents) {
    const key = rowKey(content);
    const flags = links.chain.isReused(key) ? known.stored.get(key)?.carried_flags : links.rows.get(key)?.flags;
    if (flags !== undefined && flags.length > 0) carried.push(...flags);
  }
  return carried;
}

/** Rows that can be other than they are stored: those that say something else than before, and those with these keys. */
function contentsToCompare(
  contents: readonly VerdictContent[],
  before: Derived,
  keys: readonly string[],
): Map<string, VerdictContent> {
  const compared = new Map<string, VerdictContent>();
  for (let place = 0; place < contents.length; place += 1) {
    const content = contents[place]!;
    if (content !== before.contents[place]) compared.set(rowKey(content), content);
  }
  const further = new Set(keys.filter((key) => !compared.has(key)));
  if (further.size === 0) return compared;
  for (const content of contents) if (further.has(rowKey(content))) compared.set(rowKey(content), content);
  return compared;
}

/** With those that are stored and derived no more. */
function withEmptied(derived: Map<string, VerdictContent>, heads: Heads): Map<string, VerdictContent> {
  for (const [key, head] of heads) if (!derived.has(key)) derived.set(key, emptied(head));
  return derived;
}

/** A row that is not as it is stored. */
interface Changed {
  readonly content: VerdictContent;
  readonly acquittals: DeploymentRow['acquittals'];
  readonly found: Found | 'stored';
}

function changedRows(
  derived: ReadonlyMap<string, VerdictContent>,
  links: DerivedRows,
  heads: Heads,
  acquitted: DerivedFlags['acquittals'],
): Changed[] {
  const changed: Changed[] = [];
  for (const [key, content] of derived) {
    const head = heads.get(key);
    const found = links.chain.isReused(key) ? 'stored' : foundIn(links.rows.get(key));
    const acquittals = acquitted.get(key) ?? [];
    const isSame =
      head?.verdict_hash === content.verdict_hash &&
      isSameAcquittals(head.acquittals, acquittals) &&
      (found === 'stored' || (head.links_hash === found.links_hash && head.chain_hash === found.chain_hash));
    if (!isSame) changed.push({ content, acquittals: [...acquittals], found });
  }
  return changed;
}

/** Hardly any deployment has one, and all deployments there are come by here. */
function isSameAcquittals(a: DeploymentRow['acquittals'], b: readonly DeploymentRow['acquittals'][number][]): boolean {
  return (a.length === 0 && b.length === 0) || canonicalJson(a) === canonicalJson(b);
}

function foundIn(links: RowLinks | undefined): Found {
  if (!links) return nothingFound;
  const content = {
    links: links.links,
    commits: links.commits,
    changes: links.changes,
    carried_flags: links.flags,
    used_up: [...links.usedUp],
    passed: [],
  };
  return { ...content, chain_hash: links.chainHash, links_hash: contentOf(JSON.stringify(content)) };
}

async function storedLinks(
  facts: Facts,
  service: string,
  contents: readonly VerdictContent[],
  heads: Heads,
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
      'carried_flags',
      'used_up',
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
      const { links, commits, changes, carried_flags, used_up, passed, chain_hash, links_hash } = row;
      return [rowKey(row), { links, commits, changes, carried_flags, used_up, passed, chain_hash, links_hash }];
    }),
  );
}

/** Entries of what the rows depend on now, and empty intervals for what they no longer do. */
function indexRows(
  changed: readonly Changed[],
  rows: ReadonlyMap<string, RowLinks>,
  before: ReadonlyMap<string, Found>,
  version: number,
): TableRow<'link_index'>[] {
  return changed.flatMap(({ content, found }) => {
    if (found === 'stored') return [];
    const key = rowKey(content);
    const entry = (sha: string): TableRow<'link_index'> => ({
      sha,
      service: content.service,
      row: key,
      known_from: 0,
      known_until: 0,
      earlier: [],
      version,
    });
    const entries = new Map<string, TableRow<'link_index'>>();
    const old = before.get(key);
    const once = [...(old?.commits ?? []), ...(old?.used_up ?? [])].map(({ sha }) => sha).concat(old?.passed ?? []);
    const links = rows.get(key);
    for (const sha of [...once, ...(links?.shas ?? [])]) entries.set(sha, entry(sha));
    for (const { sha, from, until } of links?.carried ?? []) {
      const { known_from, known_until, earlier } = entries.get(sha) ?? entry(sha);
      const before = known_from < known_until ? [...earlier, { from: known_from, until: known_until }] : earlier;
      entries.set(sha, { ...entry(sha), known_from: from, known_until: until, earlier: before });
    }
    return [...entries.values()];
  });
}
