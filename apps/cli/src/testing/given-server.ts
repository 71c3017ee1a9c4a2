import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stub server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the stub server does with a request: answers, or cuts the connection. */
export type StubAnswer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'reset'
  | { readonly cutAfterReading: true };

export interface StubServer {
  readonly address: string;
  readonly seen: readonly SeenRequest[];
  readonly close: () => Promise<void>;
}

/** An HTTP server on this machine that answers as told and remembers what it was asked. */
export async function givenServer(answer: (request: SeenRequest) => StubAnswer): Promise<StubServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => void (body += text));
    request.on('end', () => {
      const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      seen.push(asked);
      respond(answer(asked), request, response);
    });
    request.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function respond(answer: StubAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'reset') return void request.socket.resetAndDestroy();
  if ('cutAfterReading' in answer) return void request.socket.destroy();
  const { status, body, headers } = answer;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
