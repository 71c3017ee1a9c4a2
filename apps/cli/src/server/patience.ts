import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { duration } from '../terminal/quantities.js';
import type { Server, ServerRequest } from './server.js';

/** What has no answer for now. */
export interface Again {
  readonly outcome: 'again';
  readonly reason: string;
  /** What the server asks to wait. */
  readonly afterMs: number | undefined;
  /** What it comes to when it is tried no more. */
  readonly failure: Failure;
}

/** Waits between attempts: a little over a minute in all, enough for a server to restart. */
const WAITS_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000];
const LONGEST_WAIT_MS = 60_000;

/** Attempts until there is an answer; fails when the server stays away too long. */
export async function patiently<T extends { readonly outcome: string }>(
  io: Io,
  say: (line: string) => void,
  attempt: () => Promise<T | Again>,
): Promise<T> {
  for (let number = 0; ; number += 1) {
    const answer = await attempt();
    if (!isAgain(answer)) return answer;
    const wait = WAITS_MS[number];
    if (wait === undefined) throw answer.failure;
    const pause = Math.min(Math.max(wait, answer.afterMs ?? 0), LONGEST_WAIT_MS);
    if (pause >= 1000) say(`${answer.reason}; trying again in ${duration(pause / 1000)}`);
    await io.sleep(pause, io.signal);
    if (io.signal.aborted) throw new Failure('interrupted', 'interrupted');
  }
}

function isAgain(answer: { readonly outcome: string }): answer is Again {
  return answer.outcome === 'again';
}

/** Asks once; `read` says what a lasting answer means. */
export async function askOnce<T>(
  server: Server,
  request: ServerRequest,
  read: (response: Response) => Promise<T>,
): Promise<T | Again> {
  try {
    const response = await server.ask(request);
    if (!isTemporary(response.status)) return await read(response);
    return {
      outcome: 'again',
      reason: `the server answered ${response.status}`,
      afterMs: retryAfter(response),
      failure: await server.refusalOf(response, request.path),
    };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'unreachable') throw error;
    return { outcome: 'again', reason: 'the server does not answer', afterMs: undefined, failure: error };
  }
}

function isTemporary(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** RFC 9110: seconds. (The other form, a date, needs a clock to agree with; then our own waits do.) */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** "<partition>:<offset>" of an answer that something is durable. */
export function positionOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('position' in answer)) return undefined;
  const { position } = answer;
  return typeof position === 'string' || typeof position === 'number' ? String(position) : undefined;
}
