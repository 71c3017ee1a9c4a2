import { Writable } from 'node:stream';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { run } from '../run.js';

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** Every pause that was asked for, in milliseconds. */
  readonly slept: readonly number[];
}

/** Noon UTC on 1 June 2026. */
export const noon = Date.parse('2026-06-01T12:00:00Z');

/** Runs a command line in this process: no terminal, a clock that stands still at {@link noon}, sleep that takes no time. */
export async function runLeadline(argv: readonly string[], overrides: Partial<Io> = {}): Promise<Ran> {
  const stdout = new Gathering();
  const stderr = new Gathering();
  const slept: number[] = [];
  const code = await run(argv, {
    stdout,
    stderr,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    fetch,
    now: () => noon,
    cwd: process.cwd(),
    isTTY: { stdout: false, stderr: false },
    sleep: async (milliseconds) => void slept.push(milliseconds),
    signal: new AbortController().signal,
    ...overrides,
  });
  return { code, stdout: stdout.text, stderr: stderr.text, slept };
}

/** Keeps what is written; can look enough like a terminal for a progress bar. */
export class Gathering extends Writable {
  text = '';
  readonly columns = 100;

  constructor(readonly isTTY = false) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
