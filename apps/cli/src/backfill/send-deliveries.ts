import type { HookRequest } from '@leadline/sources';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { type Again, askOnce, patiently, positionOf } from '../server/patience.js';
import type { Server } from '../server/server.js';

type Answer =
  { readonly outcome: 'accepted'; readonly position: string | undefined } | { readonly outcome: 'too_large' };

/**
 * Sends what was read of a sender's past to `POST /history/<endpoint>`; resolves with the position of the last when all
 * of it is durable, and waits and tries again while the server cannot.
 */
export async function sendDeliveries(
  server: Server,
  io: Io,
  { endpoint, say }: { readonly endpoint: string; readonly say: (line: string) => void },
  deliveries: readonly HookRequest[],
): Promise<string | undefined> {
  const answer = await patiently(io, say, () => post(server, endpoint, deliveries));
  if (answer.outcome === 'accepted') return answer.position;
  if (deliveries.length <= 1) throw new Failure('refused', 'the server takes no delivery as large as one of these');
  const middle = Math.ceil(deliveries.length / 2);
  await sendDeliveries(server, io, { endpoint, say }, deliveries.slice(0, middle));
  return sendDeliveries(server, io, { endpoint, say }, deliveries.slice(middle));
}

function post(server: Server, endpoint: string, deliveries: readonly HookRequest[]): Promise<Answer | Again> {
  const bodies = deliveries.map(({ headers, body }) => ({ headers, body: Buffer.from(body).toString('utf8') }));
  const path = `/history/${encodeURIComponent(endpoint)}`;
  const request = { method: 'POST', path, json: { deliveries: bodies }, timeoutMs: 60_000 } as const;
  return askOnce(server, request, async (response): Promise<Answer> => {
    if (response.ok) return { outcome: 'accepted', position: positionOf(await response.json()) };
    if (response.status === 413) return { outcome: 'too_large' };
    throw await server.refusalOf(response, path);
  });
}
