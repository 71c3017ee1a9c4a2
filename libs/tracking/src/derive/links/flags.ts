import type { FlagElement } from './facts.js';
import type { KnownCommit, Knowledge } from './knowledge.js';
import type { MergedRequest } from './pull-requests.js';
import type { Span } from './span.js';

type Flagged = Omit<FlagElement, 'knownFrom' | 'knownUntil'>;

/** Flags of a commit: those its own trailers name, and those its pull request is labelled with. */
export function flagsOfCommit({ sha, flags }: KnownCommit, owner: MergedRequest | undefined): Flagged[] {
  return flagged(`commit:${sha}`, [...flags, ...(owner?.state.flags ?? [])]);
}

/** Flags of a pull request: those it is labelled with, and those the trailers of its commits name, however it landed. */
export function flagsOfRequest(request: MergedRequest, knowledge: Knowledge, span: Span): Flagged[] {
  const { state, ownOriginals, landed, closesWith } = request;
  const carried = [...new Set([...landed, closesWith ?? ''])].flatMap((sha) => knowledge.commit(sha, span) ?? []);
  return flagged(state.change, [...state.flags, ...[...ownOriginals, ...carried].flatMap(({ flags }) => flags)]);
}

const flagged = (by: string, flags: readonly string[]): Flagged[] =>
  [...new Set(flags)].sort().map((flag) => ({ flag, by }));
