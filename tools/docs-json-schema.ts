import { z } from 'zod';

/** What is read of a JSON schema. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The JSON schema of what a schema gives: what was written, after shorthands were unfolded. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as JsonSchema;
}

/** Named types for patterns that are known. */
export type NamePattern = (pattern: string) => string | undefined;

/** Objects with more members are shown as maps. */
const MOST_NAMED = 6;

/** A type as people read it: "text", "list of texts", "one of `a`, `b`". */
export function typeText(schema: JsonSchema, name: NamePattern = () => undefined): string {
  const { type, items, additionalProperties: members, properties, pattern } = schema;
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.anyOf) {
    const kinds = schema.anyOf.filter(({ type: kind }) => kind !== 'null').map((kind) => typeText(kind, name));
    return [...new Set(kinds)].join(', or ');
  }
  const named = pattern === undefined ? undefined : name(pattern);
  if (named !== undefined) return named;
  const kinds = [type ?? []].flat().filter((kind) => kind !== 'null');
  if (kinds.length > 1) return kinds.map((kind) => typeText({ ...schema, type: kind }, name)).join(', or ');
  switch (kinds[0]) {
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'number':
      return 'number';
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `list of: ${items ? typeText(items, name) : 'anything'}`;
    case 'object':
      if (properties && Object.keys(properties).length <= MOST_NAMED)
        return `{ ${Object.keys(properties).join(', ')} }`;
      return typeof members === 'object' ? `map of names to: ${typeText(members, name)}` : 'map';
    default:
      return 'anything';
  }
}
