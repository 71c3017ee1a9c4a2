import type { HookRequest, Source } from '@leadline/sources';
import { deliveryIdOf } from './accept-hook.js';
import { appendDeliveries, type IngestDeps, type NotDurable, type TooLarge } from './append-deliveries.js';
import type { RecordedDelivery } from './delivery-record.js';
import { keptHeaders } from './kept-headers.js';

/** What was read from a topic of somebody's own. */
export interface TakenMessage extends HookRequest {
  /** Where it lies, in words: "orders, partition 3, offset 17". */
  readonly place: string;
}

export type MessagesOutcome =
  | {
      readonly outcome: 'accepted';
      /** Of them: larger than the log takes. A note of where they lie stands in for them, and waits in quarantine. */
      readonly tooLarge: number;
    }
  | NotDurable;

/**
 * Makes messages of a topic durable, in their order. Whoever may write to the topic may send: that is its brokers' to say.
 * Nothing is parsed, and nothing refused, as nobody would hear of it: what cannot be read is found in quarantine.
 */
export async function acceptMessages(
  { log, clock }: Pick<IngestDeps, 'log' | 'clock'>,
  { name, source }: { readonly name: string; readonly source: Source },
  messages: readonly TakenMessage[],
): Promise<MessagesOutcome> {
  const receivedAt = clock.now();
  const recorded = (request: HookRequest): RecordedDelivery => ({
    id: deliveryIdOf(source, request),
    endpoint: name,
    source: source.id,
    verdict: 'authorised',
    headers: keptHeaders(request.headers, []),
    body: request.body,
    receivedAt,
  });
  const appended = await appendDeliveries(log, messages.map(recorded));
  switch (appended.outcome) {
    case 'appended':
      return { outcome: 'accepted', tooLarge: 0 };
    case 'not_durable':
      return appended;
    case 'too_large':
      break;
  }
  let tooLarge = 0;
  for (const message of messages) {
    const alone = await appendDeliveries(log, [recorded(message)]);
    if (alone.outcome === 'not_durable') return alone;
    if (alone.outcome !== 'too_large') continue;
    const noted = await appendDeliveries(log, [recorded(noteOf(message, alone))]);
    if (noted.outcome === 'not_durable') return noted;
    tooLarge += 1;
  }
  return { outcome: 'accepted', tooLarge };
}

function noteOf({ place }: TakenMessage, { bytes, limit }: TooLarge): HookRequest {
  const text = `The message at ${place} has ${bytes} bytes, of at most ${limit} that are taken: it lies there unread.`;
  return { headers: { 'content-type': 'text/plain' }, body: Buffer.from(text) };
}
