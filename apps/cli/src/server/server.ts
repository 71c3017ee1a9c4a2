import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { isPrivateConnection, serverAddress } from './address.js';
import { connectionProblem, refusal } from './refusal.js';
import { serverToken } from './token.js';

export interface ServerRequest {
  readonly method: 'GET' | 'POST';
  /** From the root, e.g. "/admin/tokens". */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | ReadableStream<Uint8Array>;
  /** How long the whole answer may take; null: as long as it wants (streams). Default 30 s. */
  readonly timeoutMs?: number | null;
}

/** A running Leadline. */
export interface Server {
  readonly address: string;
  /** The answer, whatever its status. Fails with `unreachable` when there is none. */
  readonly ask: (request: ServerRequest) => Promise<Response>;
  /** What an unsuccessful answer of {@link ask} means to a person. */
  readonly refusalOf: (response: Response, path: string) => Promise<Failure>;
  /** A successful answer; any other fails with what the server said. */
  readonly request: (request: ServerRequest) => Promise<Response>;
  /** The same, read as JSON. */
  readonly json: (request: ServerRequest) => Promise<unknown>;
  /** `data` of a GraphQL answer without errors. */
  readonly graphql: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

export interface Connection {
  /** Value of `--server`. */
  readonly address: unknown;
  readonly say: (line: string) => void;
}

const TIMEOUT_MS = 30_000;

export function connect(io: Io, { address: option, say }: Connection): Server {
  const address = serverAddress(option, io.env);
  const token = serverToken(io);
  if (token !== undefined && !isPrivateConnection(address)) {
    say(`leadline: warning: the token goes to ${address} unencrypted; use https`);
  }
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const ask = async ({
    method,
    path,
    headers,
    json,
    body,
    timeoutMs = TIMEOUT_MS,
  }: ServerRequest): Promise<Response> => {
    const timeout = timeoutMs === null ? [] : [AbortSignal.timeout(timeoutMs)];
    const streaming = body instanceof ReadableStream ? { duplex: 'half' as const } : {};
    const content = json === undefined ? body : JSON.stringify(json);
    const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
    try {
      return await io.fetch(address + path, {
        method,
        headers: { accept: 'application/json', ...type, ...authorization, ...headers },
        ...(content === undefined ? {} : { body: content }),
        ...streaming,
        redirect: 'manual',
        signal: AbortSignal.any([io.signal, ...timeout]),
      });
    } catch (error) {
      if (io.signal.aborted) throw new Failure('interrupted', 'interrupted', [], { cause: error });
      throw connectionProblem(address, error);
    }
  };
  const refusalOf = (response: Response, path: string): Promise<Failure> =>
    refusal(response, { address, path, hasToken: token !== undefined });
  const request = async (asked: ServerRequest): Promise<Response> => {
    const response = await ask(asked);
    if (response.ok) return response;
    throw await refusalOf(response, asked.path);
  };
  const json = async (asked: ServerRequest): Promise<unknown> => readJson(await request(asked), address, asked.path);
  const graphql = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { graphqlData } = await import('./graphql.js');
    const path = '/graphql';
    const response = await ask({ method: 'POST', path, json: { query, variables } });
    return graphqlData(response, { address, path, hasToken: token !== undefined });
  };
  return { address, ask, refusalOf, request, json, graphql };
}

async function readJson(response: Response, address: string, path: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    const message = `${address}${path} answered ${response.status}, but not with JSON; is it a Leadline?`;
    throw new Failure('failed', message, [], { cause: error });
  }
}
