import { kinds } from './kinds/index.js';
import { namesInstead } from './nearest-name.js';

const MOST_CHARACTERS = 80;

/** What is told of an event whose type is none: types that hold its word or are near, else all that may be sent. */
export function unknownType(type: string): string {
  // Erasures are told by the command that erases too.
  const tellable = Object.entries(kinds).filter(([kind]) => kind !== 'subject_erased');
  const types = tellable.map(([, { type: known }]) => known);
  const named = tellable.filter(([kind]) => holds(type, kind)).map(([, { type: known }]) => `"${known}"`);
  const instead =
    named.length > 0 ? `Did you mean ${named.join(' or ')}?` : namesInstead(type, types, 'type', types.length);
  const others = instead.endsWith('?') ? '' : '; and those of CDEvents';
  return `unknown type "${type.slice(0, MOST_CHARACTERS)}". ${instead}${others}`;
}

/** Whether a type has the name of a kind as one of its words: "com.example.deployment". */
const holds = (type: string, kind: string): boolean =>
  type
    .toLowerCase()
    .split(/[^a-z_]+/)
    .includes(kind);
