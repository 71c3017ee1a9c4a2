import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';

const PREFIX = 'person:';
/** 128 bits: two people have one hash by chance where there are 10^19 of them. */
const DIGITS = 32;
const HASH = `${PREFIX}[0-9a-f]{${DIGITS}}`;
const WHOLE = new RegExp(`^${HASH}$`);
/** Texts of JSON that stand for a person; each without its quotation marks is the first group. */
export const personsInJson = new RegExp(`"(${HASH})"`, 'g');

/**
 * What stands for a person in rows: HMAC-SHA-256 of the name as it was told, under the installation's key. What the key hashes
 * for another purpose (erased words) has no control characters, so that neither can be taken for the other.
 */
export const personOf = (secret: string, name: string): string =>
  PREFIX + createHmac('sha256', secret).update(`person\0${name}`).digest('hex').slice(0, DIGITS);

/** Whether a text stands for a person, rather than being a name, a token or "local". */
export const isPerson = (text: string): boolean => WHOLE.test(text);

/** A message that only those can read who have the key. */
const sealed = z.strictObject({ sealed: z.base64() });

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What messages are sealed with, each key for one purpose. */
interface SealKeys {
  readonly nonce: Buffer;
  readonly cipher: Buffer;
}

function sealKeysOf(secret: string): SealKeys {
  const keyFor = (purpose: string): Buffer => createHmac('sha256', secret).update(`${purpose}\0`).digest();
  return { nonce: keyFor('nonce'), cipher: keyFor('seal') };
}

/** An installation has one secret, and a rebuild seals a million messages with it. */
let lastKeys: { readonly secret: string; readonly keys: SealKeys } | undefined;

function sealKeys(secret: string): SealKeys {
  if (lastKeys?.secret !== secret) lastKeys = { secret, keys: sealKeysOf(secret) };
  return lastKeys.keys;
}

/**
 * A value as AES-256-GCM encrypts its JSON. The nonce is an HMAC of the text, so that a rebuild seals to the same row; two
 * texts share one with a chance of 2^-96, and equal texts are seen to be equal, as they are without.
 */
export function seal(secret: string, value: unknown): { readonly sealed: string } {
  const text = Buffer.from(JSON.stringify(value) ?? 'null');
  const keys = sealKeys(secret);
  const nonce = createHmac('sha256', keys.nonce).update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.cipher, nonce);
  const bytes = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return { sealed: bytes.toString('base64') };
}

/** What was sealed; anything else as it is. */
export function unsealed(secret: string, value: unknown): unknown {
  const read = sealed.safeParse(value);
  if (!read.success) return value;
  const bytes = Buffer.from(read.data.sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return value;
  const opened = createDecipheriv(CIPHER, sealKeys(secret).cipher, bytes.subarray(0, NONCE_BYTES));
  opened.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([opened.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), opened.final()]);
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch {
    // Nobody sealed it with this key: it came so.
    return value;
  }
}
