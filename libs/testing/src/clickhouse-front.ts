import { type ChdbResult, Session } from 'chdb';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** A ClickHouse that answers over HTTP. */
export interface ClickHouseOverHttp {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** What answers: a real server, or chDB behind a small front. */
  readonly kind: 'server' | 'front';
  stop(): Promise<void>;
}

/**
 * Enough of ClickHouse's HTTP interface over chDB in this process to test a client: the statement in the body or the
 * address, parameters in the address or a form, rows of an insert in the body, errors with their code in a header. As
 * an address may hold settings, and none are expected, every other parameter is an error.
 *
 * https://clickhouse.com/docs/interfaces/http
 */
export async function startClickHouseFront(): Promise<ClickHouseOverHttp> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-front-'));
  const session = new Session(directory);
  const credentials = { username: 'leadline', password: 'correct horse' };
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const answered = last.then(() => answer(session, credentials, request, response));
    last = answered.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    ...credentials,
    kind: 'front',
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await last;
      session.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

async function answer(
  session: Session,
  credentials: Credentials,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    authenticate(credentials, request);
    const result = await run(session, await readStatement(request));
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=UTF-8' }).end(result.bytes());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = /^Code: (\d+)\./.exec(message)?.[1] ?? '1001';
    response
      .writeHead(code === '516' ? 403 : code === '81' || code === '60' ? 404 : 500, {
        'X-ClickHouse-Exception-Code': code,
      })
      .end(message);
  }
}

function authenticate({ username, password }: Credentials, { headers }: IncomingMessage): void {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  if (headers.authorization === expected) return;
  throw new Error('Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)');
}

interface ReceivedStatement {
  readonly database: string;
  readonly sql: string;
  /** Text of each parameter, as received. */
  readonly params: ReadonlyMap<string, string>;
}

async function readStatement(request: IncomingMessage): Promise<ReceivedStatement> {
  const address = new URL(request.url ?? '/', 'http://front');
  const body = await buffer(request);
  const fields = [...address.searchParams, ...(await formFields(request, body))];
  const params = new Map<string, string>();
  let database = 'default';
  let query = '';
  for (const [name, value] of fields) {
    if (name.startsWith('param_')) params.set(name, value);
    else if (name === 'database') database = value;
    else if (name === 'query') query = value;
    else if (name !== 'query_id')
      throw new Error(`Code: 115. DB::Exception: Setting ${name} was not expected. (UNKNOWN_SETTING)`);
  }
  const data = isForm(request) ? '' : body.toString('utf8');
  return { database, sql: query === '' ? data : `${query}\n${data}`, params };
}

function isForm(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('multipart/form-data') ?? false;
}

async function formFields(request: IncomingMessage, body: Buffer): Promise<[string, string][]> {
  if (!isForm(request)) return [];
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData();
  const fields: [string, string][] = [];
  for (const [name, value] of form) fields.push([name, typeof value === 'string' ? value : await value.text()]);
  return fields;
}

async function run(session: Session, { database, sql, params }: ReceivedStatement): Promise<ChdbResult> {
  const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  try {
    await session.queryAsync(`USE \`${database}\``);
    for (const [name, value] of params) await session.queryAsync(`SET ${name} = ${text(value)}`);
    return await session.queryAsync(sql, { format: 'TabSeparated' });
  } catch (error) {
    // What a failed statement had answered already would else be in the next answer.
    for (let round = 0; round < 2; round += 1) await session.queryAsync('SELECT 1 FORMAT Null').catch(() => undefined);
    throw error;
  }
}
