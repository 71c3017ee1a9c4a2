import { type ChainVersion, type FlagElement } from './facts.js';
import { isBefore } from './chain.js';
import type { Sources } from './elements.js';
import { flagsOfCommit } from './flags.js';
import { Span } from './span.js';
import { walk } from './walk.js';

/** Flags of what a rollback took back, and the SHAs that depends on. */
interface TakenBack {
  readonly flags: FlagElement[];
  readonly shas: Set<string>;
}

/**
 * A rollback carries the flags of the changes it takes back: of the commits between the version that was live before it
 * and the one it returns to, which is as far back as the deployment that first carried that one.
 */
export function flagsTakenBack(sources: Sources): ReadonlyMap<string, TakenBack> {
  const found = new Map<string, TakenBack>();
  for (const version of sources.chain.fresh()) {
    const { row, sha, replacedSha, knownFrom, knownUntil } = version;
    if (sha === null || replacedSha === null || sha === replacedSha) continue;
    const taken = found.get(row) ?? { flags: [], shas: new Set<string>() };
    found.set(row, taken);
    for (let at = knownFrom; at < knownUntil;) {
      const span = new Span(at);
      const flags = flagsBetween({ ...version, sha }, replacedSha, sources, span, taken.shas);
      const known = { knownFrom: at, knownUntil: Math.min(span.until, knownUntil) };
      for (const flag of flags) taken.flags.push({ ...known, flag, by: 'taken_back' });
      at = known.knownUntil;
    }
  }
  return found;
}

function flagsBetween(
  version: ChainVersion & { readonly sha: string },
  replacedSha: string,
  sources: Sources,
  span: Span,
  shas: Set<string>,
): string[] {
  const { knowledge, openings, options } = sources;
  // What a later deployment carried first cannot have been live: the answer rests on the chain before alone.
  const before = (sha: string): ChainVersion | undefined => {
    const by = carrierOf(sha, sources, span);
    return by !== undefined && isBefore(by, version) ? by : undefined;
  };
  for (const sha of [version.sha, replacedSha]) shas.add(sha);
  const returnedTo = before(version.sha);
  if (returnedTo === undefined) return [];
  const { carried, stops, link } = walk(
    { ...version, sha: replacedSha, listed: null },
    {
      knowledge,
      span,
      maxCommits: options.maxCommits,
      isCarried: (sha) => {
        const by = before(sha);
        return sha === version.sha || by === undefined || by === returnedTo || isBefore(by, returnedTo);
      },
      hasPredecessor: () => true,
    },
  );
  const flags = new Set<string>();
  for (const sha of [...carried, ...stops, ...link.waiting]) shas.add(sha);
  for (const sha of carried) {
    const commit = knowledge.commit(sha, span);
    if (commit === undefined) continue;
    const found = openings.requestsOf(sha, span);
    for (const needed of found.shas) shas.add(needed);
    for (const { flag } of flagsOfCommit(commit, found.requests[0])) flags.add(flag);
  }
  return [...flags].sort();
}

/** The deployment that carried the commit first, as it is known at the instant. */
function carrierOf(sha: string, { chain, carriers, knowledge }: Sources, span: Span): ChainVersion | undefined {
  for (const { version, from, until } of carriers.carriedEver.get(sha) ?? []) {
    if (span.within(from, until)) return version;
  }
  for (const { row, from, until } of knowledge.carriersOf(sha) ?? []) {
    if (chain.isReused(row) && span.within(from, until)) return chain.versionAt(row, span);
  }
  return undefined;
}
