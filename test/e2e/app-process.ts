import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type AppName = 'standalone' | 'ingest' | 'processor' | 'api' | 'scheduler' | 'cli';

/** How a process ended: with a code, or by a signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One app of the product, as an operator starts it. */
export interface AppProcess {
  /** Where it answers, once it listens; rejects with what it said when it ends before. */
  readonly address: Promise<string>;
  readonly ended: Promise<Ended>;
  /** Everything it has written to its log so far. */
  readonly log: () => string;
  /** Resolves as soon as its log has such a line. */
  readonly says: (line: RegExp) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** SIGKILL: nothing in it learns of it. */
  readonly kill: () => Promise<Ended>;
  /** SIGTERM, and the end of it. */
  readonly stop: () => Promise<Ended>;
}

const workspace = fileURLToPath(new URL('../../', import.meta.url));
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Ends whatever a test left running. */
export async function endApps(): Promise<void> {
  await Promise.all(
    [...alive].map((child) => {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      return gone;
    }),
  );
}

/** Starts an app from its build; the environment holds nothing but what is given and the way to programs. */
export function startApp(
  app: AppName,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): AppProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, programOf(app), ...args], {
    env: { PATH, HOME, LEADLINE_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  const heard = (stream: 'stdout' | 'stderr') => (text: string) => {
    output[stream] += text;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', heard('stdout'));
  child.stderr.setEncoding('utf8').on('data', heard('stderr'));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      alive.delete(child);
      resolve({ code, signal, ...output });
    });
  });
  const match = async (line: RegExp): Promise<RegExpExecArray> => {
    const spoken = new Promise<RegExpExecArray>((resolve) => {
      const look = (): void => {
        const found = line.exec(output.stderr);
        if (found === null) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
    const silent = ended.then(({ code, signal, stderr }): never => {
      throw new Error(`${app} ended (${code ?? signal}) before it said ${line}:\n${stderr}`);
    });
    return Promise.race([spoken, silent]);
  };
  const address = match(/Leadline listens on (http:\/\/[^"\s]+)/).then(([, found = '']) => found);
  address.catch(() => undefined);
  const end = (name: NodeJS.Signals): Promise<Ended> => {
    child.kill(name);
    return ended;
  };
  return {
    address,
    ended,
    log: () => output.stderr,
    says: async (line) => void (await match(line)),
    signal: (name) => void child.kill(name),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function programOf(app: AppName): string {
  const main = join(workspace, 'apps', app, 'dist/main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: run "npm run build" first`);
  return main;
}

/** Runs an app to its end. */
export function runApp(
  app: AppName,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended> {
  return startApp(app, env, args).ended;
}
