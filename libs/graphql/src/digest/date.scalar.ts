// "graphql" itself has two builds, and bundlers (vitest) take the one that Nest and Apollo do not: its classes would not be theirs.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql/index.js';

/** A day of the calendar, "2026-11-15", in whatever zone it is read. */
export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day of the calendar: "2026-11-15".',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: String,
  parseValue: dateIn,
  parseLiteral: (node) => dateIn(node.kind === Kind.STRING ? node.value : undefined),
});

function dateIn(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const at = Date.parse(`${value}T00:00:00Z`);
    if (!Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value) return value;
  }
  const fix = 'Write it like 2026-11-15';
  const shown = value === undefined ? 'This' : JSON.stringify(value).slice(0, 60);
  throw new GraphQLError(`${shown} is not a day. ${fix}`, { extensions: { reason: 'BAD_USER_INPUT', fix } });
}
