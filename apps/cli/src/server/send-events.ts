import type { Io } from '../io.js';
import { Failure } from '../failure.js';
import { counted, duration } from '../terminal/quantities.js';
import { serverMessages } from './refusal.js';
import type { Server } from './server.js';

/** Events as JSON, and how the server's pointers into them can be told to a person. */
export interface EventBatch {
  /** The JSON of one event each. */
  readonly bodies: readonly string[];
  readonly ids: readonly string[];
}

/** What became of one request. */
type Answer =
  | { readonly outcome: 'accepted'; readonly position: string | undefined }
  | { readonly outcome: 'too_large' }
  | {
      readonly outcome: 'again';
      readonly reason: string;
      readonly afterMs: number | undefined;
      readonly failure: Failure;
    };

export interface EventSender {
  /**
   * Resolves with the delivery's position ("<partition>:<offset>") when the server made the events durable; waits and
   * tries again while it cannot. Fails when it refuses them, or stays away too long.
   */
  readonly send: (batch: EventBatch) => Promise<string | undefined>;
}

/** Waits between attempts: a little over a minute in all, enough for a server to restart. */
const WAITS_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000];
const LONGEST_WAIT_MS = 60_000;
const TIMEOUT_MS = 60_000;

export function createEventSender(server: Server, io: Io, say: (line: string) => void): EventSender {
  const send = async (batch: EventBatch): Promise<string | undefined> => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await post(server, batch);
      switch (answer.outcome) {
        case 'accepted':
          return answer.position;
        case 'too_large':
          return sendHalves(batch);
        case 'again': {
          const wait = WAITS_MS[attempt];
          if (wait === undefined) throw answer.failure;
          const pause = Math.min(Math.max(wait, answer.afterMs ?? 0), LONGEST_WAIT_MS);
          if (pause >= 1000) say(`${answer.reason}; trying again in ${duration(pause / 1000)}`);
          await io.sleep(pause, io.signal);
          if (io.signal.aborted) throw new Failure('interrupted', 'interrupted');
        }
      }
    }
  };
  const sendHalves = async ({ bodies, ids }: EventBatch): Promise<string | undefined> => {
    if (bodies.length <= 1) throw new Failure('refused', `the server takes no event as large as ${ids[0] ?? ''}`);
    const middle = Math.ceil(bodies.length / 2);
    await send({ bodies: bodies.slice(0, middle), ids: ids.slice(0, middle) });
    return send({ bodies: bodies.slice(middle), ids: ids.slice(middle) });
  };
  return { send };
}

async function post(server: Server, batch: EventBatch): Promise<Answer> {
  const request = {
    method: 'POST',
    path: '/events',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: `[${batch.bodies.join(',')}]`,
    timeoutMs: TIMEOUT_MS,
  } as const;
  try {
    const response = await server.ask(request);
    if (response.ok) return { outcome: 'accepted', position: positionOf(await response.json()) };
    if (response.status === 413) return { outcome: 'too_large' };
    if (response.status === 400) throw invalidEvents(batch, await response.text());
    const failure = await server.refusalOf(response, request.path);
    if (!isTemporary(response.status)) throw failure;
    return {
      outcome: 'again',
      reason: `the server answered ${response.status}`,
      afterMs: retryAfter(response),
      failure,
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

function positionOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('position' in answer)) return undefined;
  const { position } = answer;
  return typeof position === 'string' || typeof position === 'number' ? String(position) : undefined;
}

/** The server's JSON pointers begin with the number of the event in the batch; a person wants its id. */
function invalidEvents({ ids }: EventBatch, body: string): Failure {
  const problems = serverMessages(body).map((line) => {
    const [, index, rest] = /^\/(\d+)(.*)$/.exec(line) ?? [];
    const id = index === undefined ? undefined : ids[Number(index)];
    return id === undefined ? line : `${id} ${rest ?? ''}`;
  });
  const shown = problems.slice(0, 20);
  const more = problems.length > 20 ? [`and ${counted(problems.length - 20, 'problem')} more`] : [];
  return new Failure('refused', 'the server refused the events', [...shown, ...more]);
}
