import { ApolloServer } from '@apollo/server';
import type { Analytics } from '@leadline/ports';
import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql/index.js';
import { describe, expect, it } from 'vitest';
import { buildSchema as buildSchemaOfNest } from '../schema/build-schema.js';
import { depsOf, givenWorld } from '../testing/given-api.js';
import { completeFlatRows, FlatRows, flatRowsPlugin } from './flat-rows.js';
import { readsMember } from './read-member.js';

const TYPES = `
  enum Unit { SECONDS RATIO }
  type Row { id: ID! value: Float unit: Unit teams: [String!]! later: String below: Row }
  type Page { rows: [Row!]! count: Int! }
  type Query { rows: [Row!]! page: Page pages: [Page]! rowsOrNull: [Row] }
`;

const unasked: Analytics = { query: async () => [], stream: async function* () {} };

const rowsOf = (count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index,
    value: index / 4,
    unit: index % 2 === 0 ? 'SECONDS' : 'RATIO',
    teams: ['eng', `eng/${index}`],
    later: null,
    below: null,
  }));

interface Asked {
  readonly rows: unknown;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

function schemaOver(rows: unknown): GraphQLSchema {
  const schema = buildSchema(TYPES);
  const page = { rows, count: 1 };
  const resolve: Record<string, () => unknown> = {
    rows: async () => rows,
    rowsOrNull: () => rows,
    page: () => page,
    pages: () => [page, { rows, count: null }],
  };
  for (const [name, field] of Object.entries(schema.getQueryType()!.getFields())) field.resolve = resolve[name]!;
  return schema;
}

/** What is answered, and how many lists were completed at once. */
async function answered(schema: GraphQLSchema, { query, variables = {} }: Asked) {
  const server = new ApolloServer<{ flatRows: FlatRows }>({ schema, plugins: [flatRowsPlugin()] });
  const contextValue = { flatRows: new FlatRows() };
  const { body } = await server.executeOperation({ query, variables }, { contextValue });
  await server.stop();
  if (body.kind !== 'single') throw new Error('Answered in parts');
  return { text: JSON.stringify(body.singleResult), atOnce: contextValue.flatRows.count };
}

async function both(asked: Asked) {
  const { text: byGraphql } = await answered(schemaOver(asked.rows), asked);
  const schema = schemaOver(asked.rows);
  completeFlatRows(schema);
  return { ...(await answered(schema, asked)), byGraphql };
}

/** Stacks of errors name who threw them. */
const withoutStacks = (answer: string): unknown =>
  JSON.parse(answer, (key, value) => (key === 'stacktrace' ? null : value));

const but = (change: Record<string, unknown>): Record<string, unknown>[] =>
  rowsOf(30).map((row, index) => (index === 7 ? { ...row, ...change } : row));

describe('a long list of leaves', () => {
  it('is answered as it stands in its rows', async () => {
    const { text, atOnce } = await both({ rows: rowsOf(20), query: '{ rows { id value unit teams later } }' });
    expect(atOnce).toBe(1);
    expect(JSON.parse(text).data.rows[3]).toEqual({
      id: '3',
      value: 0.75,
      unit: 'RATIO',
      teams: ['eng', 'eng/3'],
      later: null,
    });
  });

  it.each([
    ['under other names, some twice', '{ a: rows { x: id id y: value } b: rows { unit } }', 2],
    ['by fragments', '{ rows { ...R ... on Row { unit id } } } fragment R on Row { id value }', 1],
    [
      'with what is left out',
      'query ($no: Boolean = false) { rows { id value @include(if: $no) unit @skip(if: $no) } }',
      1,
    ],
    ['in a page', '{ page { count rows { id } } }', 1],
    ['where null is allowed', '{ rowsOrNull { id } }', 1],
    ['beside one that is not', '{ rows { id } page { rows { id below { id } } } }', 1],
    ['beside a failure that takes its page', '{ pages { rows { id } count } rows { id } }', 3],
    ['with the name of its type', '{ rows { __typename id } }', 1],
    ['with objects below', '{ rows { id below { id } } }', 0],
    ['under a name that objects have', '{ rows { __proto__: __typename value constructor: id } }', 0],
  ])('is the same as from graphql-js, to the byte: %s', async (_, query, lists) => {
    const { text, byGraphql, atOnce } = await both({ rows: rowsOf(30), query });
    expect(text).toBe(byGraphql);
    expect(atOnce).toBe(lists);
  });

  it('is left alone where it is short', async () => {
    expect(await both({ rows: rowsOf(19), query: '{ rows { id } }' })).toMatchObject({ atOnce: 0 });
  });
});

/** A row that finds its members when they are read. */
class Found {
  constructor(private readonly index: number) {}

