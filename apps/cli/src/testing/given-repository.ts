import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository made with the git binary, every date given. */
export interface GivenRepository {
  readonly path: string;
  readonly git: (args: readonly string[], at?: string, input?: string) => string;
  /** Commits a change of a file named after the message; the SHA. */
  readonly commit: (message: string, at: string, options?: CommitOptions) => string;
  /** Merges into the branch that is checked out; the SHA of the merge commit. */
  readonly merge: (branch: string, at: string) => string;
  readonly annotatedTag: (name: string, at: string, target?: string) => void;
  readonly lightweightTag: (name: string, target?: string) => void;
  readonly remove: () => void;
}

export interface CommitOptions {
  readonly author?: string;
  /** Author date, where it is not the committer date. */
  readonly authoredAt?: string;
  /** The file that it writes; without one, a new one. */
  readonly file?: string;
}

/** @param name Name of the folder. */
export function givenRepository(name = 'payments'): GivenRepository {
  const root = mkdtempSync(join(tmpdir(), 'leadline-git-'));
  const path = join(root, name);
  const environment = (at: string, authoredAt: string) => ({
    PATH: process.env['PATH'],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: authoredAt,
    GIT_COMMITTER_DATE: at,
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  });
  const git = (args: readonly string[], at = '2026-01-01T00:00:00Z', input = '', authoredAt = at): string =>
    execFileSync(
      'git',
      ['-c', 'advice.nestedTag=false', '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args],
      {
        cwd: path,
        env: environment(at, authoredAt),
        input,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        maxBuffer: 1 << 28,
      },
    ).trim();
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', path], { env: environment('', '') });
  const head = (): string => git(['rev-parse', 'HEAD']);
  let files = 0;
  return {
    path,
    git,
    commit: (
      message,
      at,
      { author = 'Ada <ada@example.org>', authoredAt = at, file = `file-${(files += 1)}.txt` } = {},
    ) => {
      write(join(path, file), `${message}\n`);
      git(['add', '.'], at);
      git(['commit', '--quiet', '--author', author, '--file=-'], at, message, authoredAt);
      return head();
    },
    merge: (branch, at) => {
      git(['merge', '--quiet', '--no-ff', '--no-edit', branch], at);
      return head();
    },
    // `git tag` refuses names that begin with a dash; a push or update-ref brings them all the same.
    annotatedTag: (tag, at, target = 'HEAD') => {
      const tagged = git(['rev-parse', target]);
      const seconds = Date.parse(at) / 1000;
      const type = git(['cat-file', '-t', tagged]);
      const content = `object ${tagged}\ntype ${type}\ntag ${tag}\ntagger Ada <ada@example.org> ${seconds} +0000\n\nrelease\n`;
      git([
        'update-ref',
        `refs/tags/${tag}`,
        git(['hash-object', '-t', 'tag', '-w', '--stdin', '--literally'], at, content),
      ]);
    },
    lightweightTag: (tag, target = 'HEAD') => void git(['update-ref', `refs/tags/${tag}`, git(['rev-parse', target])]),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
