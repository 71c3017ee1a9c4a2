import type { Facts, Find, Rows } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';
import { latestCatalogue } from '../fold-events/catalogues.js';
import type { Touch } from '../fold-events/touched-services.js';
import { type CommitsAhead, commitsOf } from './commit-graph.js';
import type { Interest } from './derive-links.js';
import { DeriveMemory } from './derive-memory.js';
import { deriveScope } from './derive-scope.js';
import { GatheredFacts } from './gathered-facts.js';
import { loadScopes, type ScopeFacts } from './scope-facts.js';

/** Services whose facts are held in memory at once. */
const SCOPES_AT_ONCE = 64;
/** Of services that are derived together, if there are several: what is made of an attempt takes many times what was told. */
const ATTEMPTS_AT_ONCE = 2_000;

export interface ScopeFailure {
  readonly service: string;
  readonly error: Error;
}

export interface DeriveOptions {
  readonly interest?: Interest;
  /** Of whoever derives batch after batch; without, nothing is remembered. */
  readonly memory?: DeriveMemory;
}

/**
 * Derives every touched service once, however often it was touched. A service whose derivation throws is marked stale
 * with the error and tried again with its next touch; the others go on.
 */
export async function deriveBatch(
  facts: Facts,
  touches: readonly Touch[],
  version: number,
  onFailure: (failure: ScopeFailure) => void,
  { interest = 'before_loading', memory = new DeriveMemory(0) }: DeriveOptions = {},
): Promise<void> {
  const shas = coalesced(touches);
  const services = [...shas.keys()];
  if (services.length === 0) return;
  const watched = new WatchedFacts(new GatheredFacts(facts));
  const [catalogue, marked] = await Promise.all([
    latestCatalogue(facts),
    facts.find({ table: 'stale_scopes', where: [{ column: 'service', in: services }] }),
  ]);
  const stale = new Set(marked.filter(({ state }) => state === 'stale').map(({ service }) => service));
  const deriveOne = async (scope: ScopeFacts, ahead: CommitsAhead): Promise<void> => {
    const remembered = memory.of(scope.service, scope.attempts.length);
    const changedShas = shas.get(scope.service) ?? [];
    try {
      await deriveScope(watched, scope, { catalogue, changedShas, version, interest, ahead, remembered });
      if (stale.has(scope.service)) await markScope(watched, scope.service, null, version);
    } catch (error) {
      memory.forget(scope.service);
      // What the warehouse throws is not the service's fault: the whole batch comes again.
      if (!(error instanceof Error) || watched.failure === error) throw error;
      onFailure({ service: scope.service, error });
      await markScope(watched, scope.service, error, version);
    }
  };
  for (let start = 0; start < services.length; start += SCOPES_AT_ONCE) {
    const knowsStays = (service: string): boolean => memory.knowsStays(service);
    const scopes = await loadScopes(facts, services.slice(start, start + SCOPES_AT_ONCE), knowsStays);
    const ahead = await (interest === 'with_the_rows' ? commitsOf(facts, repositoriesOf(scopes)) : new Map());
    for (const together of portionsOf(scopes)) {
      // All end before any failure is told: nobody goes on writing when the batch comes again.
      const derived = together.map((scope) => deriveOne(scope, ahead));
      await Promise.allSettled(derived);
      await Promise.all(derived);
    }
  }
}

function portionsOf(scopes: readonly ScopeFacts[]): ScopeFacts[][] {
  const portions: ScopeFacts[][] = [];
  let attempts = Infinity;
  for (const scope of scopes) {
    attempts += scope.attempts.length;
    if (attempts > ATTEMPTS_AT_ONCE) {
      portions.push([]);
      attempts = scope.attempts.length;
    }
    portions.at(-1)?.push(scope);
  }
  return portions;
}

/** Repositories of services that were never derived: their commits will be asked for, all of them. */
function repositoriesOf(scopes: readonly ScopeFacts[]): string[] {
  const repositories = new Set<string>();
  for (const { heads, attempts } of scopes) {
    if (heads.length > 0) continue;
    for (const attempt of attempts)
      for (const { state } of attempt) if (state.repository !== null) repositories.add(state.repository);
  }
  return [...repositories];
}

/** Facts that remember whether they were what failed. */
class WatchedFacts implements Facts {
  failure: unknown = null;

  constructor(private readonly facts: Facts) {}

  find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    return this.watch(this.facts.find(query));
  }

  store(rows: Rows): Promise<void> {
    return this.watch(this.facts.store(rows));
  }

  private async watch<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

async function markScope(facts: Facts, service: string, error: Error | null, version: number): Promise<void> {
  const row = { service, error: error?.message ?? '', state: error === null ? 'fresh' : 'stale', version };
  await facts.store({ stale_scopes: [row] });
}

function coalesced(touches: readonly Touch[]): Map<string, string[]> {
  const shas = new Map<string, Set<string>>();
  for (const touch of touches) {
    const known = shas.get(touch.service) ?? new Set<string>();
    for (const sha of touch.shas) known.add(sha);
    shas.set(touch.service, known);
  }
  return new Map([...shas].map(([service, set]) => [service, [...set].sort()]));
}
