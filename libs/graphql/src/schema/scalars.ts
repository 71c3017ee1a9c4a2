// "graphql" itself has two builds, and bundlers (vitest) take the one that Nest and Apollo do not: its classes would not be theirs.
import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql/index.js';

/**
 * An instant. Answers are RFC 3339 in UTC with milliseconds; arguments may have any offset, or be epoch milliseconds (as
 * Grafana's `${__from}` writes them). Inside: epoch milliseconds.
 */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description:
    'An instant. Answers are RFC 3339 in UTC ("2026-03-02T09:30:00.000Z"). Arguments may have any offset, or be epoch milliseconds.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    if (typeof value !== 'number') throw new TypeError('An instant is held as epoch milliseconds');
    return textOf(value);
  },
  parseValue: (value) => instantIn(value),
  parseLiteral: (node) => instantIn(literalValue(node), node),
});

/** Thousands of rows of an answer begin and end at the same few instants. */
const texts = new Map<number, string>();
const MOST_TEXTS = 1_000;

function textOf(instant: number): string {
  const known = texts.get(instant);
  if (known !== undefined) return known;
  if (texts.size >= MOST_TEXTS) texts.clear();
  const text = new Date(instant).toISOString();
  texts.set(instant, text);
  return text;
}

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
/** Largest instant JavaScript can hold. */
const LAST_INSTANT = 8_640_000_000_000_000;

function instantIn(value: unknown, node?: ValueNode): number {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LAST_INSTANT) return value;
  if (typeof value === 'string') {
    if (/^-?\d{10,16}$/.test(value)) return instantIn(Number(value), node);
    const instant = RFC_3339.test(value) && isCivilDate(value) ? Date.parse(value.replace(' ', 'T')) : Number.NaN;
    if (!Number.isNaN(instant)) return instant;
  }
  throw unreadable(value, { wanted: 'an instant', fix: 'Write it like 2026-03-02T00:00:00Z', node });
}

/** Whether the day exists: Date.parse takes 31 April for 1 May. */
function isCivilDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A time zone by its name in the IANA database; whether there is such a zone is judged where the argument is known. */
export const TimeZone = new GraphQLScalarType<string, string>({
  name: 'TimeZone',
  description: 'A time zone by its name in the IANA database, e.g. "Europe/Berlin".',
  specifiedByURL: 'https://www.iana.org/time-zones',
  serialize: String,
  parseValue: (value) => zoneIn(value),
  parseLiteral: (node) => zoneIn(literalValue(node), node),
});

function zoneIn(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string') return value;
  throw unreadable(value, { wanted: 'a time zone', fix: 'Write it like "Europe/Berlin"', node });
}

function literalValue(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.STRING:
      return node.value;
    case Kind.INT:
      return Number(node.value);
    default:
      return undefined;
  }
}

interface Unreadable {
  readonly wanted: string;
  readonly fix: string;
  /** Where it stands in the document; undefined: it came as a variable. */
  readonly node: ValueNode | undefined;
}

/** That a value cannot be read as a scalar. Whoever reads arguments says of which it is. */
export function unreadable(value: unknown, { wanted, fix, node }: Unreadable): GraphQLError {
  const shown = value === undefined ? node && print(node) : JSON.stringify(value);
  const message = `${(shown ?? 'This').slice(0, 60)} is not ${wanted}. ${fix}`;
  return new GraphQLError(message, { nodes: node ?? null, extensions: { reason: 'BAD_USER_INPUT', fix } });
}
