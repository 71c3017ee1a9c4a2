import type { ApolloServerPlugin } from '@apollo/server';
import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql/index.js';
import { completedRows, type CompletedRow, rowTypeOf } from './completed-rows.js';

type Path = GraphQLResolveInfo['path'];

/** Lists of a request that are in the answer's shape already: they take their places when graphql-js is done. */
export class FlatRows {
  readonly #lists: { readonly path: Path; readonly rows: readonly CompletedRow[] }[] = [];

  get count(): number {
    return this.#lists.length;
  }

  add(path: Path, rows: readonly CompletedRow[]): void {
    this.#lists.push({ path, rows });
  }

  /** Puts them where they belong. Where a failure beside them took what they were to stand in, they are gone as it is. */
  placeIn(data: unknown): void {
    for (const { path, rows } of this.#lists) {
      const holder = path.prev === undefined ? data : at(data, path.prev);
      if (isHolder(holder)) holder[path.key] = rows;
    }
  }
}

type Holder = Record<string | number, unknown>;

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

function at(data: unknown, { prev, key }: Path): unknown {
  const holder = prev === undefined ? data : at(data, prev);
  return isHolder(holder) ? holder[key] : undefined;
}

/** Fewer rows are done by the time it is known what is asked of them. */
const FEWEST_ROWS = 20;

interface Answering {
  readonly flatRows: FlatRows;
}

/**
 * Completes long lists of rows at once, where only leaves are asked of them. graphql-js takes ten times as long as reading
 * what a row holds: for each field of each row it reads the arguments, describes the place and writes down the path.
 */
export function completeFlatRows(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (rowTypeOf(field.type) === undefined) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source: unknown, args: unknown, context: Answering, info: GraphQLResolveInfo): unknown => {
        const found: unknown = resolve(source, args, context, info);
        return found instanceof Promise
          ? found.then((rows) => placed(rows, context, info))
          : placed(found, context, info);
      };
    }
  }
}

function placed(found: unknown, context: Answering, info: GraphQLResolveInfo): unknown {
  if (!Array.isArray(found) || found.length < FEWEST_ROWS) return found;
  const rows = completedRows(found, context, info);
  if (rows === undefined) return found;
  context.flatRows.add(info.path, rows);
  return [];
}

/** Puts the lists into the answer. */
export const flatRowsPlugin = (): ApolloServerPlugin<Answering> => ({
  requestDidStart: async () => ({
    async willSendResponse({ response: { body }, contextValue }) {
      if (body.kind === 'single') contextValue.flatRows.placeIn(body.singleResult.data);
    },
  }),
});
