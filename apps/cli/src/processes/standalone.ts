import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { errorCode, Failure } from '../failure.js';
import type { Io } from '../io.js';

/** Beside the apps, for whatever starts one of them. */
const flagsOfServers = new URL('../../../server-flags.json', import.meta.url);

/** The process in which every role of Leadline runs; it lies beside this app, in the sources and when built. */
const builtProgram = new URL('../../../standalone/dist/main.js', import.meta.url);

/**
 * Room for what lives for one batch only: with Node's own 16 MiB, collecting it takes a quarter of the time. And one thread
 * collects it: several cost a tenth of all processor time when batch follows batch, and spare the main thread nothing. The
 * heap may grow to three times what lives before V8 marks all of it: else it does so for every few hundred bodies
 * (docs/adr/0052).
 */
export const serverFlags = z.array(z.string()).parse(JSON.parse(readFileSync(flagsOfServers, 'utf8')));

/** Without it graphql-js checks the kind of every value of every answer. */
export const serverEnvironment = { NODE_ENV: 'production' };

/** Where the program of `leadline serve` lies; LEADLINE_STANDALONE names another build of it. */
export function standaloneProgram({ env }: Pick<Io, 'env'>): string {
  return env['LEADLINE_STANDALONE'] || fileURLToPath(builtProgram);
}

/**
 * Runs Leadline as a child process until it ends; what it writes goes where ours does. When this process is asked to end,
 * the child is, and has its time to end in order.
 *
 * @returns The child's exit code; 130 if it was ended by our being interrupted.
 */
export async function runStandalone(io: Io): Promise<ExitCode> {
  const program = standaloneProgram(io);
  if (!existsSync(program)) {
    throw new Failure('failed', `${program} is not there, so there is nothing to start`, ['Build it: npm run build']);
  }
  const child = spawn(process.execPath, [...serverFlags, program], {
    cwd: io.cwd,
    env: { ...serverEnvironment, ...io.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(io.stdout, { end: false });
  child.stderr.pipe(io.stderr, { end: false });
  const end = (): void => void child.kill('SIGTERM');
  io.signal.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    return code ?? (io.signal.aborted ? exitCodes.interrupted : exitCodes.failed);
  } catch (error) {
    throw new Failure('failed', `Leadline cannot be started (${errorCode(error) ?? String(error)})`, [], {
      cause: error,
    });
  } finally {
    io.signal.removeEventListener('abort', end);
  }
}
