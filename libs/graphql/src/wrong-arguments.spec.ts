import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql/index.js';
import { answerableIds, dimensions, metricIds } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from './testing/acme.js';
import { ask } from './testing/given-api.js';
import { type GivenApi, givenApiOver } from './testing/given-history.js';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', 'schema.graphql'), 'utf8'));
const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) => args.length > 0);

type Path = readonly (string | number)[];

/** A value of a type that can be answered. */
function good(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return good(type.ofType, name);
  if (isListType(type)) return [good(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, good(field.type, field.name)]));
  }
  return scalars(type.toString(), name);
}

function scalars(type: string, name: string): unknown {
  switch (type) {
    case 'Int':
    case 'Float':
      return 1;
    case 'Boolean':
      return true;
    case 'DateTime':
      return ['to', 'end'].includes(name) ? '2026-03-16T00:00:00Z' : '2026-03-02T00:00:00Z';
    case 'Date':
      return '2026-03-02';
    case 'TimeZone':
      return 'UTC';
    default:
      return 'shop';
  }
}

/** Everything within an argument that can be wrong: its path, what is wrong there, and what the answer must name. */
function wrongs(type: GraphQLInputType, path: Path): { path: Path; value: unknown; allowed: readonly string[] }[] {
  if (path.length > 6) return [];
  if (isNonNullType(type)) return wrongs(type.ofType, path);
  if (isListType(type)) return wrongs(type.ofType, [...path, 0]);
  if (isEnumType(type)) return [{ path, value: 'NOPE', allowed: type.getValues().map(({ name }) => name) }];
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const unknown = { path: [...path, 'nope'], value: 1, allowed: fields.map(({ name }) => name) };
    return [unknown, ...fields.flatMap((field) => wrongs(field.type, [...path, field.name]))];
  }
  switch (type.toString()) {
    case 'Int':
    case 'Float':
      return [{ path, value: 'many', allowed: [] }];
    case 'Boolean':
      return [{ path, value: 'perhaps', allowed: ['true'] }];
    case 'DateTime':
      return [{ path, value: 'yesterday', allowed: ['2026-03-02T00:00:00Z'] }];
    case 'Date':
      return [{ path, value: 'yesterday', allowed: ['2026-'] }];
    case 'TimeZone':
      return [{ path, value: 'Europe/Nowhere', allowed: ['Europe/'] }];
    default:
      return [];
  }
}

type Query = (typeof queries)[number];

/** What is required of a query, and one argument more. */
const argumentsOf = (query: Query, also: string): Record<string, unknown> =>
  Object.fromEntries(
    query.args
      .filter(({ name, type }) => isNonNullType(type) || name === also)
      .map(({ name, type }) => [name, good(type, name)]),
  );

function changed(given: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') return [changed((given as unknown[] | undefined)?.[step], rest, value)];
  const known = (given ?? {}) as Record<string, unknown>;
  return { ...known, [step]: changed(known[step], rest, value) };
}

const textOf = (path: Path): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver([]);
});
afterAll(() => api.close());

/** A value as it stands in a document; of an enumeration without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) return `[${(value as unknown[]).map((one) => literal(one, type.ofType)).join(', ')}]`;
  if (!isInputObjectType(type)) return isEnumType(type) ? String(value) : JSON.stringify(value);
  const fields = type.getFields();
  const inside = Object.entries(value as Record<string, unknown>).map(
    ([name, one]) => `${name}: ${fields[name] === undefined ? JSON.stringify(one) : literal(one, fields[name].type)}`,
  );
  return `{ ${inside.join(', ')} }`;
}

/** Why an answer is not the refusal that somebody can act on; null: it is. */
async function complaint(
  query: Query,
  path: Path,
  value: unknown,
  allowed: readonly string[],
  blamed = path,
): Promise<string | null> {
  const given = changed(argumentsOf(query, String(path[0])), path, value) as Record<string, unknown>;
  const used = query.args.filter(({ name }) => Object.hasOwn(given, name));
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const { errors, text } = await ask(
    api.base,
    `query (${declared}) { ${query.name}(${passed}) { __typename } }`,
    given,
  );
  const [error] = errors;
  const at = `${query.name}(${textOf(path)}: ${JSON.stringify(value)})`;
  if (error === undefined) return `${at} was answered: ${text.slice(0, 80)}`;
  if (error.extensions['code'] !== 'BAD_USER_INPUT')
    return `${at}: ${String(error.extensions['code'])} ${error.message}`;
  if (error.extensions['argument'] !== textOf(blamed))
    return `${at} is said to be ${String(error.extensions['argument'])}`;
  const missing = allowed.filter((one) => !error.message.includes(one));
  return missing.length === 0 ? null : `${at} does not say that it may be ${missing.join(', ')}: ${error.message}`;
}

