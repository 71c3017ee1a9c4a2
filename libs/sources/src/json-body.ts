/** JSON text that was parsed, or why it was not. */
export type JsonBody =
  | { readonly outcome: 'json'; readonly value: unknown }
  | { readonly outcome: 'unreadable' | 'too_complex'; readonly message: string };

/** Nesting and members beyond these are no webhook but an attempt to exhaust whoever reads it. */
export const MOST_DEPTH = 200;
export const MOST_MEMBERS = 200_000;

const utf8 = new TextDecoder();

/** The text of a body in UTF-8, without a byte order mark; what is no UTF-8 shows as U+FFFD. */
export function textOf(body: Uint8Array): string {
  return utf8.decode(body);
}

export interface ParseOptions {
  /**
   * Integers beyond 2^53 come as strings of their digits. JSON.parse would round them, and looking for them costs half
   * as much as parsing, so callers ask for it when they have met a number that may have lost digits.
   */
  readonly exactIntegers?: boolean;
  /** Members called `__proto__` are dropped: for callers that copy objects whole instead of picking fields. */
  readonly copiedWhole?: boolean;
}

/**
 * Parses JSON that a stranger wrote. Of members with one name the last holds. Strings that are no Unicode (unpaired
 * surrogates) get U+FFFD in their place, since no store could keep them.
 */
export function parseJson(text: string, { exactIntegers = false, copiedWhole = false }: ParseOptions = {}): JsonBody {
  const isLong = text.length > MOST_MEMBERS * SHORTEST_MEMBER;
  if (isLong && exceedsStructure(text)) return tooComplex;
  const readable = exactIntegers ? withQuotedIntegers(text) : text;
  const isEscaped = text.includes('\\u');
  const mayBeUnsafe = (isEscaped && mayHoldUnpaired(text)) || (copiedWhole && mayNamePrototype(text, isEscaped));
  try {
    const value: unknown = JSON.parse(readable, mayBeUnsafe ? harmless : undefined);
    // Parsing so little text is quick whatever its structure, and looking at values is cheaper than at text.
    if (!isLong && mostLevels(text) > MOST_DEPTH && isDeeperThan(value, MOST_DEPTH)) return tooComplex;
    return { outcome: 'json', value };
  } catch (error) {
    if (exceedsStructure(text)) return tooComplex;
    return { outcome: 'unreadable', message: error instanceof SyntaxError ? error.message : 'is no JSON' };
  }
}

/** Text in UTF-8 has surrogates only as escapes; most other escapes are the `<`, `>` and `&` of senders written in Go. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
const UNPAIRED = /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]/;

/** Emoji are pairs. Where backslashes are escaped too, what looks like the first of a pair may be none. */
function mayHoldUnpaired(text: string): boolean {
  if (!text.includes('\\ud') && !text.includes('\\uD')) return false;
  return ESCAPED_SURROGATE.test(text) && (text.includes('\\\\') || UNPAIRED.test(text));
}

/** One of the letters of `__proto__` as an escape. */
const ESCAPED_LETTER = /\\u00(?:5f|6f|7[024])/i;

/** Looking for so short a text as "__p" takes a quarter of what looking for the whole name does. */
function mayNamePrototype(text: string, isEscaped: boolean): boolean {
  return (text.includes('__p') && text.includes('__proto__')) || (isEscaped && ESCAPED_LETTER.test(text));
}

/** The shortest member is `"":0,`: a shorter text cannot hold too many. */
const SHORTEST_MEMBER = 5;

const tooComplex: JsonBody = {
  outcome: 'too_complex',
  message: `nested deeper than ${MOST_DEPTH} levels, or more than ${MOST_MEMBERS} members`,
};

/** A reviver makes parsing several times slower, so it is used only on text that may hold what it looks for. */
function harmless(name: string, value: unknown): unknown {
  if (name === '__proto__') return undefined;
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value;
}

/**
 * Containers that may hold others, up to just beyond the most depth: most bodies are told harmless by this alone. What
 * opens in a string counts too, but an object holds something only where a name follows, and no `{/id}` of a link does.
 */
function mostLevels(text: string): number {
  let count = 1;
  for (let at = text.indexOf('{'); at >= 0 && count <= MOST_DEPTH; at = text.indexOf('{', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === QUOTE || next <= SPACE) count++;
  }
  for (let at = text.indexOf('['); at >= 0 && count <= MOST_DEPTH; at = text.indexOf('[', at + 1)) count++;
  return count;
}

/** Most members hold nothing: they are passed over without a call. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isContainer(item) && isDeeperThan(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) {
    const member = value[name];
    if (isContainer(member) && isDeeperThan(member, levels - 1)) return true;
  }
  return false;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** One pass over the structure, from string to string, that stops at the first excess. */
function exceedsStructure(text: string): boolean {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        if (at < 0) return false;
        break;
      case COLON:
        if (++members > MOST_MEMBERS) return true;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > MOST_DEPTH) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
    }
  }
  return false;
}

/** Position of the quote that closes the string opened at `start`, -1: none does. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

/** Integers of so many digits may lie beyond 2^53. */
const LONG_INTEGER = /^-?\d{16,}$/;
const partOfNumber = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || code === 0x45 || code === 0x65;

/** The text with its long integers turned into strings. */
function withQuotedIntegers(text: string): string {
  let readable = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === QUOTE) {
      at = endOfString(text, at);
      if (at < 0) break;
      continue;
    }
    const start = at;
    while (partOfNumber(text.charCodeAt(at))) at++;
    const number = text.slice(start, at);
    if (LONG_INTEGER.test(number)) {
      readable += `${text.slice(copied, start)}"${number}"`;
      copied = at;
    }
    if (at > start) at--;
  }
  return readable + text.slice(copied);
}
