/**
 * Whoever asks over GraphQL, in a process of its own as callers are: what it waits for, and what it throws away, are not the
 * server's. Argument: address. Answers each request that it is sent with how long it took until the answer was parsed.
 */
import { clientOf } from '../e2e/client.js';

export interface AskedOfCaller {
  readonly query: string;
  readonly variables: object;
}

export interface ToldByCaller {
  readonly ms: number;
  /** Of the answer. */
  readonly bytes: number;
  readonly rows: number;
  /** Whether any point counts something; of what is no point, whether there is any. */
  readonly isCounted: boolean;
  readonly endCursor: string | null;
}

interface Told {
  readonly data: {
    readonly metrics?: readonly { readonly n: number }[];
    readonly deployments?: {
      readonly nodes: readonly object[];
      readonly pageInfo: { readonly endCursor: string | null };
    };
  };
  readonly errors?: unknown;
}

const client = clientOf(String(process.argv[2]));

async function told(asked: AskedOfCaller): Promise<ToldByCaller> {
  const startedAt = performance.now();
  const init = { method: 'POST', body: JSON.stringify(asked), headers: { 'content-type': 'application/json' } };
  const { status, body } = await client.request('/graphql', init);
  const { data, errors } = JSON.parse(body.toString()) as Told;
  const ms = performance.now() - startedAt;
  if (status !== 200 || errors !== undefined) throw new Error(`GraphQL answered ${status}: ${JSON.stringify(errors)}`);
  const { metrics, deployments } = data;
  const rows = metrics ?? deployments?.nodes ?? [];
  const isCounted = metrics?.some(({ n }) => n > 0) ?? rows.length > 0;
  return { ms, bytes: body.length, rows: rows.length, isCounted, endCursor: deployments?.pageInfo.endCursor ?? null };
}

process.once('disconnect', () => process.exit(0));
process.on('message', (asked) => void told(asked as AskedOfCaller).then((answer) => process.send?.(answer)));
