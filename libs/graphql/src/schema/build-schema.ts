import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  AbstractGraphQLDriver,
  GraphQLModule,
  GraphQLSchemaBuilderModule,
  GraphQLSchemaFactory,
  GraphQLSchemaHost,
} from '@nestjs/graphql';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql/index.js';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { completeFlatRows } from '../flat-rows/flat-rows.js';
import { resolvers } from '../resolvers.js';

/**
 * Lets Nest make the schema and wire its resolvers, and nothing else: requests come in on the Fastify that serves the
 * other routes, with its limits and headers, and Nest would replace its handlers of errors.
 */
class SchemaAlone extends AbstractGraphQLDriver {
  override async start(): Promise<void> {}
  override async stop(): Promise<void> {}
}

/** Nest tells its log of every error that a caller is told of; Leadline's own are reported by who asked for the schema. */
const quiet = { logger: false, abortOnError: false } as const;

export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  readonly close: () => Promise<void>;
}

/** The schema with its resolvers. */
export async function buildSchema(deps: GraphqlDeps): Promise<BuiltSchema> {
  @Module({
    imports: [GraphQLModule.forRoot({ driver: SchemaAlone, autoSchemaFile: true, sortSchema: true })],
    providers: [...resolvers, { provide: GRAPHQL_DEPS, useValue: deps }],
  })
  class GraphqlApi {}

  const nest = await NestFactory.createApplicationContext(GraphqlApi, quiet);
  const { schema } = nest.get(GraphQLSchemaHost, { strict: false });
  completeFlatRows(schema);
  return { schema, close: () => nest.close() };
}

/** The schema as text, for `schema.graphql`: sorted, so that only a change of meaning changes it. */
export async function schemaText(): Promise<string> {
  const nest = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, quiet);
  try {
    const schema = await nest.get(GraphQLSchemaFactory).create([...resolvers] as Type<unknown>[]);
    return `${printSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await nest.close();
  }
}
