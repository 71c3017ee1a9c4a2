import { recentDeliveries, recordedDelivery } from '@leadline/pipeline';
import { type LogRecord, LogUnavailable, RecordTooLarge } from '@leadline/ports';
import type { Source } from '@leadline/sources';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createServer,
  type TimeLimits,
  type IngestRoutes,
  registerIngest,
  registerNotFound,
  serverMetrics,
  type Token,
  unreadableLimit,
} from './index.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const SECRET = 'It is a Secret to Everybody';
const sign = (body: string | Uint8Array, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Signs as GitHub does. */
const source: Source = {
  id: 'github',
  title: 'GitHub',
  deliveryId: ({ headers }) => headers['x-github-delivery'] ?? null,
  eventName: ({ headers }) => headers['x-github-event'] ?? '',
  verify({ headers, body }, secrets) {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    const isSigned = secrets.some((secret) =>
      timingSafeEqual(digest(sign(body, secret)), digest(headers['x-hub-signature-256'] ?? '')),
    );
    if (!isSigned) return { outcome: 'refused', reason: 'invalid_signature' };
    return headers['x-old'] ? { outcome: 'refused', reason: 'stale' } : { outcome: 'verified' };
  },
  normalize: () => ({ outcome: 'ignored', reason: 'nothing to see' }),
};

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Given {
  readonly failure?: Error;
  readonly tokens?: Record<string, Token>;
  readonly routes?: Partial<IngestRoutes>;
  readonly limits?: TimeLimits;
}

function given({ failure, tokens = {}, routes = {}, limits }: Given = {}) {
  const records: LogRecord[] = [];
  const reported: unknown[] = [];
  const clock = { time: NOW, now: () => clock.time };
  const metrics = serverMetrics();
  const report = (error: unknown) => void reported.push(error);
  const app = createServer(report, limits);
  const byHash = new Map(
    Object.entries(tokens).map(([secret, token]) => [createHash('sha256').update(secret).digest('hex'), token]),
  );
  registerIngest(app, {
    log: {
      async append(_, added) {
        if (failure) throw failure;
        return added.map((record) => ({ partition: 0, offset: records.push(record) - 1 }));
      },
    },
    clock,
    recent: recentDeliveries(),
    endpoint: (name) =>
      name === 'github' ? { name, source, secrets: ['previous', SECRET], unsigned: false } : undefined,
    validateEvents: ({ body }) =>
      Buffer.from(body).toString() === 'bad'
        ? { outcome: 'problems', problems: [{ pointer: '/0/data/sha', message: 'is missing' }] }
        : { outcome: 'accepted', ids: ['e1'] },
    guard: { clock, tokens: { find: (hash) => byHash.get(hash), isEmpty: () => byHash.size === 0 } },
    metrics,
    report,
    ...routes,
  });
  servers.push(app);
  return { app, records, reported, clock, metrics };
}

function hook(body: string | Buffer, headers: Record<string, string> = {}, url = '/hooks/github') {
  const signed = { 'x-hub-signature-256': sign(body), 'x-github-delivery': 'd-1', 'content-type': 'application/json' };
  return { method: 'POST' as const, url, payload: body, headers: { ...signed, ...headers } };
}

describe('POST /hooks/:endpoint', () => {
  it('answers 202 with id and position once it is durable, and hints at a duplicate', async () => {
    const { app, records } = given();
    const first = await app.inject(hook('{"a":1}'));
    const second = await app.inject(hook('{"a":1}'));
    expect([first.statusCode, first.json()]).toEqual([202, { id: 'd-1', duplicate: false, position: '0:0' }]);
    expect([second.statusCode, second.json()]).toEqual([202, { id: 'd-1', duplicate: true, position: '0:1' }]);
    expect(records.map(recordedDelivery)[0]).toMatchObject({
      id: 'd-1',
      endpoint: 'github',
      source: 'github',
      receivedAt: NOW,
      headers: { 'x-github-delivery': 'd-1', 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
    });
  });

  it.each([
    ['JSON', 'application/json'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['an unknown type', 'application/vnd.nobody+knows'],
    ['no readable type', ';;; nonsense'],
    ['an empty type', ''],
  ])('takes the bytes of %s as they are', async (_, type) => {
    const { app, records } = given();
    const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0x00, 0xff, 0xc3]);
    const answer = await app.inject(hook(body, { 'content-type': type }));
    expect(answer.statusCode).toBe(202);
    expect(Buffer.from(records[0]?.value ?? [])).toEqual(body);
    expect(records.map(recordedDelivery)[0]?.headers['content-type']).toBe(type);
  });

  it('takes a body without type, and no body at all', async () => {
    const { app, records } = given();
    const headers = { 'x-hub-signature-256': sign('') };
    const answer = await app.inject({ method: 'POST', url: '/hooks/github', headers });
    expect(answer.statusCode).toBe(202);
    expect(records[0]?.value).toHaveLength(0);
  });

  it.each([
    ['a body changed by one byte', hook('{"a":2}', { 'x-hub-signature-256': sign('{"a":1}') })],
    ['a body written anew', hook('{ "a": 1 }', { 'x-hub-signature-256': sign('{"a":1}') })],
    ['no signature', { method: 'POST' as const, url: '/hooks/github', payload: '{}' }],
    ['an empty signature', hook('{}', { 'x-hub-signature-256': '' })],
    ['a signature of 10,000 characters', hook('{}', { 'x-hub-signature-256': 'f'.repeat(10_000) })],
    ['a signature listed twice', hook('{}', { 'x-hub-signature-256': `${sign('{}')}, ${sign('{}')}` })],
    ['an endpoint that does not exist', hook('{}', {}, '/hooks/nobody')],
    ['an endpoint with a strange name', hook('{}', {}, '/hooks/__proto__')],
    ["the secret of somebody else's endpoint", hook('{}', { 'x-hub-signature-256': sign('{}', 'other') })],
  ])('answers %s with the same 401 and stores nothing', async (_, request) => {
    const { app, records } = given();
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.body]).toEqual([401, '{"error":"invalid_signature"}']);
    expect(records).toEqual([]);
  });

  it('says stale to a sender whose signature is right', async () => {
    const answer = await given().app.inject(hook('{}', { 'x-old': 'yes' }));
    expect([answer.statusCode, answer.json()]).toEqual([401, { error: 'stale' }]);
  });

  it('accepts the previous secret too', async () => {
    const answer = await given().app.inject(hook('{}', { 'x-hub-signature-256': sign('{}', 'previous') }));
    expect(answer.statusCode).toBe(202);
  });

  it('answers 503 with Retry-After while the log is not durable', async () => {
    const answer = await given({ failure: new LogUnavailable('disk full at /data') }).app.inject(hook('{}'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(answer.body).not.toContain('/data');
  });

  it('answers 413 to what the log does not take', async () => {
    const answer = await given({ failure: new RecordTooLarge(2_000, 1_000) }).app.inject(hook('{}'));
    expect([answer.statusCode, answer.json()]).toMatchObject([
      413,
      { error: 'too_large', message: 'The body is larger than 1000 bytes' },
    ]);
  });

  it('tells nobody but the log of a bug', async () => {
    const { app, reported } = given({ failure: new TypeError('password=abc') });
    const answer = await app.inject(hook('{}'));
    expect([answer.statusCode, answer.json()]).toMatchObject([500, { error: 'internal' }]);
    expect(answer.body).not.toContain('abc');
    expect(reported).toHaveLength(1);
  });

  it('takes 25 MiB and not a byte more', async () => {
    const { app } = given();
    const largest = Buffer.alloc(25 * 1024 * 1024, 'a');
    expect((await app.inject(hook(largest))).statusCode).toBe(202);
    const answer = await app.inject(hook(Buffer.concat([largest, Buffer.from('a')])));
    expect([answer.statusCode, answer.json()]).toMatchObject([413, { error: 'too_large' }]);
  });

  it('does not unpack what is compressed', async () => {
    const { app, records } = given();
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const answer = await app.inject(hook(bomb, { 'content-encoding': 'gzip' }));
    expect([answer.statusCode, answer.json()]).toMatchObject([415, { error: 'unsupported_encoding' }]);
    expect(records).toEqual([]);
  });

  it('limits one endpoint by its own rate, and says when to come back', async () => {
    const routes: Partial<IngestRoutes> = {
      endpoint: (name) =>
        name === 'github' || name === 'other'
          ? { name, source, secrets: [SECRET], unsigned: false, rate: { perSecond: 0.5, burst: 2 } }
          : undefined,
    };
    const { app, clock } = given({ routes });
    const statusOf = async (url?: string) => (await app.inject(hook('{}', {}, url))).statusCode;
    expect([await statusOf(), await statusOf(), await statusOf()]).toEqual([202, 202, 429]);
    expect((await app.inject(hook('{}'))).headers['retry-after']).toBe('2');
    expect(await statusOf('/hooks/other')).toBe(202);
    clock.time += 2_000;
    expect([await statusOf(), await statusOf()]).toEqual([202, 429]);
  });

  it('lets an endpoint wait that floods the quarantine, and no other', async () => {
    const clock = { time: NOW, now: () => clock.time };
    const unreadable = unreadableLimit(clock, { perSecond: 2, burst: 4 });
    const routes: Partial<IngestRoutes> = {
      endpoint: (name) =>
        name === 'github' || name === 'other' ? { name, source, secrets: [SECRET], unsigned: false } : undefined,
      unreadable,
    };
    const { app, records } = given({ routes });
    const statusOf = async (url?: string) => (await app.inject(hook('{}', {}, url))).statusCode;
    // given four of GitHub's that nobody could read: that may happen
    for (let count = 0; count < 4; count += 1) unreadable.count('github');
    expect(await statusOf()).toBe(202);
    // when there are more and more, it waits: by two a second, and never longer than for as many as may come at once
    for (let count = 0; count < 3; count += 1) unreadable.count('github');
    const answer = await app.inject(hook('{}'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '2']);
    expect(answer.json()).toMatchObject({ message: 'Too much of what this endpoint is sent cannot be read' });
    for (let count = 0; count < 100; count += 1) unreadable.count('github');
    expect((await app.inject(hook('{}'))).headers['retry-after']).toBe('2');
    expect(await statusOf('/hooks/other')).toBe(202);
    // then it may send again
    clock.time += 2_000;
    expect(await statusOf()).toBe(202);
    expect(records).toHaveLength(3);
  });

  it('counts by endpoint and outcome, with few labels whatever is asked for', async () => {
    const { app, metrics } = given();
    await app.inject(hook('{}'));
    await app.inject(hook('{}'));
    await app.inject(hook('{}', { 'x-hub-signature-256': 'x' }));
    await app.inject(hook('{}', {}, '/hooks/a'));
    await app.inject(hook('{}', {}, '/hooks/b'));
    const lines = (await metrics.registry.metrics()).split('\n');
    expect(lines.filter((line) => line.startsWith('leadline_ingest_requests_total{')).toSorted()).toEqual([
      'leadline_ingest_requests_total{endpoint="github",outcome="accepted"} 1',
      'leadline_ingest_requests_total{endpoint="github",outcome="duplicate"} 1',
      'leadline_ingest_requests_total{endpoint="github",outcome="unauthorized"} 1',
      'leadline_ingest_requests_total{endpoint="unknown",outcome="unauthorized"} 2',
    ]);
    expect(lines).toContain('leadline_acknowledgement_seconds_count 2');
  });

  it('tells of every refusal by the name that was asked for', async () => {
    const told: string[] = [];
    const { app } = given({ routes: { refused: (endpoint, reason) => told.push(`${endpoint} ${reason}`) } });
    await app.inject(hook('{}'));
    await app.inject(hook('{}', { 'x-hub-signature-256': 'x' }));
    await app.inject(hook('{}', {}, '/hooks/off'));
    await app.inject({ method: 'POST', url: '/events', headers: { authorization: 'Bearer leadline_nobody' } });
    expect(told).toEqual(['github unauthorized', 'off unauthorized', 'events unauthorized']);
  });

  it('leaves the bodies of other routes to them', async () => {
    const { app } = given();
    app.post('/json', (request, reply) => reply.send(request.body));
    const answer = await app.inject({ method: 'POST', url: '/json', payload: { a: 1 } });
    expect(answer.json()).toEqual({ a: 1 });
  });
});

describe('POST /events', () => {
  const token = 'leadline_pat_0123456789abcdef0123';
  const post = (headers: Record<string, string> = {}, payload = '[]', remoteAddress = '127.0.0.1') =>
    ({
      method: 'POST',
      url: '/events',
      payload,
      headers: { host: 'localhost:4000', ...headers },
      remoteAddress,
    }) as const;

  it('answers 202 with ids and position', async () => {
    const answer = await given().app.inject(post());
    expect([answer.statusCode, answer.json()]).toEqual([202, { ids: ['e1'], position: '0:0' }]);
  });

  it('answers 400 with every problem and stores nothing', async () => {
    const { app, records } = given();
    const answer = await app.inject(post({}, 'bad'));
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { problems: [{ pointer: '/0/data/sha', message: 'is missing' }] },
    ]);
    expect(records).toEqual([]);
  });

  it.each([
    ['from another machine', post({}, '[]', '203.0.113.9')],
    ['through a proxy', post({ 'x-forwarded-for': '127.0.0.1' })],
    ['by a name that was rebound to loopback', post({ host: 'evil.example' })],
    ['for a page of another origin', post({ origin: 'https://evil.example' })],
    ['for a page of another site', post({ 'sec-fetch-site': 'cross-site' })],
  ])('needs a token %s', async (_, request) => {
    const { app, records } = given();
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(records).toEqual([]);
  });

  it.each([
    ['the right scope', ['events:write'], {}, 202],
    ['the scope admin', ['admin'], {}, 202],
    ['another scope', ['metrics:read'], {}, 403],
    ['the right scope, but expired', ['events:write'], { expiresAt: NOW }, 401],
  ] as const)('judges a token with %s', async (_, scopes, more, status) => {
    const { app } = given({ tokens: { [token]: { id: 't1', scopes, ...more } } });
    expect((await app.inject(post({ authorization: `Bearer ${token}` }))).statusCode).toBe(status);
  });

  it('needs a token on this machine too as soon as there are any', async () => {
    const { app } = given({ tokens: { [token]: { id: 't1', scopes: ['events:write'] } } });
    const answers = await Promise.all(
      [
        {},
        { authorization: 'Bearer leadline_pat_wrong567890123456' },
        { authorization: `Bearer ${'x'.repeat(9_000)}` },
        { authorization: 'Basic eDp5' },
      ].map((headers) => app.inject(post(headers as Record<string, string>))),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});

describe('a socket', () => {
  const limits = { headersMs: 300, requestMs: 1_500, checkIntervalMs: 50, closingMs: 100 };

  async function listening(options: Given = { limits }) {
    const { app, records } = given(options);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return { url, port: Number(new URL(url).port), records };
  }

  /** Sends a head, and then again and again the same piece, until the server closes. */
  function talk(port: number, head: string, piece?: Buffer): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      let timer: NodeJS.Timeout | undefined;
      const finish = () => {
        clearInterval(timer);
        socket.destroy();
        resolve(answer);
      };
      socket.write(head);
      if (piece) timer = setInterval(() => socket.writableNeedDrain || socket.write(piece), 1);
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', finish).on('error', finish);
    });
  }

  const post = (...headers: string[]) => ['POST /hooks/github HTTP/1.1', 'host: x', ...headers, '', ''].join('\r\n');

  it('hears 413 and is cut off when a chunked body has no end', async () => {
    const { port, records } = await listening();
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'a'), Buffer.from('\r\n')]);
    expect(await talk(port, post('transfer-encoding: chunked'), chunk)).toMatch(/^HTTP\/1\.1 413 /);
    expect(records).toEqual([]);
  });

  it('hears 413 by the announced length, before it has sent anything', async () => {
    const { port } = await listening();
    expect(await talk(port, post('content-length: 26214401'))).toMatch(/^HTTP\/1\.1 413 [^]*"error":"too_large"/);
  });

  it.each([
    ['a body that is too large', {}, 413],
    ['a large compressed body', { 'content-encoding': 'gzip' }, 415],
  ])('hears the answer to %s though it sends everything first', async (_, headers, status) => {
    const { url } = await listening({});
    const body = Buffer.alloc(30_000_000, 'a');
    const answer = await fetch(`${url}/hooks/github`, { method: 'POST', body, headers });
    expect(answer.status).toBe(status);
  });

  it('is refused when its request can be read in two ways', async () => {
    const { port } = await listening();
    const smuggled = `${post('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`;
    expect(await talk(port, smuggled)).toMatch(/^HTTP\/1\.1 400 [^]*{"error":"bad_request"/);
  });

  it.each([
    ['headers come too slowly', 'POST /hooks/github HTTP/1.1\r\nhost: x\r\n', Buffer.from('x')],
    ['a body comes too slowly', post('content-length: 1000000'), Buffer.from('x')],
    ['nothing comes at all', '', undefined],
  ])('is closed when %s', async (_, head, piece) => {
    const { port, records } = await listening();
    expect(await talk(port, head, piece)).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(records).toEqual([]);
  });
});

