import {
  type GraphQLFormattedError,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql/index.js';

/**
 * What GraphQL itself says of an argument tells what is wrong, and not what may stand there. Adds that, and the path of
 * what is wrong: in the message, and as `extensions.argument`.
 */
export function withAllowedValues(formatted: GraphQLFormattedError, schema: GraphQLSchema): GraphQLFormattedError {
  const { message, extensions } = formatted;
  const fix = fixFor(message, schema);
  const argument = extensions?.['argument'] ?? argumentIn(message);
  if (fix === undefined && argument === undefined) return formatted;
  const named = typeof argument === 'string' && !message.includes(argument) ? `${argument}: ${message}` : message;
  return {
    ...formatted,
    message: fix === undefined || message.includes(fix) ? named : `${ended(named)} ${fix}.`,
    extensions: {
      ...extensions,
      ...(argument === undefined ? {} : { argument }),
      ...(fix === undefined || extensions?.['fix'] !== undefined ? {} : { fix }),
    },
  };
}

const ended = (message: string): string => (/[.?]$/.test(message) ? message : `${message}.`);

/** `Variable "$ids" got invalid value "X" at "ids[0]"; …`: "ids[0]". */
function argumentIn(message: string): string | undefined {
  const [, absent] = /^Variable "\$(\w+)" of (?:required|non-null) type /.exec(message) ?? [];
  if (absent !== undefined) return absent;
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? [];
  if (variable === undefined) return undefined;
  const [, path = variable] = / at "([\w.[\]]+)"; /.exec(message) ?? [];
  const [, unknown] = /; Field "(\w+)" (?:is not defined by type|of required type)/.exec(message) ?? [];
  return unknown === undefined ? path : `${path}.${unknown}`;
}

function fixFor(message: string, schema: GraphQLSchema): string | undefined {
  const [, enumeration] =
    /does not exist in "(\w+)" enum\./.exec(message) ?? /Enum "(\w+)" cannot represent/.exec(message) ?? [];
  if (enumeration !== undefined) return oneOf(valuesOf(schema, enumeration));
  const [, input] = /Field "\w+" is not defined by type "(\w+)"\./.exec(message) ?? [];
  if (input !== undefined) return oneOf(fieldsOf(schema, input));
  const [, asked] = /^Cannot query field "\w+" on type "(\w+)"\./.exec(message) ?? [];
  if (asked !== undefined) return oneOf(fieldsOf(schema, asked));
  const [, type, field] = /Unknown argument "\w+" on field "(\w+)\.(\w+)"\./.exec(message) ?? [];
  if (type !== undefined && field !== undefined) return oneOf(argumentsOf(schema, type, field));
  const [, scalar] = /\b(\w+) cannot represent/.exec(message) ?? [];
  if (scalar !== undefined) return written[scalar];
  const [, wanted] =
    /(?:Expected value of type|Expected non-nullable type|Expected type) "\[?(\w+)/.exec(message) ??
    /(?:argument "\w+" of|of required|of non-null) type "\[?(\w+)/.exec(message) ??
    [];
  return wanted === undefined ? undefined : (written[wanted] ?? allowedOf(schema, wanted));
}

/** How values of scalars are written. */
const written: Readonly<Record<string, string>> = {
  Boolean: 'Write true or false',
  Int: 'Write a whole number',
  Float: 'Write a number',
  String: 'Write a text',
  ID: 'Write a text',
  DateTime: 'Write it like 2026-03-02T00:00:00Z',
  Date: 'Write it like 2026-11-15',
  TimeZone: 'Write it like "Europe/Berlin"',
};

function allowedOf(schema: GraphQLSchema, type: string): string | undefined {
  const fields = isInputObjectType(schema.getType(type)) ? fieldsOf(schema, type) : [];
  return fields.length > 0 ? `Write an object of: ${fields.join(', ')}` : oneOf(valuesOf(schema, type));
}

const oneOf = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}`;

function valuesOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
}

function fieldsOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isInputObjectType(type) || isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
}

function argumentsOf(schema: GraphQLSchema, name: string, field: string): string[] {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return (type.getFields()[field]?.args ?? []).map((argument) => argument.name);
}
