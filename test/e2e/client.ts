import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What a delivery was answered with, when it was stored. */
export interface Acknowledged {
  /** Of the last record, "<partition>:<offset>". */
  readonly position: string;
}

/** Talks to Leadline as a sender, a reader and an operator do. */
export interface Client {
  readonly request: (path: string, init?: RequestInit) => Promise<Answer>;
  /** `POST /events`: one event or a batch, which must be accepted. */
  readonly send: (events: unknown) => Promise<Acknowledged>;
  /** `POST /hooks/<endpoint>` as GitHub signs it, which must be accepted. */
  readonly hook: (hook: Hook) => Promise<Acknowledged>;
  /** Until the delivery at this position counts. */
  readonly counted: (position: string) => Promise<void>;
  /** `data` of a query that must have no errors. */
  readonly graphql: <T>(query: string, variables?: object) => Promise<T>;
  /** A command below /admin, which must be done. */
  readonly admin: <T>(command: string, input?: object) => Promise<T>;
  /** An export that must be given, as text. */
  readonly exported: (path: string) => Promise<string>;
}

export interface Hook {
  readonly endpoint: string;
  readonly event: string;
  readonly id: string;
  readonly body: string | Uint8Array;
  readonly secret: string;
}

/** @param headers Sent with every request, e.g. a token. */
export function clientOf(address: string, headers: Readonly<Record<string, string>> = {}): Client {
  const request = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const answer = await fetch(`${address}${path}`, { ...init, headers: { ...headers, ...plain(init.headers) } });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  };
  const json = (path: string, value: unknown): Promise<Answer> =>
    request(path, { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
  return {
    request,
    send: async (events) => bodyOf<Acknowledged>(await json('/events', events), 202),
    hook: async (hook) => bodyOf<Acknowledged>(await request(`/hooks/${hook.endpoint}`, signed(hook)), 202),
    async counted(position) {
      for (;;) {
        const { status, body } = await request(`/readyz?after=${position}`);
        if (status === 200) return;
        if (status !== 503) throw new Error(`/readyz answered ${status}: ${body.toString()}`);
        await pause(50);
      }
    },
    async graphql<T>(query: string, variables: object = {}) {
      const { data, errors } = bodyOf<{ data: T; errors?: unknown }>(await json('/graphql', { query, variables }), 200);
      if (errors !== undefined) throw new Error(`GraphQL answered ${JSON.stringify(errors)}`);
      return data;
    },
    admin: async <T>(command: string, input: object = {}) => bodyOf<T>(await json(`/admin/${command}`, input), 200),
    async exported(path) {
      const { status, body } = await request(path);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body.toString()}`);
      return body.toString();
    },
  };
}

/** A hook as GitHub sends it. */
export function signed({ event, id, body, secret }: Hook): RequestInit {
  const bytes = Buffer.from(body);
  return {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
    },
  };
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers).entries());
}

/** The answer's JSON, whose shape the test then asserts by what it expects of it. */
function bodyOf<T>({ status, body }: Answer, expected: number): T {
  if (status !== expected) throw new Error(`expected ${expected}, got ${status}: ${body.toString()}`);
  return JSON.parse(body.toString()) as T;
}
