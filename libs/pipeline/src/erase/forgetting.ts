import { checkIn, type ErasedWord, hashBegun, hashed, keyOf, secretSeed, stead } from './erased-word.js';

/** Where an erased name stands. */
export interface Occurrence {
  readonly at: number;
  readonly bytes: number;
}

/** Knows erased names by their keys alone, and puts other letters in their place. */
export class Forgetting {
  readonly #keys = new Set<string>();
  /** Length and check together: what the dear hash is worth. */
  readonly #suspects = new Set<number>();
  readonly #isLength: Uint8Array;
  readonly #seed: number;

  constructor(
    private readonly secret: string,
    words: readonly ErasedWord[],
  ) {
    this.#isLength = new Uint8Array(words.reduce((most, { bytes }) => Math.max(most, bytes), 0) + 1);
    for (const { bytes, check, key } of words) {
      this.#isLength[bytes] = 1;
      this.#suspects.add(suspect(bytes, check));
      this.#keys.add(key);
    }
    this.#seed = secretSeed(secret);
  }

  get isIdle(): boolean {
    return this.#keys.size === 0;
  }

  /** The bytes without erased names, as many as they were; undefined where there is none. */
  without(bytes: Uint8Array): Buffer | undefined {
    const found = this.find(bytes);
    if (found.length === 0) return undefined;
    const changed = Buffer.from(bytes);
    for (const { at, bytes: length } of found) {
      stead(this.secret, changed.subarray(at, at + length)).copy(changed, at);
    }
    return changed;
  }

  /** Erased names that stand as words of their own; of two that overlap the first, and of those the longest. */
  find(bytes: Uint8Array): readonly Occurrence[] {
    if (this.isIdle) return [];
    const found: Occurrence[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      if (!mayBegin(bytes, at)) continue;
      const length = this.#longestAt(bytes, at);
      if (length === 0) continue;
      found.push({ at, bytes: length });
      at += length - 1;
    }
    return found;
  }

  /** Bytes of the longest erased name that stands there; 0: none does. */
  #longestAt(bytes: Uint8Array, at: number): number {
    const isLength = this.#isLength;
    const most = Math.min(isLength.length - 1, bytes.length - at);
    let longest = 0;
    for (let length = 1, hash = hashBegun(this.#seed); length <= most; length += 1) {
      hash = hashed(hash, bytes[at + length - 1] ?? 0);
      if (isLength[length] === 0 || (isWord(bytes[at + length - 1]) && isWord(bytes[at + length]))) continue;
      if (!this.#suspects.has(suspect(length, checkIn(hash)))) continue;
      if (this.#keys.has(keyOf(this.secret, bytes.subarray(at, at + length)))) longest = length;
    }
    return longest;
  }
}

const suspect = (bytes: number, check: number): number => bytes * 0x10000 + check;

const WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/[0-9A-Za-z_]/.test(String.fromCharCode(byte)) ? 1 : 0));
const isWord = (byte: number | undefined): boolean => byte !== undefined && WORD[byte] === 1;

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const LETTER_U = 0x75;
const ESCAPED = new Set(Buffer.from('nrtbf'));

/** A letter after none, or after what an escape of JSON or of an address stands for; or such an escape itself. */
function mayBegin(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (!isWord(byte)) return byte === BACKSLASH || byte === PERCENT || byte >= 0xc0;
  const before = bytes[at - 1];
  if (!isWord(before)) return true;
  return (
    (ESCAPED.has(before ?? 0) && bytes[at - 2] === BACKSLASH) ||
    (bytes[at - 6] === BACKSLASH && bytes[at - 5] === LETTER_U) ||
    bytes[at - 3] === PERCENT
  );
}
