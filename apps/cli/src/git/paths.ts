import type { Git } from './git.js';

/** A commit that touches more says nothing of a service; GitHub lists no more either. */
const MOST_PATHS = 3_000;

/**
 * Paths that each commit touched, against its parent; of a merge none, as what it merges touched them. A commit that
 * touched very many is left out: its paths are not known.
 */
export async function readPaths(git: Git, shas: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const paths = new Map<string, string[]>(shas.map((sha) => [sha, []]));
  const args = ['diff-tree', '--stdin', '-r', '-z', '--root', '--name-only', '--no-renames'];
  let rest: Buffer = Buffer.alloc(0);
  let touched: string[] = [];
  for await (const chunk of git.stream(args, { input: shas.map((sha) => `${sha}\n`).join('') })) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0, start)) {
      const text = rest.toString('utf8', start, end);
      const next = paths.get(text);
      if (next !== undefined) touched = next;
      else if (touched.length <= MOST_PATHS) touched.push(text);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  return new Map([...paths].filter(([, { length }]) => length <= MOST_PATHS));
}