  get id(): number {
    return this.index;
  }

  get value(): number {
    if (this.index === 99) throw new Error('Lost');
    return this.index / 4;
  }

  get unit(): string {
    return 'RATIO';
  }
}

class FoundElsewhere extends Found {
  override get value(): number {
    return -1;
  }
}

const foundRows = (count: number): Found[] => Array.from({ length: count }, (_, index) => new Found(index));

describe('rows that find their members when they are read', () => {
  it.each([
    ['of one class', foundRows(30), 1, '{"id":"29","value":7.25,"unit":"RATIO"}'],
    ['beside one of another class', [...foundRows(30), new FoundElsewhere(30)], 1, '"value":-1'],
    ['beside one that is no object of a class', [...foundRows(30), { id: 30, value: -2, unit: 'RATIO' }], 1, '-2'],
    ['beside one that cannot find them', [...foundRows(30), new Found(99)], 0, '"path":["rows",30,"value"]'],
  ])('are the same as from graphql-js: %s', async (_, rows, lists, told) => {
    const { text, byGraphql, atOnce } = await both({ rows, query: '{ rows { id value unit } }' });
    expect(withoutStacks(text)).toEqual(withoutStacks(byGraphql));
    expect(text).toContain(told);
    expect(atOnce).toBe(lists);
  });

  it('are known to the schema that Nest makes by the name of its resolver', async () => {
    const { schema, close } = await buildSchemaOfNest(depsOf(givenWorld(unasked)));
    const type = schema.getType('MetricPoint');
    const resolve = isObjectType(type) ? type.getFields()['value']?.resolve : undefined;
    await close();
    expect(resolve && readsMember(resolve)).toBe(true);
  });
});

describe('a row that is not as the schema says', () => {
  it.each([
    ['a number that is none', but({ value: Number.NaN }), '"path":["rows",7,"value"]'],
    ['a null that may not be', but({ id: null }), '"path":["rows",7,"id"]'],
    ['a word that is no unit', but({ unit: 'PARSECS' }), '"path":["rows",7,"unit"]'],
    ['a null in a list', but({ teams: ['eng', null] }), '"path":["rows",7,"teams",1]'],
    ['a list that is none', but({ teams: 'eng' }), '"path":["rows",7,"teams"]'],
    ['an error', but({ later: new Error('Lost') }), '"message":"Lost"'],
    ['a row that is an error', [...rowsOf(30), new Error('Lost')], '"path":["rows",30]'],
    ['a row that is null', [...rowsOf(30), null], '"path":["rows",30]'],
    ['a wait that fails', but({ later: async () => Promise.reject(new Error('Lost')) }), '"path":["rows",7,"later"]'],
    ['a value that is waited for', but({ later: Promise.resolve('now') }), '"later":"now"'],
    [
      'a field that fails',
      but({
        later: () => {
          throw new Error('Lost');
        },
      }),
      '"path":["rows",7,"later"]',
    ],
  ])('is told by graphql-js: %s', async (_, rows, told) => {
    const query = '{ rows { id value unit teams later } }';
    const { text, byGraphql, atOnce } = await both({ rows, query });
    expect(withoutStacks(text)).toEqual(withoutStacks(byGraphql));
    expect(text).toContain(told);
    expect(atOnce).toBe(0);
  });
});
