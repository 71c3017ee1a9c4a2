import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { code, page, table } from './docs-markdown.ts';

/** docs/reference/graphql.md, from the committed schema. */
export async function graphqlPage(): Promise<string> {
  const schema = buildSchema(
    await readFile(join(import.meta.dirname, '..', 'libs', 'graphql', 'schema.graphql'), 'utf8'),
  );
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  const roots = [query, mutation].filter((type) => type !== null && type !== undefined);
  const types = Object.values(schema.getTypeMap())
    .filter(
      (type) =>
        !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !roots.some(({ name }) => name === type.name),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return page('GraphQL', 'libs/graphql/schema.graphql', [
    'The endpoint is `/graphql`: `POST` with `{"query": …, "variables": …}`, or a browser for the query page, which shows this schema beside the query. [How to query from a BI tool](../how-to/query-from-bi.md).',
    ...roots.flatMap((root) => [`## ${root.name}`, ...Object.values(root.getFields()).map(operation)]),
    '## Types',
    ...types.map(typeSection),
  ]);
}

function operation({ name, args, type, description }: GraphQLField<unknown, unknown>): string {
  return [`### ${name}`, `${code(`${name}: ${String(type)}`)}. ${description ?? ''}`, argumentTable(args)]
    .join('\n\n')
    .trim();
}

const argumentTable = (args: readonly GraphQLArgument[]): string =>
  table(
    ['argument', 'type', 'meaning'],
    args.map(({ name, type, description }) => [code(name), code(String(type)), description ?? '']),
  );

function typeSection(type: GraphQLNamedType): string {
  const parts = [`### ${type.name}`, type.description ?? '', members(type)];
  return parts.filter((part) => part !== '').join('\n\n');
}

function members(type: GraphQLNamedType): string {
  if (isEnumType(type)) {
    return table(
      ['value', 'meaning'],
      type.getValues().map(({ name, description }) => [code(name), description ?? '']),
    );
  }
  if (isInputObjectType(type) || isObjectType(type)) {
    const fields = Object.values(type.getFields());
    return table(
      ['field', 'type', 'meaning'],
      fields.map(({ name, type: of, description }) => [code(name), code(String(of)), description ?? '']),
    );
  }
  return isScalarType(type) && type.specifiedByURL ? `Specified by <${type.specifiedByURL}>.` : '';
}
