import { type Chance, shaOf } from '../chance.js';
import { type Account, bots } from '../company/people.js';
import type { Service } from '../company/services.js';
import type { Commit } from '../github/push.js';

export interface CommitDraft {
  /** Sets apart what else is equal: repository and branch. */
  readonly place: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly at: number;
  readonly author: Account;
  readonly files: readonly string[];
}

/** A commit whose SHA follows from what it says and from its parents, as git's does. */
export function commitOf({ place, parents, message, at, author, files }: CommitDraft): Commit {
  const sha = shaOf([place, ...parents, message, at, author.login].join('\n'));
  const [first, ...others] = files;
  const isNew = first !== undefined && sha < '4';
  return {
    sha,
    tree: shaOf(`tree ${sha}`),
    message,
    at,
    author,
    committer: author,
    added: isNew ? [first] : [],
    modified: isNew ? others : files,
  };
}

/** The same change, as GitHub puts it on the base branch at `at`. */
export function landedAgain(commit: Commit, parent: string, at: number): Commit {
  const sha = shaOf(`${commit.sha} onto ${parent}`);
  return { ...commit, sha, tree: shaOf(`tree ${sha}`), at, committer: bots.web };
}

const extensions: Readonly<Record<string, string>> = {
  go: 'go',
  java: 'java',
  kotlin: 'kt',
  python: 'py',
  rust: 'rs',
  typescript: 'ts',
};
const parts = ['handler', 'client', 'model', 'routes', 'store', 'mapper', 'worker', 'limits', 'schema', 'cache'];

/** Files that a change of these services touches. */
export function filesOf(chance: Chance, touched: readonly Service[]): string[] {
  const files = touched.flatMap(({ folder, language }) =>
    Array.from({ length: chance.whole(1, 3) }, () => {
      const path = `src/${chance.pick(parts)}.${extensions[language] ?? 'txt'}`;
      return folder === undefined ? path : `${folder}/${path}`;
    }),
  );
  return [...new Set(files)];
}
