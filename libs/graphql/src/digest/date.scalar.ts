// "graphql" itself has two builds, and bundlers (vitest) take the one that Nest and Apollo do not: its classes would not be theirs.
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql/index.js';
import { unreadable } from '../schema/scalars.js';

/** A day of the calendar, "2026-11-15", in whatever zone it is read. */
export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day of the calendar: "2026-11-15".',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: String,
  parseValue: (value) => dateIn(value),
  parseLiteral: (node) => dateIn(node.kind === Kind.STRING ? node.value : undefined, node),
});

function dateIn(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const at = Date.parse(`${value}T00:00:00Z`);
    if (!Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value) return value;
  }
  throw unreadable(value, { wanted: 'a day', fix: 'Write it like 2026-11-15', node });
}
