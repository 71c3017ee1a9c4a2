import type { Io } from '../io.js';
import { Failure } from '../failure.js';
import { counted } from '../terminal/quantities.js';
import { type Again, askOnce, patiently, positionOf } from './patience.js';
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
  { readonly outcome: 'accepted'; readonly position: string | undefined } | { readonly outcome: 'too_large' };

export interface EventSender {
  /**
   * Resolves with the delivery's position ("<partition>:<offset>") when the server made the events durable; waits and
   * tries again while it cannot. Fails when it refuses them, or stays away too long.
   */
  readonly send: (batch: EventBatch) => Promise<string | undefined>;
}

const TIMEOUT_MS = 60_000;

export function createEventSender(server: Server, io: Io, say: (line: string) => void): EventSender {
  const send = async (batch: EventBatch): Promise<string | undefined> => {
    const answer = await patiently(io, say, () => post(server, batch));
    return answer.outcome === 'accepted' ? answer.position : sendHalves(batch);
  };
  const sendHalves = async ({ bodies, ids }: EventBatch): Promise<string | undefined> => {
    if (bodies.length <= 1) throw new Failure('refused', `the server takes no event as large as ${ids[0] ?? ''}`);
    const middle = Math.ceil(bodies.length / 2);
    await send({ bodies: bodies.slice(0, middle), ids: ids.slice(0, middle) });
    return send({ bodies: bodies.slice(middle), ids: ids.slice(middle) });
  };
  return { send };
}

function post(server: Server, batch: EventBatch): Promise<Answer | Again> {
  const request = {
    method: 'POST',
    path: '/events',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: `[${batch.bodies.join(',')}]`,
    timeoutMs: TIMEOUT_MS,
  } as const;
  return askOnce(server, request, async (response): Promise<Answer> => {
    if (response.ok) return { outcome: 'accepted', position: positionOf(await response.json()) };
    if (response.status === 413) return { outcome: 'too_large' };
    if (response.status === 400) throw invalidEvents(batch, await response.text());
    throw await server.refusalOf(response, request.path);
  });
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
