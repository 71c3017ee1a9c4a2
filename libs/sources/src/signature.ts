import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HookRequest, Verification } from './source.js';

/**
 * Whether a secret or signature that was sent is the expected one, in time that depends on neither. Both are hashed
 * first: `timingSafeEqual` throws on unequal lengths, and the length is the sender's to choose.
 */
export function safeEqual(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}

/** The same of two HMACs as they are written, whose length is no secret. */
function safeEqualHmac(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** How a family of senders writes an HMAC into a header. The algorithm is never taken from the request. */
export interface HmacScheme {
  /** Name of the header, in lower case. */
  readonly header: string;
  readonly algorithm: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** What stands before the digest, e.g. "sha256=". */
  readonly prefix: string;
  /** Between signatures where a header may list several (secret rotation at the sender); absent: exactly one. */
  readonly separator?: string;
}

const refused = (reason: 'missing_signature' | 'invalid_signature' | 'stale'): Verification => ({
  outcome: 'refused',
  reason,
});

/** Checks an HMAC over `signed` (the raw body, or what the sender signs around it) against each live secret. */
export function verifyHmac(
  scheme: HmacScheme,
  request: HookRequest,
  secrets: readonly string[],
  signed: readonly (string | Uint8Array)[] = [request.body],
): Verification {
  const header = request.headers[scheme.header];
  if (header === undefined || header === '') return refused('missing_signature');
  const given = scheme.separator === undefined ? [header] : header.split(scheme.separator);
  return anyMatches(secrets, given, (secret) => scheme.prefix + hmac(scheme, secret, signed), safeEqualHmac);
}

/** How a family of senders signs a timestamp together with the body. */
export interface TimestampedHmacScheme extends HmacScheme {
  /** What is signed, of the timestamp as it was sent and the raw body. */
  readonly signed: (timestamp: string, body: Uint8Array) => readonly (string | Uint8Array)[];
  readonly unit: 's' | 'ms';
  /** How far the timestamp may lie from now, to either side. */
  readonly toleranceS: number;
}

/** Checks an HMAC over a timestamp and the body, then whether the timestamp is of now (epoch milliseconds). */
export function verifyTimestampedHmac(
  scheme: TimestampedHmacScheme,
  request: HookRequest,
  timestamp: string | undefined,
  secrets: readonly string[],
  now: number,
): Verification {
  if (!timestamp) return refused('missing_signature');
  const verification = verifyHmac(scheme, request, secrets, scheme.signed(timestamp, request.body));
  if (verification.outcome === 'refused') return verification;
  const seconds = scheme.unit === 'ms' ? timestamp.slice(0, -3) : timestamp;
  return isFresh(seconds, now, scheme.toleranceS) ? verification : refused('stale');
}

/** Checks a secret that the sender repeats in a header, such as GitLab's X-Gitlab-Token or a bearer token. */
export function verifySharedToken(
  request: HookRequest,
  header: string,
  secrets: readonly string[],
  prefix = '',
): Verification {
  const given = request.headers[header];
  if (given === undefined || given === '') return refused('missing_signature');
  return anyMatches(secrets, [given], (secret) => prefix + secret, safeEqual);
}

const STANDARD_WEBHOOKS_TOLERANCE_S = 5 * 60;

/**
 * Standard Webhooks (https://www.standardwebhooks.com): base64 HMAC-SHA256 of "id.timestamp.body" under the decoded
 * secret, listed in `webhook-signature` as "v1,…" separated by spaces. `now` in epoch milliseconds.
 */
export function verifyStandardWebhook(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const { id, timestamp, signatures } = standardHeaders(request.headers);
  if (!id || !timestamp || !signatures) return refused('missing_signature');
  const scheme = { algorithm: 'sha256', encoding: 'base64' } as const;
  const keyed = secrets.filter((secret) => standardKeyOf(secret).length > 0);
  const verification = anyMatches(
    keyed,
    signatures.split(' '),
    (secret) => `v1,${hmac(scheme, standardKeyOf(secret), [`${id}.${timestamp}.`, request.body])}`,
    safeEqualHmac,
  );
  if (verification.outcome === 'refused') return verification;
  return isFresh(timestamp, now, STANDARD_WEBHOOKS_TOLERANCE_S) ? verification : refused('stale');
}

/** A secret that is no base64 decodes to nothing, and with the empty key anybody could sign. */
const standardKeyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/** Svix sends the headers of Standard Webhooks under its own name too, or only so. */
function standardHeaders(headers: HookRequest['headers']) {
  const named = (name: string): string | undefined => headers[`webhook-${name}`] ?? headers[`svix-${name}`];
  return { id: named('id'), timestamp: named('timestamp'), signatures: named('signature') };
}

/** The id of a message of Standard Webhooks, the same when it is sent again. */
export function standardWebhookId({ headers }: HookRequest): string | null {
  return standardHeaders(headers).id ?? null;
}

/** Whether a timestamp in whole epoch seconds lies within a tolerance of now, to either side. */
function isFresh(timestamp: string, now: number, toleranceS: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now / 1000 - Number(timestamp)) <= toleranceS;
}

function hmac(
  { algorithm, encoding }: Pick<HmacScheme, 'algorithm' | 'encoding'>,
  key: string | Uint8Array,
  signed: readonly (string | Uint8Array)[],
): string {
  const keyed = createHmac(algorithm, key);
  for (const part of signed) keyed.update(part);
  return keyed.digest(encoding);
}

/** Tries every secret with every signature, whatever matched before: the time must not tell which. */
function anyMatches(
  secrets: readonly string[],
  given: readonly string[],
  expectedFor: (secret: string) => string,
  isEqual: (expected: string, given: string) => boolean,
): Verification {
  let matches = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = expectedFor(secret);
    for (const signature of given.slice(0, MOST_SIGNATURES)) matches = isEqual(expected, signature) || matches;
  }
  return matches ? { outcome: 'verified' } : refused('invalid_signature');
}

/** Senders that rotate list two or three; a longer list is an attempt to keep us busy. */
const MOST_SIGNATURES = 8;