/** The same where the value stands in the document itself: BI tools write it there. */
async function complaintOfLiteral(query: Query, path: Path, value: unknown, allowed: readonly string[]) {
  const given = changed(argumentsOf(query, String(path[0])), path, value) as Record<string, unknown>;
  const passed = query.args
    .filter(({ name }) => Object.hasOwn(given, name))
    .map(({ name, type }) => `${name}: ${literal(given[name], type)}`)
    .join(', ');
  const { errors } = await ask(api.base, `{ ${query.name}(${passed}) { __typename } }`, {});
  const blame = errors.find((error) => error.extensions['argument'] === textOf(path));
  const at = `${query.name}(${passed})`;
  if (blame === undefined) return `${at}: ${errors.map(({ message }) => message).join('; ')}`;
  const missing = [textOf(path), ...allowed].filter((one) => !blame.message.includes(one));
  return missing.length === 0 ? null : `${at} does not say ${missing.join(', ')}: ${blame.message}`;
}

describe('an argument that is wrong', () => {
  it('is looked for in every query that has arguments', () => {
    expect(queries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['metrics', 'leadTimePhases', 'drivers', 'outliers', 'insights', 'beforeAfter']),
    );
  });

  it.each(queries.map((query) => [query.name, query] as const))(
    'of %s is named, with what may stand there',
    async (_, query) => {
      const found = query.args.flatMap(({ name, type }) => wrongs(type, [name]));
      const complaints = await Promise.all(
        found.map(({ path, value, allowed }) => complaint(query, path, value, allowed)),
      );
      expect(complaints.filter((one) => one !== null)).toEqual([]);
    },
    120_000,
  );

  it.each(queries.map((query) => [query.name, query] as const))(
    'of %s is named, with what may stand there, where it is written into the document',
    async (_, query) => {
      const found = query.args.flatMap(({ name, type }) => wrongs(type, [name]));
      const complaints = await Promise.all(
        found.map(({ path, value, allowed }) => complaintOfLiteral(query, path, value, allowed)),
      );
      expect(complaints.filter((one) => one !== null)).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['ids: [CHANGE_LEAD_TIME]', 'window', 'from, timeZone, to'],
    ['ids: [CHANGE_LEAD_TIME], window: "28d"', 'window', 'from, timeZone, to'],
    ['ids: [CHANGE_LEAD_TIME], window: null', 'window', 'from, timeZone, to'],
    ['ids: [CHANGE_LEAD_TIME], window: { from: "2026-03-02T00:00:00Z" }', 'window.to', '2026-03-02T00:00:00Z'],
    ['window: { from: "2026-03-02", to: 12.5 }', 'window.from', 'Write it like 2026-03-02T00:00:00Z'],
    ['window: { from: "2026-03-02T00:00:00Z", to: 12.5 }', 'window.to', 'Write it like 2026-03-02T00:00:00Z'],
    ['window: { from: "2026-03-02T00:00:00Z", to: null }', 'window.to', 'Write it like 2026-03-02T00:00:00Z'],
    ['by: [{ dimension: TEAM }, TEAM]', 'by[1]', 'dimension, tagKey'],
    ['since: 3', 'since', 'window'],
  ])('metrics(%s) blames %s', async (given, argument, allowed) => {
    const { errors } = await ask(api.base, `{ metrics(${given}) { value } }`, {});
    const blame = errors.find((error) => error.extensions['argument'] === argument);
    expect(blame?.message).toContain(argument);
    expect(blame?.message).toContain(allowed);
  });

  it('is named where it is the default of a variable, or a variable that does not fit or is missing', async () => {
    const METRICS_OF = 'metrics(ids: [CHANGE_LEAD_TIME], asOf: $at, window: $window) { value }';
    const argumentsIn = async (declared: string) =>
      (await ask(api.base, `query (${declared}) { ${METRICS_OF} }`, {})).errors.map(
        ({ extensions }) => extensions['argument'],
      );

    expect(await argumentsIn('$window: WindowInput!, $at: DateTime = "soon"')).toEqual(['at']);
    expect(await argumentsIn('$window: WindowInput, $at: DateTime')).toEqual(['window']);
    expect(await argumentsIn('$window: WindowInput!, $at: DateTime')).toEqual(['window']);
  });
});

