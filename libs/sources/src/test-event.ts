import { createHmac } from 'node:crypto';
import type { HmacScheme } from './signature.js';
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