describe('a server', () => {
  it('says what there is at an unknown address, and which method at a known one', async () => {
    const { app } = given();
    const unknown = await app.inject('/hook/github');
    expect([unknown.statusCode, unknown.json()]).toEqual([
      404,
      {
        error: 'not_found',
        message: 'There is nothing at this address',
        fix: 'There are: POST /events, POST /history/:endpoint, POST /hooks/:endpoint',
      },
    ]);
    const method = await app.inject('/hooks/github');
    expect([method.statusCode, method.headers['allow'], method.json()]).toMatchObject([
      405,
      'POST',
      { fix: 'Use POST' },
    ]);
  });

  it('sends headers under which nothing runs and nothing is framed, with errors too', async () => {
    const { app } = given();
    for (const answer of [
      await app.inject('/nowhere'),
      await app.inject(hook('{}')),
      await app.inject(hook('{}', { 'x-hub-signature-256': '' })),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });

  it('answers an address it cannot read without its own error', async () => {
    const answer = await given().app.inject('/%zz');
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { error: 'bad_request', message: 'The address cannot be read' },
    ]);
  });

  it('closes though somebody holds a silent connection', async () => {
    const { app } = given({ limits: { headersMs: 60_000, requestMs: 60_000, checkIntervalMs: 1_000, closingMs: 50 } });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const ended = new Promise((resolve) => socket.on('close', resolve).on('error', resolve).resume());
    await new Promise((resolve) => socket.on('connect', resolve));
    await app.close();
    expect(app.server.listening).toBe(false);
    await ended;
  });

  it('wants to know of unknown addresses before its routes', () => {
    expect(() => registerNotFound(given().app)).toThrow('Not found handler already set');
  });
});

