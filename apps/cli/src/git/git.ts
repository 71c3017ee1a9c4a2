import { spawn } from 'node:child_process';
import { Failure, errorCode } from '../failure.js';
import type { Io } from '../io.js';
import { oneLine } from '../terminal/printable.js';

/** The git program at one place. Arguments never pass through a shell. */
export interface Git {
  /** What the command writes, whole. Fails with what git says. */
  readonly text: (args: readonly string[], options?: GitOptions) => Promise<string>;
  /** The same as it is written; stopping early ends git. */
  readonly stream: (args: readonly string[], options?: GitOptions) => AsyncGenerator<Buffer, void, undefined>;
}

export interface GitOptions {
  /** Given to the command on its stdin. */
  readonly input?: string | AsyncIterable<Buffer>;
}

/** git ran and refused. */
export class GitRefused extends Error {
  constructor(
    readonly status: number | null,
    readonly stderr: string,
  ) {
    super(`git: ${oneLine(stderr.replace(/^(fatal|error): /, ''), 500) || `ended with ${status}`}`);
    this.name = 'GitRefused';
  }
}

/**
 * Variables by which a surrounding git (a hook, a rebase) points its children at its own repository
 * (`git rev-parse --local-env-vars`): with them, git would ignore the path it is given.
 */
const foreignRepository = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** What a repository's own configuration must not decide: programs to run, and how output looks. */
const fixedSettings = [
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'log.showSignature=false',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'color.ui=false',
  '-c',
  'core.quotePath=false',
];

export function createGit(folder: string, io: Pick<Io, 'env' | 'signal'>): Git {
  async function* stream(args: readonly string[], { input }: GitOptions = {}): AsyncGenerator<Buffer, void, undefined> {
    const child = spawn('git', [...fixedSettings, ...args], {
      cwd: folder,
      env: environment(io.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: io.signal,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr = (stderr + text).slice(-10_000)));
    const ended = new Promise<{ error?: unknown; status: number | null }>((done) => {
      child.once('error', (error) => done({ error, status: null }));
      child.once('close', (status) => done({ status }));
    });
    // git may end before it has read everything; its exit status says why.
    child.stdin.on('error', () => undefined);
    const fed = feed(child.stdin, input);
    // Awaited below; a rejection before that must not count as unhandled.
    fed.catch(() => undefined);
    let isRead = false;
    let broken: Error | undefined;
    try {
      for await (const chunk of child.stdout) yield chunk as Buffer;
      isRead = true;
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
    } finally {
      if (!isRead) child.kill();
    }
    const { error, status } = await ended;
    if (io.signal.aborted) throw new Failure('interrupted', 'interrupted');
    if (error !== undefined) throw cannotStart(error);
    await fed;
    if (status !== 0) throw new GitRefused(status, stderr.trim());
    if (broken !== undefined) throw broken;
  }

  const text = async (args: readonly string[], options?: GitOptions): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream(args, options)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };
  return { text, stream };
}

async function feed(stdin: NodeJS.WritableStream, input: GitOptions['input']): Promise<void> {
  try {
    if (typeof input === 'string') stdin.write(input);
    for await (const chunk of typeof input === 'object' ? input : []) {
      if (!stdin.writable) return;
      if (!stdin.write(chunk)) await drained(stdin);
    }
  } finally {
    stdin.end();
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((done) => {
    stream.once('drain', done);
    stream.once('close', done);
  });
}

function environment(env: Io['env']): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !foreignRepository.includes(name)));
  return { ...own, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
}

function cannotStart(error: unknown): Failure {
  if (errorCode(error) === 'ENOENT') {
    return new Failure(
      'refused',
      'git is not installed, or not on the PATH',
      ['Install it: https://git-scm.com/downloads'],
      {
        cause: error,
      },
    );
  }
  return new Failure('refused', `git cannot be started (${errorCode(error) ?? String(error)})`, [], { cause: error });
}
