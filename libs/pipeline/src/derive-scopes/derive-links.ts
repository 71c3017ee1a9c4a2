import type { CatalogueService } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import {
  Chain,
  chainOf,
  deriveLinks,
  type LinkMemo,
  matchesGlob,
  type RowLinks,
  type Verdicts,
} from '@leadline/tracking';
import { type CommitsAhead, LoadedGraph, WIDEST_WINDOW } from './commit-graph.js';

/** Beyond it a link says truncated. */
const MOST_COMMITS = 20_000;
/** Another number, and nothing that was stored before is reused: each service is derived anew with its next touch. */
const STORED_AS = 3;
/** A walk that needs more rounds than this is a bug, not a long history. */
const MOST_ROUNDS = 10_000;

export interface DerivedRows {
  readonly rows: ReadonlyMap<string, RowLinks>;
  readonly chain: Chain;
  /** Of a commit that was looked at; '' where it is not told. */
  readonly repositoryOf: (sha: string) => string;
}

/**
 * When it is written down that a service waits for a commit: before the commit is looked for, because it may be folded
 * meanwhile, or only with the rows, when nothing else is going on.
 */
export type Interest = 'before_loading' | 'with_the_rows';

/**
 * Finds what each deployment carried. Whoever is asked for is first entered into `link_index` and then loaded: a commit
 * that is folded meanwhile either is found here, or finds the entry and touches the service again.
 */
export async function linksOf(
  facts: Facts,
  scope: {
    readonly service: string;
    readonly verdicts: Verdicts;
    /** What is stored of its deployments, by the row's key. */
    readonly heads: ReadonlyMap<string, { readonly chain_hash: string }>;
    readonly changedShas: readonly string[];
    readonly declared: CatalogueService | undefined;
    readonly version: number;
    readonly interest: Interest;
    /** Loaded before, where nothing else is going on. */
    readonly ahead: CommitsAhead;
    /** As the service was derived last, where all of that is stored. */
    readonly before: Chain | undefined;
  },
): Promise<DerivedRows> {
  const { service, verdicts, heads, declared, version, ahead } = scope;
  const isFirst = heads.size === 0;
  const graph = new LoadedGraph(facts, service, isFirst ? WIDEST_WINDOW : undefined, ahead);
  const memo: LinkMemo = {
    chainHash: (row) => heads.get(row)?.chain_hash,
    carriersOf: (sha) => graph.carriersOf(sha),
    invalid: await dependents(facts, service, scope.changedShas),
  };
  const globs = declared?.paths ?? [];
  const options = {
    // Of a service that was never derived nothing is stored that could be reused.
    ...(isFirst ? {} : { memo }),
    maxCommits: MOST_COMMITS,
    ...(globs.length === 0 ? {} : { paths: pathRule(globs) }),
    pathsVersion: JSON.stringify([STORED_AS, globs]),
  };
  const chain = new Chain(chainOf(verdicts), options, scope.before);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const derived = deriveLinks(chain, graph, options);
    if (derived.outcome === 'complete')
      return { rows: derived.rows, chain, repositoryOf: (sha) => graph.repositoryOf(sha) };
    if (scope.interest === 'before_loading') {
      const asked = [...new Set([...derived.commits, ...derived.changesOf])];
      await facts.store({ link_index: asked.map((sha) => interestIn(sha, service, version)) });
    }
    await graph.loadCommits(derived.commits);
    await graph.loadChangesOf(derived.changesOf);
    await graph.loadPatches(derived.patches);
    await graph.loadCarriers(derived.carried);
  }
  throw new Error(`The walk of ${service} did not end after ${MOST_ROUNDS} rounds`);
}

/** That the service waits for a commit, whichever deployment will carry it. */
const interestIn = (sha: string, service: string, version: number) => ({
  sha,
  service,
  row: '',
  known_from: 0,
  known_until: 0,
  earlier: [],
  version,
});

async function dependents(facts: Facts, service: string, shas: readonly string[]): Promise<Set<string>> {
  if (shas.length === 0) return new Set();
  const rows = await facts.find({
    table: 'link_index',
    columns: ['row'],
    where: [
      { column: 'sha', in: shas },
      { column: 'service', in: [service] },
    ],
  });
  return new Set(rows.map(({ row }) => row).filter((row) => row !== ''));
}

const pathRule =
  (globs: readonly string[]) =>
  (changed: readonly string[] | null): boolean =>
    changed === null || changed.some((path) => globs.some((glob) => matchesGlob(glob, path)));
