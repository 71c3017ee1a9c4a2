import { isBot } from './bot.js';
import type { Git } from './git.js';

/** A commit as the repository has it. */
export interface GitCommit {
  readonly sha: string;
  /** First parent first. */
  readonly parents: readonly string[];
  /** Committer date in epoch seconds. */
  readonly committedAt: number;
  /** Author date in epoch seconds. */
  readonly authoredAt: number;
  readonly isBot: boolean;
  readonly subject: string;
  /** Of the trailers `Flag: a, b`. */
  readonly flags: readonly string[];
}

/** Commits reachable from some and not from others. */
export interface CommitRange {
  readonly from: readonly string[];
  readonly excluding?: readonly string[];
}

const VALUE_SEPARATOR = '\u0001';
const fields = ['%H', '%P', '%ct', '%at', '%an', '%ae', '%s', '%(trailers:key=Flag,valueonly,unfold,separator=%x01)'];
const format = `--format=tformat:${fields.join('%x00')}`;

/** Every commit of the range, parents before children, in the portions in which git writes them. */
export async function* readCommits(git: Git, range: CommitRange): AsyncGenerator<GitCommit[], void, undefined> {
  const args = ['log', '-z', format, '--encoding=UTF-8', '--topo-order', '--reverse', '--no-show-signature', '--stdin'];
  let rest: Buffer = Buffer.alloc(0);
  let values: string[] = [];
  for await (const chunk of git.stream(args, { input: revisionsOf(range) })) {
    const commits: GitCommit[] = [];
    let start = 0;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0, start)) {
      values.push(rest.toString('utf8', start, end));
      start = end + 1;
      if (values.length < fields.length) continue;
      commits.push(commitOf(values));
      values = [];
    }
    rest = rest.subarray(start);
    yield commits;
  }
  if (values.length > 0 || rest.length > 0) throw new Error('git log ended in the middle of a commit');
}

/** The number of commits of a range; those with one parent at most if `noMerges`. */
export async function countCommits(git: Git, range: CommitRange, { noMerges = false } = {}): Promise<number> {
  const args = ['rev-list', '--count', ...(noMerges ? ['--no-merges'] : []), '--stdin'];
  return Number(await git.text(args, { input: revisionsOf(range) }));
}

/** On stdin rather than as arguments: there may be more than a command line holds. Both are SHAs, so nothing is an option. */
export function revisionsOf({ from, excluding = [] }: CommitRange): string {
  return [...from, ...excluding.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join('');
}

function commitOf(values: readonly string[]): GitCommit {
  const [sha = '', parents = '', committed, authored, name = '', email = '', subject = '', trailers = ''] = values;
  const flags = trailers.split(VALUE_SEPARATOR).flatMap((value) => value.split(','));
  return {
    sha,
    parents: parents === '' ? [] : parents.split(' '),
    committedAt: Number(committed),
    authoredAt: Number(authored),
    isBot: isBot(name, email),
    subject,
    flags: [...new Set(flags.map((flag) => flag.trim()).filter((flag) => flag !== ''))],
  };
}