/** Every pair of instants that is a window, as paths of its beginning and its end. */
const windows = queries.flatMap((query) => {
  const inside = query.args.flatMap(({ name, type }): Path[] => {
    const fields = getNamedType(type);
    if (!isInputObjectType(fields)) return [];
    return Object.hasOwn(fields.getFields(), 'from') && Object.hasOwn(fields.getFields(), 'to') && name !== 'options'
      ? [[name]]
      : [];
  });
  return inside.map((path) => [`${query.name}(${textOf(path)})`, query, path] as const);
});

describe('a window', () => {
  it.each(windows)('that is reversed is refused: %s', async (_, query, path) => {
    const reversed = { from: '2026-03-16T00:00:00Z', to: '2026-03-02T00:00:00Z' };
    expect(await complaint(query, path, reversed, [`${textOf(path)}.to`], [...path, 'from'])).toBeNull();
  });

  it.each(windows.filter(([, , [name]]) => name !== 'where'))(
    'beyond every calendar is refused: %s',
    async (_, query, path) => {
      const wide = { from: '1900-01-01T00:00:00Z', to: '2300-01-01T00:00:00Z' };
      expect(await complaint(query, path, wide, ['1970', '2200'])).toBeNull();
    },
  );
});

const numbers = Object.values((schema.getType('MetricOptionsInput') as GraphQLInputObjectType).getFields()).filter(
  ({ type }) => /^(Int|Float)/.test(String(type)),
);

describe('an option out of its bounds', () => {
  it.each(numbers.map(({ name }) => name))('%s is refused, with them', async (name) => {
    const metrics = queries.find((query) => query.name === 'metrics');
    if (metrics === undefined) throw new Error('There is no query of metrics');
    expect(await complaint(metrics, ['options', name], -1, ['0'])).toBeNull();
  });
});

const lists = {
  teams: 'eng/web',
  services: 'shop',
  repositories: 'acme/shop',
  environments: 'production',
  flags: 'cart',
  targets: 'eu',
  tags: 'language:go',
};

describe('a metric that has no such groups', () => {
  it.each(metricIds)('%s is refused with those that it has, or answered', async (id) => {
    const window = { from: '2026-03-02T00:00:00Z', to: '2026-03-16T00:00:00Z' };
    const asked = [
      ...dimensions.map((dimension) => ({
        argument: 'by',
        variables: { by: [{ dimension, ...(dimension === 'TAG' ? { tagKey: 'language' } : {}) }] },
      })),
      ...Object.entries(lists).map(([name, value]) => ({
        argument: 'scope',
        variables: { scope: { [name]: [value] } },
      })),
    ];
    const knownBy = dimensions.filter((one) => answerableIds({ by: [{ dimension: one }], scope: {} }).includes(id));
    const scopes = Object.keys(lists).filter((one) => answerableIds({ by: [], scope: { [one]: ['x'] } }).includes(id));
    for (const { argument, variables } of asked) {
      const { errors, data } = await ask(api.base, METRICS, { ids: [id], window, ...variables });
      const [error] = errors;
      expect({ ...variables, isAnswered: 'metrics' in (data ?? {}) }).toEqual({
        ...variables,
        isAnswered: error === undefined,
      });
      expect({ ...variables, argument: error?.extensions['argument'] ?? argument }).toEqual({ ...variables, argument });
      const untold = (argument === 'by' ? knownBy : scopes).filter((name) => !(error?.message ?? name).includes(name));
      expect({ ...variables, untold }).toEqual({ ...variables, untold: [] });
    }
  });
});

describe('a field that there is not', () => {
  it('is answered with those that there are', async () => {
    const { errors } = await ask(api.base, '{ teams { slug } }', {});
    expect(errors[0]?.message).toMatch(/^Cannot query field "slug" on type "Team"\. .*There are: .*\bpath\b/);
  });
});
