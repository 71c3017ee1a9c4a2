import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { serverEnvironment, serverFlags, standaloneProgram } from '../processes/standalone.js';
import { printable } from '../terminal/printable.js';
import { MINUTE } from './time.js';

export interface ChildInput {
  readonly address: string;
  /** Beside what every process needs, and instead of whatever Leadline is told here. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its messages go. */
  readonly logFile: string;
  readonly io: Io;
}

/** Leadline, running as a child of this process. */
export interface Child {
  /** Resolves when it ended, with its exit code; null: by a signal. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>;
  /** Resolves when it answers. Fails if it ends before, or does not come up within three minutes. */
  readonly whenAlive: () => Promise<void>;
}

/** A busy machine takes its time; a server that ends meanwhile is not waited for. */
const ALIVE_WITHIN = 3 * MINUTE;
const POLL_MS = 100;

export function startChild({ address, env, logFile, io }: ChildInput): Child {
  const program = standaloneProgram(io);
  if (!existsSync(program)) {
    throw new Failure('failed', `${program} is not there, so there is nothing to start`, ['Build it: npm run build']);
  }
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...serverFlags, program], {
    cwd: io.cwd,
    env: { ...serverEnvironment, ...inherited(io.env), ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let isEnded = false;
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(1));
    child.once('close', done);
  }).finally(() => void (isEnded = true));
  return {
    ended,
    stop: async () => {
      if (!isEnded) child.kill('SIGTERM');
      await ended;
    },
    whenAlive: () => whenAlive({ child, address, io, logFile, isEnded: () => isEnded }),
  };
}

/** The demo is its own installation: what is configured for another one here does not reach it. */
function inherited(env: Io['env']): Record<string, string | undefined> {
  const isOther = (name: string): boolean =>
    name.startsWith('LEADLINE_') || ['KAFKA_BROKERS', 'CLICKHOUSE_URL', 'CLICKHOUSE_URL_FILE'].includes(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOther(name)));
}

interface Birth {
  readonly child: ChildProcess;
  readonly address: string;
  readonly logFile: string;
  readonly io: Io;
  readonly isEnded: () => boolean;
}

async function whenAlive({ address, io, logFile, isEnded }: Birth): Promise<void> {
  const deadline = io.now() + ALIVE_WITHIN;
  for (;;) {
    if (io.signal.aborted) throw new Failure('interrupted', 'interrupted');
    if (isEnded()) throw new Failure('failed', 'Leadline ended while it was starting', lastLines(logFile));
    const isAlive = await io.fetch(`${address}/healthz`, { signal: io.signal }).then(
      (response) => response.ok,
      () => false,
    );
    if (isAlive) return;
    if (io.now() > deadline)
      throw new Failure('failed', 'Leadline has not started within three minutes', lastLines(logFile));
    await io.sleep(POLL_MS, io.signal);
  }
}

/** What it said last, for the person to see. */
export function lastLines(logFile: string, count = 12): string[] {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  return [...lines.slice(-count).map((line) => printable(line).slice(0, 400)), `All it said: ${logFile}`];
}
