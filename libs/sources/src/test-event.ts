import { createHmac } from 'node:crypto';
import type { HmacScheme, TimestampedHmacScheme } from './signature.js';
import type { HookRequest } from './source.js';

/** What a test request is made with. */
export interface TestOccasion {
  /** A live secret of the endpoint; '': it takes hooks without a signature. */
  readonly secret: string;
  /** Id of the delivery: no other has it. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Requests as a sender would make them, made by hand to try the way they take: signature, log, normalizer. Leadline
 * marks what comes of them, so that it never counts.
 */
export interface TestEvents {
  /** What the sender calls those there are. */
  readonly names: readonly string[];
  /** undefined: there is none of that name. */
  readonly make: (name: string, occasion: TestOccasion) => HookRequest | undefined;
  /** Only the sender can sign (with a private key): the signature cannot be tried from here. */
  readonly unsigned?: true;
}

/** The header with which a sender of that scheme signs a body. */
export function signedBy(
  { header, algorithm, encoding, prefix }: HmacScheme,
  body: Uint8Array,
  secret: string,
): Readonly<Record<string, string>> {
  if (secret === '') return {};
  return { [header]: prefix + createHmac(algorithm, secret).update(body).digest(encoding) };
}

/** The headers with which a sender of that scheme signs a body and the instant, put where `place` says. */
export function signedAtBy(
  { algorithm, encoding, prefix, signed, unit }: TimestampedHmacScheme,
  body: Uint8Array,
  { secret, now }: TestOccasion,
  place: (timestamp: string, signature: string) => Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (secret === '') return {};
  const timestamp = String(unit === 'ms' ? now : Math.floor(now / 1000));
  const keyed = createHmac(algorithm, secret);
  for (const part of signed(timestamp, body)) keyed.update(part);
  return place(timestamp, prefix + keyed.digest(encoding));
}

/** The headers of Standard Webhooks; without a key (a secret "whsec_…") there is only the id. */
export function standardWebhookOf(
  body: Uint8Array,
  { secret, id, now }: TestOccasion,
): Readonly<Record<string, string>> {
  if (!secret.startsWith('whsec_')) return { 'webhook-id': id };
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
