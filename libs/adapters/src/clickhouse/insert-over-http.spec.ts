import { rowOf } from '@leadline/testing';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createClickHouseFacts } from './clickhouse-facts.js';
import type { Connection } from './connection.js';
import { connectServer } from './server.js';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Facts over a server that only records what it is sent, and answers as it is told. */
async function given(answer: Answer) {
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port');
  const connection: Connection = connectServer({ url: `http://127.0.0.1:${address.port}` }, 'leadline_g1');
  open.push({
    close: async () => {
      await connection.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  });
  return createClickHouseFacts(connection);
}

async function recorded(request: IncomingMessage): Promise<Recorded> {
  const url = new URL(request.url ?? '', 'http://stub');
  const { method = '', headers } = request;
  const body = (await buffer(request)).toString('utf8');
  return { method, path: url.pathname, query: url.searchParams, headers, body };
}

const stored = (response: ServerResponse): void => void response.writeHead(200).end();

/** As a ClickHouse server words it. */
const refused = (response: ServerResponse): void =>
  void response
    .writeHead(500, { 'x-clickhouse-exception-code': '241' })
    .end('Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED) (version 26.7.1.1)');

/** What is more than one write to a socket, and has characters of two, three and four bytes everywhere. */
const title = 'Zoë 王 🚀 "quoted" \\ \n'.repeat(20_000);
const row = (entity: string, more: object = {}) => rowOf('reports', { entity, ...more });

describe('rows sent to a server', () => {
  it('come as they are: one statement in the address, one row a line, in UTF-8, not compressed', async () => {
    const requests: Recorded[] = [];
    const facts = await given(async (request, response) => {
      requests.push(await recorded(request));
      stored(response);
    });

    await facts.store({ reports: [row('a', { version: 1, id: title }), row('b', { version: 2 })] });

    expect(requests).toHaveLength(1);
    const [{ method, path, query, headers, body }] = requests as [Recorded];
    expect([method, path, query.get('database')]).toEqual(['POST', '/', 'leadline_g1']);
    expect(query.get('query')).toMatch(
      /^INSERT INTO `reports` \(`entity`, [^)]*\)\nSETTINGS async_insert = 0, input_format_defaults_for_omitted_fields = 0\nFORMAT JSONCompactEachRow$/,
    );
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['transfer-encoding']).toBe('chunked');
    const lines = body.split('\n').map((line) => JSON.parse(line) as unknown[]);
    expect(lines.map(([entity]) => entity)).toEqual(['a', 'b']);
    expect(lines[0]).toContain(title);
  });

  it('go one body after the other: nothing waits in memory for a server that reads slowly', async () => {
    const events: string[] = [];
    let atOnce = 0;
    let most = 0;
    const facts = await given(async (request, response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      let bytes = 0;
      for await (const chunk of request) {
        bytes += Buffer.byteLength(chunk as Buffer);
        await new Promise((next) => setImmediate(next));
      }
      events.push(`read ${bytes > 100_000 ? 'much' : 'little'}`);
      // Time for whoever does not wait to begin with the next.
      await new Promise((later) => setTimeout(later, 50));
      atOnce -= 1;
      stored(response);
    });

    // Some 40 million characters: a body is sent when it has 8 million.
    const rows = Array.from({ length: 90 }, (_, index) => row(`r-${index}`, { id: title }));
    await facts.store({ reports: rows }).then(() => events.push('visible'));

    expect(most).toBe(1);
    expect(events.length).toBeGreaterThan(3);
    expect(events.at(-1)).toBe('visible');
  });

  it.each<[string, Answer, RegExp]>([
    [
      'refuses them when it has read them',
      async (request, response) => {
        await buffer(request);
        refused(response);
      },
      /memory limit/i,
    ],
    [
      'refuses them in the midst',
      async (request, response) => {
        await new Promise((readable) => request.once('readable', readable));
        refused(response);
      },
      /memory limit|EPIPE|ECONNRESET|socket hang up/i,
    ],
    [
      'goes away in the midst',
      async (request) => {
        await new Promise((readable) => request.once('readable', readable));
        request.socket.destroy();
      },
      /EPIPE|ECONNRESET|socket hang up/i,
    ],
  ])('fail as a whole where it %s, and the rest is not sent', async (_, answer, message) => {
    let requests = 0;
    let isWell = false;
    const facts = await given(async (request, response) => {
      requests += 1;
      if (!isWell) return answer(request, response);
      await buffer(request);
      stored(response);
    });
    const rows = Array.from({ length: 90 }, (_row, index) => row(`r-${index}`, { id: title }));

    await expect(facts.store({ reports: rows })).rejects.toThrow(message);
    expect(requests).toBe(1);

    // when the same is tried again, it goes through
    isWell = true;
    await facts.store({ reports: [row('a')] });
    expect(requests).toBe(2);
  });
});
