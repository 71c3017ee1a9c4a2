import type { HookRequest } from '@leadline/sources';
import { createHash } from 'node:crypto';
import {
  appendDeliveries,
  type IngestDeps,
  type NotDurable,
  onlyPosition,
  type TooLarge,
} from './append-deliveries.js';
import { keptHeaders } from './kept-headers.js';
import { formatPosition } from './position.js';

/** One thing wrong with a body that was sent. */
export interface BodyProblem {
  /** JSON pointer (RFC 6901), "" for the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** Judges a whole batch, received at that time (epoch milliseconds): the ids of its events, or every problem of it. */
export type ValidateEvents = (
  request: HookRequest,
  receivedAt: number,
) =>
  | { readonly outcome: 'accepted'; readonly ids: readonly string[] }
  | { readonly outcome: 'problems'; readonly problems: readonly BodyProblem[] };

export type EventsOutcome =
  | { readonly outcome: 'accepted'; readonly ids: readonly string[]; readonly position: string }
  /** Nothing of the batch was stored. */
  | { readonly outcome: 'problems'; readonly problems: readonly BodyProblem[] }
  | TooLarge
  | NotDurable;

/** Endpoint of what came by `POST /events`, and the source that understands it. */
export const EVENTS_ENDPOINT = 'events';
export const EVENTS_SOURCE = 'cloudevents';

/** Takes CloudEvents: the whole batch is judged first, then stored as one delivery. */
export async function acceptEvents(
  deps: IngestDeps,
  request: HookRequest,
  validate: ValidateEvents,
  purpose: 'to_count' | 'to_try' = 'to_count',
): Promise<EventsOutcome> {
  const receivedAt = deps.clock.now();
  const judgement = validate(request, receivedAt);
  if (judgement.outcome === 'problems') return judgement;
  const appended = await appendDeliveries(deps.log, [
    {
      id: contentId(request),
      endpoint: EVENTS_ENDPOINT,
      source: EVENTS_SOURCE,
      verdict: purpose === 'to_try' ? 'test' : 'authorised',
      headers: keptHeaders(meaningful(request.headers), []),
      body: request.body,
      receivedAt,
    },
  ]);
  if (appended.outcome !== 'appended') return appended;
  return { outcome: 'accepted', ids: judgement.ids, position: formatPosition(onlyPosition(appended.positions)) };
}

/** Headers that say something of the events, or who sent them: any other might hold somebody's secret. */
function meaningful(headers: HookRequest['headers']): HookRequest['headers'] {
  const isMeant = (name: string): boolean => name === 'content-type' || name === 'user-agent' || name.startsWith('ce-');
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isMeant(name)));
}

/** SHA-256 of the body, and of the `ce-` headers that hold the envelope in binary mode. */
function contentId({ headers, body }: HookRequest): string {
  const hash = createHash('sha256');
  const envelope = Object.keys(headers).filter((name) => name.startsWith('ce-'));
  for (const name of envelope.toSorted()) hash.update(`${name}: ${headers[name]}\n`);
  return hash.update(body).digest('hex');
}
