import { QueryLimitExceeded } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { createServer, type Export, registerExport } from '../index.js';
import { csvLine } from './csv.js';
import type { Row } from './formats.js';

async function* rowsOf(rows: readonly Row[], failure?: Error): AsyncIterable<Row> {
  yield* rows;
  if (failure) throw failure;
}

function given(more: Partial<Export> = {}) {
  const app = createServer(() => {}, { headersMs: 5_000, requestMs: 5_000, checkIntervalMs: 1_000, closingMs: 100 });
  const exported: Export = {
    columns: ['service', 'value', 'n'],
    problems: async (query) => (query.has('by') ? [] : [{ parameter: 'by', message: 'is missing' }]),
    etag: async () => 'g1 0:42 abc',
    rows: () =>
      rowsOf([
        { service: 'shop', value: -2.5, n: 3, secret: 'x' },
        { service: 'a,b "c"\r\nd', n: 0 },
      ]),
    ...more,
  };
  const guard = { clock: { now: () => 0 }, tokens: { find: () => undefined, isEmpty: () => true } };
  registerExport(app, '/api/v1/metrics', exported, guard);
  return app;
}

describe('an export', () => {
  it('is RFC 4180 as CSV', async () => {
    const answer = await given().inject('/api/v1/metrics.csv?by=TEAM');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="leadline-metrics.csv"');
    expect(answer.body).toBe('service,value,n\r\nshop,-2.5,3\r\n"a,b ""c""\r\nd",,0\r\n');
  });

  it('is one array as JSON, one object a line as NDJSON, of the same columns', async () => {
    const rows = [
      { service: 'shop', value: -2.5, n: 3 },
      { service: 'a,b "c"\r\nd', value: null, n: 0 },
    ];
    const json = await given().inject('/api/v1/metrics.json?by=TEAM');
    expect(json.json()).toEqual(rows);
    const lines = (await given().inject('/api/v1/metrics.ndjson?by=TEAM')).body.split('\n');
    expect(lines.slice(0, -1).map((line): unknown => JSON.parse(line))).toEqual(rows);
    expect(lines.at(-1)).toBe('');
  });

  it('has a head, and nothing else, when there are no rows', async () => {
    const app = given({ rows: () => rowsOf([]) });
    expect((await app.inject('/api/v1/metrics.csv?by=TEAM')).body).toBe('service,value,n\r\n');
    expect((await app.inject('/api/v1/metrics.json?by=TEAM')).json()).toEqual([]);
    expect((await app.inject('/api/v1/metrics.ndjson?by=TEAM')).body).toBe('');
  });

  it('is not sent again to whom has it', async () => {
    const app = given();
    const first = await app.inject('/api/v1/metrics.csv?by=TEAM');
    const etag = String(first.headers['etag']);
    const ask = (url: string, tag: string) => app.inject({ url, headers: { 'if-none-match': tag } });
    const again = await ask('/api/v1/metrics.csv?by=TEAM', `"other", W/${etag}`);
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    expect((await ask('/api/v1/metrics.csv?by=SERVICE', etag)).statusCode).toBe(200);
    expect((await ask('/api/v1/metrics.json?by=TEAM', etag)).statusCode).toBe(200);
    const changed = given({ etag: async () => 'g1 0:43 abc' });
    expect(
      (await changed.inject({ url: '/api/v1/metrics.csv?by=TEAM', headers: { 'if-none-match': etag } })).statusCode,
    ).toBe(200);
  });

  it('names the parameters it cannot answer', async () => {
    const answer = await given().inject('/api/v1/metrics.csv');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { problems: [{ parameter: 'by', message: 'is missing' }] },
    ]);
  });

  it('says how to ask for less, before the first row', async () => {
    const answer = await given({ rows: () => rowsOf([], new QueryLimitExceeded('Took longer than 5 s')) }).inject(
      '/api/v1/metrics.csv?by=TEAM',
    );
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { error: 'query_limit', fix: expect.any(String) }]);
    expect(answer.headers['etag']).toBeUndefined();
  });

  it('cuts the connection when it fails halfway, so that nobody takes half for the whole', async () => {
    const app = given({ rows: () => rowsOf([{ service: 'x'.repeat(50_000) }], new Error('lost')) });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${url}/api/v1/metrics.json?by=TEAM`);
    await expect(answer.text()).rejects.toThrow('terminated');
    await app.close();
  });

  it('stops asking for rows when nobody reads any more', async () => {
    let asked = 0;
    let ended: (() => void) | undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    async function* endless(): AsyncIterable<Row> {
      try {
        for (;;) yield { service: 'x'.repeat(10_000), n: asked++ };
      } finally {
        ended?.();
      }
    }
    const app = given({ rows: endless });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const reading = new AbortController();
    const answer = await fetch(`${url}/api/v1/metrics.ndjson?by=TEAM`, { signal: reading.signal });
    await answer.body?.getReader().read();
    reading.abort();
    await end;
    expect(asked).toBeLessThan(100_000);
    await app.close();
  });
});

describe('csvLine', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['\0x', "'\0x"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    [-1, '-1'],
    [1e21, '1e+21'],
    [Number.NaN, ''],
    [0, '0'],
    [null, ''],
    [undefined, ''],
    [false, 'false'],
    ['', ''],
    ['feature/x', 'feature/x'],
    [['a', 'b'], '"[""a"",""b""]"'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('writes %j so that no spreadsheet runs it', (value, cell) => {
    expect(csvLine([value])).toBe(`${cell}\r\n`);
  });
});
