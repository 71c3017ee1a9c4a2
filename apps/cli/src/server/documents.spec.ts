import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documents } from './documents.js';

const schemaFile = join(import.meta.dirname, '..', '..', '..', '..', 'libs', 'graphql', 'schema.graphql');
const schema = buildSchema(readFileSync(schemaFile, 'utf8'));

describe("the command line's questions", () => {
  it.each(Object.entries(documents))('%s can be asked of the schema', (_, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });
});