describe('POST /history/:endpoint', () => {
  const listed = (deliveries: unknown, url = '/history/gitlab', headers: Record<string, string> = {}) => ({
    method: 'POST' as const,
    url,
    payload: JSON.stringify({ deliveries }),
    headers,
  });
  const one = { headers: { 'idempotency-key': 'k-1' }, body: '{"object_kind":"issue","id":12345678901234567890}' };

  it('takes bodies as they were written, in one go, under the ids that their headers say', async () => {
    const { app, records } = given();
    const answer = await app.inject(listed([one, { headers: { 'x-gitlab-token': 'secret' }, body: '{}' }]));
    expect([answer.statusCode, answer.json()]).toEqual([202, { count: 2, position: '0:1' }]);
    expect(records.map(recordedDelivery)).toMatchObject([
      { id: 'k-1', endpoint: 'gitlab', source: 'gitlab', verdict: 'authorised', body: Buffer.from(one.body) },
      { id: createHash('sha256').update('{}').digest('hex'), headers: {} },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no list', undefined, '/deliveries'],
    ['an empty list', [], '/deliveries'],
    ['a body that is no text', [one, { headers: {}, body: {} }], '/deliveries/1/body'],
    ['headers that are none', [{ headers: { 'X-A': 'b' }, body: '' }], '/deliveries/0/headers/X-A'],
    ['more than it says', [{ ...one, verdict: 'verified' }], '/deliveries/0'],
  ])('refuses %s, and stores nothing', async (_, deliveries, pointer) => {
    const { app, records } = given();
    const answer = await app.inject(listed(deliveries));
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: 'invalid_deliveries', problems: [{ pointer }] });
    expect(records).toEqual([]);
  });

  it('knows only senders whose past can be read', async () => {
    const { app } = given();
    const names = ['jenkins', 'leadline', 'nobody'];
    const answers = await Promise.all(names.map((name) => app.inject(listed([one], `/history/${name}`))));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });

  it('asks for a token with events:write', async () => {
    const [reader, writer] = [`leadline_${'r'.repeat(20)}`, `leadline_${'w'.repeat(20)}`];
    const { app } = given({
      tokens: {
        [reader]: { id: 'reader', scopes: ['metrics:read'] },
        [writer]: { id: 'writer', scopes: ['events:write'] },
      },
    });
    const authorised = (token: string) => listed([one], '/history/gitlab', { authorization: `Bearer ${token}` });
    const answers = await Promise.all(
      [listed([one]), authorised(reader), authorised(writer)].map((sent) => app.inject(sent)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 403, 202]);
  });

  it('answers 503 where it is not durable', async () => {
    const { app } = given({ failure: new LogUnavailable('the disk is full') });
    expect((await app.inject(listed([one]))).statusCode).toBe(503);
  });
});
