import type { Writable } from 'node:stream';

/** Everything a command may know of the world outside: the process gives the real one, specs their own. */
export interface Io {
  /** Data: what was asked for, and nothing else. */
  readonly stdout: Writable;
  /** Messages, progress, problems. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly cwd: string;
  /** Whether a person is looking: animation and colour only then. */
  readonly isTTY: { readonly stdout: boolean; readonly stderr: boolean };
  /** Resolves after the time, or early when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Aborts when the person presses Ctrl-C or the process is asked to end. */
  readonly signal: AbortSignal;
}
