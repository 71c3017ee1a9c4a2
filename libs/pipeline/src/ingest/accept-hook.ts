import type { HookRequest, Source } from '@leadline/sources';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  appendDeliveries,
  type IngestDeps,
  type NotDurable,
  onlyPosition,
  type TooLarge,
} from './append-deliveries.js';
import { keptHeaders } from './kept-headers.js';
import { formatPosition } from './position.js';

/** A configured instance of a source: `POST /hooks/<name>`. */
export interface HookEndpoint {
  readonly name: string;
  readonly source: Source;
  /** Live secrets. */
  readonly secrets: readonly string[];
  /** Takes hooks without a signature. */
  readonly unsigned: boolean;
  /** What is asked of a sender beside that. */
  readonly proof?: HookProof;
}

/** A proof that takes more than the secrets of the endpoint, e.g. a certificate that lies elsewhere. */
export interface HookProof {
  /** Asked once the secret was right. `unavailable`: what it takes cannot be had now, and the sender should try again. */
  readonly verify: (request: HookRequest, now: number) => Promise<'proven' | 'refused' | 'unavailable'>;
  /** Told when the delivery is durable; nobody waits for what it does. It does not throw. */
  readonly accepted: (request: HookRequest) => Promise<void>;
}

export type HookOutcome =
  /** Durable. `position` as "partition:offset"; `duplicate` says that this id came lately: a hint. */
  | { readonly outcome: 'accepted'; readonly id: string; readonly duplicate: boolean; readonly position: string }
  | { readonly outcome: 'unauthorized' }
  /** Correctly signed, but too long ago or ahead of our clock. */
  | { readonly outcome: 'stale' }
  | TooLarge
  | NotDurable;

/** Longer ids of senders are stored by their hash. */
const LONGEST_ID = 256;

/**
 * Checks the signature over the raw bytes and makes the delivery durable. Some senders name it in the body alone, which
 * is parsed for that; what the bytes mean is found out when they can no longer be lost.
 *
 * @param purpose `to_try`: a test of the way, which counts nowhere.
 */
export async function acceptHook(
  deps: IngestDeps,
  endpoint: HookEndpoint,
  request: HookRequest,
  purpose: 'to_count' | 'to_try' = 'to_count',
): Promise<HookOutcome> {
  const { log, clock, recent } = deps;
  const receivedAt = clock.now();
  if (!endpoint.unsigned) {
    const verification = endpoint.source.verify(request, endpoint.secrets, receivedAt);
    if (verification.outcome === 'refused') {
      return { outcome: verification.reason === 'stale' ? 'stale' : 'unauthorized' };
    }
  }
  if (endpoint.proof !== undefined && purpose === 'to_count') {
    const proof = await endpoint.proof.verify(request, receivedAt);
    if (proof === 'refused') return { outcome: 'unauthorized' };
    if (proof === 'unavailable') return { outcome: 'not_durable', reason: 'its signature cannot be checked now' };
  }
  const id = deliveryIdOf(endpoint.source, request);
  const duplicate = recent.has(endpoint.name, id);
  const appended = await appendDeliveries(log, [
    {
      id,
      endpoint: endpoint.name,
      source: endpoint.source.id,
      verdict: purpose === 'to_try' ? 'test' : endpoint.unsigned ? 'unsigned' : 'verified',
      headers: keptHeaders(request.headers, endpoint.secrets),
      body: request.body,
      receivedAt,
    },
  ]);
  if (appended.outcome !== 'appended') return appended;
  recent.add(endpoint.name, id);
  if (purpose === 'to_count') void endpoint.proof?.accepted(request);
  return { outcome: 'accepted', id, duplicate, position: formatPosition(onlyPosition(appended.positions)) };
}

/** The id of a delivery: what the sender says, else the hash of its body. */
export function deliveryIdOf(source: Source, request: HookRequest): string {
  const id = source.deliveryId(request);
  if (id === null || id === '') return createHash('sha256').update(request.body).digest('hex');
  return id.length <= LONGEST_ID ? id : createHash('sha256').update(id).digest('hex');
}

const decoy = randomBytes(32);

/**
 * Refuses a hook to an endpoint that is unknown or off after the work that a wrong signature takes, so that neither the
 * answer nor the time tells which endpoints exist.
 */
export function refuseUnknownEndpoint(request: HookRequest): { readonly outcome: 'unauthorized' } {
  createHmac('sha256', decoy).update(request.body).digest('hex');
  return { outcome: 'unauthorized' };
}
