/**
 * JSON in the canonical form of RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript writes them. Members that are undefined are left out.
 *
 * Every event and row is hashed through this: it is written for speed, and the order of an object's members is worked
 * out once for all objects with the same.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? arrayText(value) : objectText(value as Readonly<Record<string, unknown>>);
    default:
      return 'null';
  }
}

function arrayText(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  let text = '[';
  for (const item of items) text += (text.length === 1 ? '' : ',') + canonicalJson(item);
  return `${text}]`;
}

function objectText(members: Readonly<Record<string, unknown>>): string {
  const given = Object.keys(members);
  if (given.length === 0) return '{}';
  const { names, heads } = orderOf(given);
  let text = '{';
  for (let index = 0; index < names.length; index += 1) {
    const member = members[names[index] ?? ''];
    if (member !== undefined) text += (text.length === 1 ? '' : ',') + (heads[index] ?? '') + canonicalJson(member);
  }
  return `${text}}`;
}

/** How members in one given order are written. */
interface MemberOrder {
  readonly given: readonly string[];
  /** Sorted. */
  readonly names: readonly string[];
  /** The same as they stand in the text, with their colons. */
  readonly heads: readonly string[];
}

/** Objects with more members are few, and each is another. */
const MOST_NAMES = 64;
/** Beyond it a stranger makes up names, and what is known is not worth keeping. */
const MOST_ORDERS = 500;
/** The last order of each count of members and first name. */
const orders = Array.from({ length: MOST_NAMES + 1 }, () => new Map<string, MemberOrder>());

function orderOf(given: readonly string[]): MemberOrder {
  const alike = orders[given.length];
  const [first = ''] = given;
  const known = alike?.get(first);
  if (known !== undefined && isSameOrder(known.given, given)) return known;
  const names = given.toSorted();
  const order = { given, names, heads: names.map((name) => `${quoted(name)}:`) };
  if (alike !== undefined && alike.size >= MOST_ORDERS) alike.clear();
  alike?.set(first, order);
  return order;
}

/** Names are mostly the very same text in memory: comparing them is cheaper than sorting. */
function isSameOrder(known: readonly string[], given: readonly string[]): boolean {
  for (let index = 1; index < given.length; index += 1) if (known[index] !== given[index]) return false;
  return true;
}

/** Short text that needs no escape, by far the most, is not worth a call of the engine's writer. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]{0,200}$/;

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
