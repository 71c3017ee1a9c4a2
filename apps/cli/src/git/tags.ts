import type { Git } from './git.js';

/** A tag that leads to a commit. */
export interface GitTag {
  /** Without "refs/tags/". */
  readonly name: string;
  /** SHA of the commit, whatever the tag's own object is. */
  readonly sha: string;
  /** Epoch seconds: tagger date of an annotated tag, else committer date of the commit. */
  readonly at: number;
  readonly isAnnotated: boolean;
}

export interface Tags {
  /** In no particular order. */
  readonly tags: readonly GitTag[];
  /** Names of tags that lead to a file or a tree. */
  readonly withoutCommit: readonly string[];
}

const PREFIX = 'refs/tags/';
const format = '--format=%(refname)%00%(objecttype)%00%(taggerdate:unix)';

/** Tags whose name matches one of the globs, as `git tag --list` understands them. */
export async function readTags(git: Git, globs: readonly string[]): Promise<Tags> {
  const text = await git.text(['tag', '--list', '--no-column', '--sort=refname', format, '--', ...globs]);
  const lines = text.split('\n').filter((line) => line !== '');
  const refs = lines.map((line) => {
    const [ref = '', type, tagged = ''] = line.split('\0');
    return { ref, isAnnotated: type === 'tag', taggedAt: tagged === '' ? undefined : Number(tagged) };
  });
  const shas = await peel(
    git,
    refs.map(({ ref }) => ref),
  );
  const committedAt = await committerDates(git, [...new Set(shas.values())]);
  const tags = refs.flatMap(({ ref, isAnnotated, taggedAt }): GitTag[] => {
    const sha = shas.get(ref);
    if (sha === undefined) return [];
    // The oldest tags of some repositories are annotated and have no tagger.
    return [{ name: ref.slice(PREFIX.length), sha, at: taggedAt ?? committedAt.get(sha) ?? 0, isAnnotated }];
  });
  const withoutCommit = refs.filter(({ ref }) => !shas.has(ref)).map(({ ref }) => ref.slice(PREFIX.length));
  return { tags, withoutCommit };
}

/** SHA of the commit each ref leads to, through tags of tags. */
async function peel(git: Git, refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (refs.length === 0) return new Map();
  const input = refs.map((ref) => `${ref}^{commit}\n`).join('');
  const text = await git.text(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input });
  const lines = text.split('\n');
  return new Map(
    refs.flatMap((ref, index): [string, string][] => {
      const [sha = '', type] = lines[index]?.split(' ') ?? [];
      return type === 'commit' ? [[ref, sha]] : [];
    }),
  );
}

async function committerDates(git: Git, shas: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (shas.length === 0) return new Map();
  const args = ['log', '--no-walk=unsorted', '--no-show-signature', '--format=tformat:%H %ct', '--stdin'];
  const text = await git.text(args, { input: shas.map((sha) => `${sha}\n`).join('') });
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), Number(line.slice(line.indexOf(' ') + 1))]));
}
