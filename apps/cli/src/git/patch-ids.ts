import { type CommitRange, revisionsOf } from './commits.js';
import type { Git } from './git.js';

export interface PatchId {
  readonly sha: string;
  /** `git patch-id --stable` of its diff: equal for cherry-picks of one patch. */
  readonly patchId: string;
}

/** What a repository's or a person's configuration must not change about a diff. */
const diffOptions = [
  '-p',
  '-U3',
  '--diff-algorithm=myers',
  '--full-index',
  '--no-color',
  '--no-ext-diff',
  '--no-renames',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** The patch ids of the commits of a range that change files; merges and empty commits have none. */
export async function* readPatchIds(git: Git, range: CommitRange): AsyncGenerator<PatchId[], void, undefined> {
  const log = ['log', '--no-merges', '--topo-order', '--reverse', '--no-show-signature', '--format=tformat:%H'];
  const diffs = git.stream([...log, ...diffOptions, '--stdin'], { input: revisionsOf(range) });
  let rest = '';
  for await (const chunk of git.stream(['patch-id', '--stable'], { input: diffs })) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((line) => {
      const [patchId = '', sha = ''] = line.split(' ');
      return { sha, patchId };
    });
  }
}
