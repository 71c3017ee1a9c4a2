import {
  defaultFieldResolver,
  getNullableType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql/index.js';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { memberReader, type ReadField, readsMember } from './read-member.js';

export type CompletedRow = Readonly<Record<string, unknown>>;

/**
 * Rows as they stand in the answer, where everything that is asked of them is a leaf and at hand. Undefined: it is not, or a
 * value is not as the schema says; then graphql-js does it, and says of each field what is wrong.
 */
export function completedRows(
  rows: readonly unknown[],
  context: unknown,
  info: GraphQLResolveInfo,
): CompletedRow[] | undefined {
  const type = rowTypeOf(info.returnType);
  const columns = type && columnsOf(type, rows[0], context, info);
  if (columns === undefined) return undefined;
  const empty = emptyRow(columns);
  try {
    return rows.map((row) => completedRow(row, columns, empty));
  } catch {
    return undefined;
  }
}

/** Of a list of objects, their type. */
export function rowTypeOf(type: GraphQLOutputType): GraphQLObjectType | undefined {
  const list = getNullableType(type);
  const item = isListType(list) ? getNullableType(list.ofType) : undefined;
  return isObjectType(item) && !item.isTypeOf ? item : undefined;
}

interface Column {
  /** Its name in the answer. */
  readonly key: string;
  readonly read: ReadField;
  readonly complete: (value: unknown) => unknown;
}

/** @param first One of the rows. */
function columnsOf(
  type: GraphQLObjectType,
  first: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): Column[] | undefined {
  const { schema, fragments, variableValues, fieldNodes } = info;
  const asked = collectSubfields(schema, fragments, variableValues, type, fieldNodes);
  const columns: Column[] = [];
  // It would set the prototype of a row.
  if (asked.has('__proto__')) return undefined;
  for (const [key, nodes] of asked) {
    const name = nodes[0]!.name.value;
    if (name === '__typename') {
      columns.push({ key, read: () => type.name, complete: String });
      continue;
    }
    const field = type.getFields()[name];
    const complete = field && completing(field.type);
    // What takes arguments is left to graphql-js.
    if (field === undefined || complete === undefined || field.args.length > 0) return undefined;
    const { resolve = defaultFieldResolver } = field;
    const ofField = { ...info, fieldName: name, fieldNodes: nodes, returnType: field.type, parentType: type };
    const resolved: ReadField = (row) => resolve(row, NO_ARGUMENTS, context, ofField);
    const read = (readsMember(resolve) && memberReader(first, name, resolved)) || resolved;
    columns.push({ key, read, complete });
  }
  return columns;
}

const NO_ARGUMENTS = Object.freeze({});

/**
 * A row without values, to be copied: copies have its shape from the beginning, and half the size of what is built name by
 * name.
 */
const emptyRow = (columns: readonly Column[]): CompletedRow =>
  Object.fromEntries(columns.map(({ key }) => [key, null]));

/** Makes of a value what stands in the answer, or throws; undefined: the type holds objects. */
function completing(type: GraphQLOutputType): Column['complete'] | undefined {
  const nullable = getNullableType(type);
  const complete = isLeafType(nullable) ? serializing(nullable) : completingList(nullable);
  if (complete === undefined) return undefined;
  const isRequired = isNonNullType(type);
  return (value) => {
    const isMissing = value === null || value === undefined;
    if (isMissing && !isRequired) return null;
    const completed: unknown = isMissing || isUnsettled(value) ? undefined : complete(value);
    if (completed === null || completed === undefined) throw irregular;
    return completed;
  };
}

/** Neighbours mostly hold the same value. */
function serializing(type: GraphQLLeafType): Column['complete'] {
  let value: unknown;
  let serialized: unknown;
  return (next) => {
    if (next === value) return serialized;
    serialized = type.serialize(next);
    value = next;
    return serialized;
  };
}

function completingList(type: GraphQLOutputType): Column['complete'] | undefined {
  const complete = isListType(type) ? completing(type.ofType) : undefined;
  if (complete === undefined) return undefined;
  return (value) => {
    if (!Array.isArray(value)) throw irregular;
    return value.map(complete);
  };
}

function completedRow(row: unknown, columns: readonly Column[], empty: CompletedRow): CompletedRow {
  if (typeof row !== 'object' || row === null || isUnsettled(row)) throw irregular;
  const completed: Record<string, unknown> = { ...empty };
  for (const { key, read, complete } of columns) completed[key] = complete(read(row));
  return completed;
}

/** What graphql-js throws, or waits for: then it asks again, and of this one nobody hears. */
function isUnsettled(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isPromise(value)) {
    value.then(undefined, () => undefined);
    return true;
  }
  return value instanceof Error;
}

const isPromise = (value: object): value is PromiseLike<unknown> => 'then' in value && typeof value.then === 'function';

const irregular = new Error('Not as the schema says');
