import { createServer } from '@leadline/http';
import { type Analytics, QueryLimitExceeded } from '@leadline/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examples } from './query-page/examples.js';
import { registerGraphql } from './register-graphql.js';
import { FORTNIGHT, METRICS } from './testing/acme.js';
import { type Answer, ask, depsOf, everyScope, givenWorld, refusalOf } from './testing/given-api.js';

/** A warehouse in which nothing is. */
const empty: Analytics = { query: async () => [], stream: async function* () {} };

const failing = (error: Error): Analytics => ({
  query: async () => {
    throw error;
  },
  stream: () => {
    throw error;
  },
});

const world = givenWorld(empty);
let base = '';
let stop: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((error) => world.reported.push(error));
  const graphql = await registerGraphql(server, depsOf(world));
  base = await server.listen({ host: '127.0.0.1', port: 0 });
  stop = async () => {
    await graphql.close();
    await server.close();
  };
});

afterAll(() => stop());

beforeEach(() => {
  world.analytics = empty;
  world.scopes = everyScope;
  world.reported.length = 0;
});

describe('arguments that cannot be answered', () => {
  it.each([
    [
      'a window that ends before it begins',
      { window: { from: FORTNIGHT.to, to: FORTNIGHT.from } },
      'window.from',
      'earlier',
    ],
    [
      'a zone that is none',
      { window: { ...FORTNIGHT, timeZone: 'Europe/Berlln' } },
      'window.timeZone',
      '"Europe/Berlin"',
    ],
    ['no metric', { ids: [] }, 'ids', 'metricCatalog'],
    ['a tag without its name', { by: [{ dimension: 'TAG' }] }, 'by[0].tagKey', 'tagKey: "language"'],
    ['the name of a tag elsewhere', { by: [{ dimension: 'TEAM', tagKey: 'x' }] }, 'by[0].tagKey', 'Leave it out'],
    ['a dimension twice', { by: [{ dimension: 'TEAM' }, { dimension: 'TEAM' }] }, 'by[1].dimension', 'once'],
    ['an unknown team', { scope: { teams: ['payments'] } }, 'scope.teams', '"eng/payments"'],
    ['an option out of bounds', { options: { timeWindowS: -1 } }, 'options.timeWindowS', '0'],
    ['a tag that is none', { scope: { tags: ['go'] } }, 'scope.tags', 'key:value'],
  ])('%s', async (_, variables, argument, fix) => {
    const { code, argument: named, message } = await refusalOf(base, variables);
    expect({ code, named }).toEqual({ code: 'BAD_USER_INPUT', named: argument });
    expect(message).toContain(fix);
  });

  it('a malformed instant, in a variable and in the text', async () => {
    expect(await refusalOf(base, { window: { ...FORTNIGHT, from: 'yesterday' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const { errors, status } = await ask(
      base,
      '{ metrics(ids: [CHANGE_FAIL_RATE], window: { from: "2026-02-30T00:00:00Z", to: "2026-03-01T00:00:00Z" }) { n } }',
    );
    expect({ status, code: errors[0]?.extensions['code'] }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
    expect(errors[0]?.message).toContain('2026-03-02T00:00:00Z');
  });

  it('more points than are answered are counted, not run', async () => {
    world.analytics = failing(new Error('nothing may run'));
    const window = { from: '2000-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
    const { errors } = await ask(base, METRICS, {
      ids: ['CHANGE_FAIL_RATE'],
      window,
      bucket: 'DAY',
      by: [{ dimension: 'TEAM' }],
    });
    // 1 metric, 4 teams, 9556 days.
    expect(errors[0]?.extensions).toMatchObject({ code: 'TOO_MANY_POINTS', count: 38_224 });
    expect(errors[0]?.message).toContain('a longer bucket than DAY');
  });
});

describe('protection', () => {
  const codeOf = ({ errors, status }: Answer) => ({ status, code: errors[0]?.extensions['code'] });

  it('refuses deep, large, costly and repeated questions before they run', async () => {
    const nested = (depth: number): string => (depth === 0 ? 'id' : `replaced { ${nested(depth - 1)} }`);
    expect(codeOf(await ask(base, `{ deployment(id: "x") { ${nested(12)} } }`))).toEqual({
      status: 400,
      code: 'QUERY_TOO_DEEP',
    });

    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: metricCatalog { id }`).join(' ');
    expect(codeOf(await ask(base, `{ ${aliases} }`))).toEqual({ status: 400, code: 'TOO_MANY_ALIASES' });

    // Each fragment spreads the next one twice: 2^40 fields, in 40 lines.
    const doubling = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on MetricDefinition { ...F${index + 1} ...F${index + 1} }`,
    );
    const begin = performance.now();
    const bomb = await ask(
      base,
      `{ metricCatalog { ...F0 } } ${doubling.join(' ')} fragment F40 on MetricDefinition { id }`,
    );
    expect(codeOf(bomb)).toEqual({ status: 400, code: 'QUERY_TOO_LARGE' });
    expect(performance.now() - begin).toBeLessThan(2_000);

    const costly =
      'query ($first: Int!) { deployments(first: $first) { nodes { changes { title } replaced { commits { sha } } } } }';
    const refusal = await ask(base, costly, { first: 500 });
    expect(codeOf(refusal)).toEqual({ status: 400, code: 'QUERY_TOO_COSTLY' });
    expect(refusal.errors[0]?.extensions['cost']).toMatchObject({ most: 50_000 });

    const tokens = await ask(base, `{ metricCatalog { ${'id '.repeat(5_000)} } }`);
    expect(tokens.status).toBe(400);
  });

  it('gives no more than 500 rows at once, and says how to get more', async () => {
    for (const first of [0, -1, 501]) {
      const { errors } = await ask(base, 'query ($first: Int!) { quarantine(first: $first) { nodes { id } } }', {
        first,
      });
      expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
    }
  });

  it('answers GET only with the header that browsers cannot send unasked, and no mutation by it', async () => {
    const url = (query: string): string => `${base}/graphql?query=${encodeURIComponent(query)}`;
    expect((await fetch(url('{ metricCatalog { id } }'))).status).toBe(400);
    const headers = { 'apollo-require-preflight': '1' };
    const answered = await fetch(url('{ metricCatalog { id } }'), { headers });
    expect(await answered.json()).toMatchObject({
      data: { metricCatalog: expect.arrayContaining([{ id: 'DEPLOYMENT_FREQUENCY' }]) },
    });
    expect((await fetch(url('mutation { retryQuarantined(ids: ["0:1"]) { retried } }'), { headers })).status).toBe(405);
  });

  it.each([
    ['text', 'text/plain', '{"query":"{ metricCatalog { id } }"}', 400],
    ['a form', 'application/x-www-form-urlencoded', 'query={metricCatalog{id}}', 415],
    ['a batch', 'application/json', '[{"query":"{ metricCatalog { id } }"}]', 400],
    ['no JSON', 'application/json', '{', 400],
  ])('refuses %s', async (_, type, body, status) => {
    const response = await fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
  });

  it('tells nothing of the inside when it fails, and reports it', async () => {
    world.analytics = failing(new Error('DB::Exception: SELECT secret FROM /var/lib'));
    const answer = await ask(base, METRICS, { ids: ['CHANGE_FAIL_RATE'], window: FORTNIGHT });
    expect(answer.errors).toEqual([
      {
        message: 'Leadline failed to answer',
        locations: expect.any(Array),
        path: ['metrics'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', fix: expect.stringMatching(/^Look for request .+ in the log/) },
      },
    ]);
    expect(answer.text).not.toMatch(/secret|stack|\.ts/);
    expect(world.reported).toEqual([
      expect.objectContaining({ message: 'DB::Exception: SELECT secret FROM /var/lib' }),
    ]);
  });

  it('says what to narrow when the warehouse has had enough', async () => {
    world.analytics = failing(new QueryLimitExceeded('It took longer than 30 s'));
    const { errors } = await ask(base, METRICS, { ids: ['CHANGE_FAIL_RATE'], window: FORTNIGHT });
    expect(errors[0]).toMatchObject({
      extensions: { code: 'QUERY_LIMIT' },
      message: expect.stringContaining('shorter window'),
    });
    expect(world.reported).toEqual([]);
  });

  it('answers nobody without metrics:read, and shows bytes and takes words only with their own scopes', async () => {
    world.scopes = [];
    expect(codeOf(await ask(base, '{ metricCatalog { id } }'))).toEqual({ status: 403, code: 'FORBIDDEN' });
    world.scopes = ['metrics:read'];
    expect(codeOf(await ask(base, '{ delivery(id: "0:1") { id } }')).code).toBe('FORBIDDEN');
    expect(codeOf(await ask(base, 'mutation { retryQuarantined(ids: ["0:1"]) { retried } }')).code).toBe('FORBIDDEN');
    expect(
      codeOf(
        await ask(
          base,
          'mutation { recordCorrection(input: { kind: DEPLOYMENT_OK, deployment: "d-a", reason: "none" }) { event } }',
        ),
      ).code,
    ).toBe('FORBIDDEN');
    expect({ appended: world.appended, retried: world.retried }).toEqual({ appended: [], retried: [] });
  });
});

describe('the schema', () => {
  it('documents every type, field, argument and value', async () => {
    const { data } = await ask(
      base,
      `{ __schema { types { name description fields { name description args { name description } }
      inputFields { name description } enumValues { name description } } } }`,
    );
    type Entry = { name: string; description: string | null; args?: Entry[] };
    type Listed = Entry & { fields: Entry[] | null; inputFields: Entry[] | null; enumValues: Entry[] | null };
    const { types } = data['__schema'] as { types: Listed[] };
    const missing = types
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => {
        const members = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])];
        const entries = members.flatMap((member) => [
          member,
          ...(member.args ?? []).map((arg) => ({ ...arg, name: `${member.name}(${arg.name}:)` })),
        ]);
        return [type, ...entries.map((entry) => ({ ...entry, name: `${type.name}.${entry.name}` }))];
      })
      .filter(({ name, description }) => !description && !['Query', 'Mutation'].includes(name))
      .map(({ name }) => name);
    expect(missing).toEqual([]);
  });
});

describe('the query page', () => {
  const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

  it('is one document that may talk to nobody but this server', async () => {
    const response = await fetch(`${base}/graphql`, asBrowser);
    const html = await response.text();
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'sha256-");
    expect(policy).not.toMatch(/unsafe|http/);
    expect(html).not.toMatch(/https?:|\bsrc=|<link|@import|\son[a-z]+=/);
  });

  it('labels every control', async () => {
    const html = await (await fetch(`${base}/graphql`, asBrowser)).text();
    const controls = [...html.matchAll(/<(?:input|select|textarea) id="([a-z]+)"/g)].map(([, id]) => id);
    expect(controls).toEqual(['example', 'token', 'query', 'variables', 'find']);
    for (const id of controls) expect(html).toContain(`<label for="${id}">`);
  });

  it('is there without a token, and can then read nothing', async () => {
    world.scopes = [];
    expect((await fetch(`${base}/graphql`, asBrowser)).status).toBe(200);
    expect((await ask(base, '{ __schema { types { name } } }')).status).toBe(403);
  });

  it.each(examples.map((example) => [example.title, example] as const))(
    'begins with a query that is answered: %s',
    async (_, { query, variables }) => {
      const filled = variables.replaceAll('{{from}}', FORTNIGHT.from).replaceAll('{{to}}', FORTNIGHT.to);
      const { errors, status } = await ask(base, query, JSON.parse(filled));
      expect({ status, errors }).toEqual({ status: 200, errors: [] });
    },
  );
});
