import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { formsOf } from './name-forms.js';

/** A form of a name that is erased, by which it is known when it comes again, without naming it. */
export const erasedWord = z.object({
  /** Of the form in UTF-8. */
  bytes: z.int().positive(),
  /** 16 bits of a cheap hash, so that few words are worth the dear one. */
  check: z.int().min(0).max(0xffff),
  /** HMAC-SHA-256 of the form in small letters, in hexadecimal. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});

export type ErasedWord = z.infer<typeof erasedWord>;

/** The words by which a name is known again, whichever way it is written. */
export function erasedWords(secret: string, name: string): readonly ErasedWord[] {
  return formsOf(name).map((form) => wordOf(secret, form));
}

/** The words by which is known again what stands for a name where it was erased, as it is read. */
export function wordsInstead(secret: string, name: string): readonly ErasedWord[] {
  const stands = formsOf(name).map((form) => stead(secret, Buffer.from(form)).toString());
  return [...new Set(stands.flatMap((text) => [text, text.replaceAll('+', ' ')]))].map((text) => wordOf(secret, text));
}

function wordOf(secret: string, form: string): ErasedWord {
  const bytes = Buffer.from(form);
  const check = checkIn(bytes.reduce(hashed, hashBegun(secretSeed(secret))));
  return { bytes: bytes.length, check, key: keyOf(secret, bytes) };
}

/** Capital letters of ASCII are as good as small ones: logins and addresses are written either way. */
const SMALL = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

export function keyOf(secret: string, bytes: Uint8Array): string {
  return createHmac('sha256', secret).update(inSmallLetters(bytes)).digest('hex');
}

function inSmallLetters(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte) => SMALL[byte] ?? byte);
}

export const secretSeed = (secret: string): number => Number.parseInt(secret.slice(0, 8), 16) >>> 0;

/** FNV-1a in small letters: begun, one byte further, and folded to the 16 bits of a check. */
export const hashBegun = (seed: number): number => 0x811c9dc5 ^ seed;
export const hashed = (hash: number, byte: number): number => Math.imul(hash ^ (SMALL[byte] ?? 0), 0x01000193);
export const checkIn = (hash: number): number => (hash ^ (hash >>> 16)) & 0xffff;

/** Marks between words: they stay, so that addresses, quotations and JSON keep their form. */
const STAYS = new Set(Buffer.from(' @.-+_'));
const LETTERS = Buffer.from('abcdefghijklmnopqrstuvwxyz');

/**
 * What stands for a form of a name from now on: as long, made of letters, and the same each time, so that who is the same
 * stays the same and a body that comes twice stays one.
 */
export function stead(secret: string, form: Uint8Array): Buffer {
  const replaced = Buffer.from(form);
  let digest = Buffer.alloc(0);
  for (let at = 0, used = 0; at < form.length; at += 1) {
    if (STAYS.has(form[at] ?? 0)) continue;
    if (used === digest.length) {
      digest = createHmac('sha256', secret).update(`instead ${at} `).update(inSmallLetters(form)).digest();
      used = 0;
    }
    replaced[at] = LETTERS[(digest[used] ?? 0) % LETTERS.length] ?? 0x78;
    used += 1;
  }
  return replaced;
}
