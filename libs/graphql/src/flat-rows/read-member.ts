import { defaultFieldResolver, type GraphQLFieldResolver } from 'graphql/index.js';

/** What reads a field of a row. */
export type ReadField = (row: unknown) => unknown;

/** What Nest calls the resolver of a field that has none of its own: it reads the member of that name. */
const OF_NEST = 'rootFieldResolver';

/** Whether a resolver does no more than read the member that is named like the field. */
export const readsMember = (resolve: GraphQLFieldResolver<unknown, unknown>): boolean =>
  resolve === defaultFieldResolver || resolve.name === OF_NEST;

/**
 * Reads a member straight from rows of the same class as this one, where the class finds it when it is read. By its name,
 * among those of all members of all rows there are, looking for it takes longer than finding it. Undefined: it is not so.
 */
export function memberReader(row: unknown, name: string, otherwise: ReadField): ReadField | undefined {
  const prototype = prototypeOf(row);
  const member = prototype === null ? undefined : Object.getOwnPropertyDescriptor(prototype, name);
  if (member?.get === undefined) return undefined;
  return (other) => (prototypeOf(other) === prototype ? (member.get?.call(other) as unknown) : otherwise(other));
}

const prototypeOf = (row: unknown): object | null =>
  typeof row === 'object' && row !== null ? (Object.getPrototypeOf(row) as object | null) : null;
