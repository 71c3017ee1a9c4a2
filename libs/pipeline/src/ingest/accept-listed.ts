import type { HookRequest, Source } from '@leadline/sources';
import { deliveryIdOf } from './accept-hook.js';
import { appendDeliveries, type IngestDeps, type NotDurable, type TooLarge } from './append-deliveries.js';
import { keptHeaders } from './kept-headers.js';
import { formatPosition } from './position.js';

export type ListedOutcome =
  /** Durable. `position` of the last one, as "partition:offset"; undefined: there was none. */
  { readonly outcome: 'accepted'; readonly position: string | undefined } | TooLarge | NotDurable;

/**
 * Takes what was read from a sender's API, in the shape of its hooks. Nobody signed it: whoever calls has made sure that
 * the one who brings it may. What its hooks tell too has the same semantic ids, so that neither counts twice.
 */
export async function acceptListed(
  { log, clock }: Pick<IngestDeps, 'log' | 'clock'>,
  endpoint: { readonly name: string; readonly source: Source },
  requests: readonly HookRequest[],
): Promise<ListedOutcome> {
  if (requests.length === 0) return { outcome: 'accepted', position: undefined };
  const receivedAt = clock.now();
  const appended = await appendDeliveries(
    log,
    requests.map((request) => ({
      id: deliveryIdOf(endpoint.source, request),
      endpoint: endpoint.name,
      source: endpoint.source.id,
      verdict: 'authorised',
      headers: keptHeaders(request.headers, []),
      body: request.body,
      receivedAt,
    })),
  );
  if (appended.outcome !== 'appended') return appended;
  const last = appended.positions.at(-1);
  return { outcome: 'accepted', position: last === undefined ? undefined : formatPosition(last) };
}
