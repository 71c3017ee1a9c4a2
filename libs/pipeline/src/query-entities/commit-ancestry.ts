import type { FoundCommit } from './find-commits.js';

/** Commits by SHA, as far as they were read. */
export type CommitGraph = ReadonlyMap<string, FoundCommit>;

/** What of commits says which came after which. */
export type CommitSteps = ReadonlyMap<string, Pick<FoundCommit, 'sha' | 'parents' | 'landedAfter'>>;

/** Parents of a commit; of a push that names none the commit it landed after. null: neither is known. */
export const parentsOf = ({
  parents,
  landedAfter,
}: Pick<FoundCommit, 'parents' | 'landedAfter'>): readonly string[] | null =>
  parents ?? (landedAfter === null ? null : [landedAfter]);

/** A commit with all its ancestors in the graph. */
export function ancestorsOf(graph: CommitGraph, sha: string): ReadonlySet<string> {
  return reachable([sha], (each) => {
    const commit = graph.get(each);
    return (commit === undefined ? [] : (parentsOf(commit) ?? [])).filter((parent) => graph.has(parent));
  });
}

/** Commits of which a seed is an ancestor, with the seeds. */
export function descendantsOf(graph: CommitSteps, seeds: Iterable<string>): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const commit of graph.values()) {
    for (const parent of parentsOf(commit) ?? []) {
      const known = children.get(parent);
      if (known) known.push(commit.sha);
      else children.set(parent, [commit.sha]);
    }
  }
  return reachable(seeds, (sha) => children.get(sha) ?? []);
}

function reachable(seeds: Iterable<string>, next: (sha: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(seeds);
  const waiting = [...found];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    for (const other of next(sha)) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}
