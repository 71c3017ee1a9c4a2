import { once } from 'node:events';
import { connect } from 'node:net';
import { responseStatus } from './hook-load.js';

export interface PoisonRequest {
  readonly path: string;
  /** Lines, "name: value". */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** How many requests were answered 202, 401 and 429. */
export interface Answered {
  accepted: number;
  refused: number;
  limited: number;
}

export interface Flood {
  readonly port: number;
  readonly connections: number;
  readonly requests: () => PoisonRequest;
}

/** Sends on every connection one request after the other, whatever is answered, until it is told to stop. */
export function flood({ port, connections, requests }: Flood): { readonly stop: () => Promise<Answered> } {
  const answered: Answered = { accepted: 0, refused: 0, limited: 0 };
  const over = new AbortController();
  const one = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    while (!over.signal.aborted) {
      const { path, headers, body } = requests();
      const lines = [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json', ...headers];
      socket.cork();
      socket.write(`${lines.join('\r\n')}\r\ncontent-length: ${body.byteLength}\r\n\r\n`);
      socket.write(body);
      socket.uncork();
      const status = await responseStatus(socket);
      if (status === 202) answered.accepted += 1;
      else if (status === 401) answered.refused += 1;
      else if (status === 429) answered.limited += 1;
      else throw new Error(`Answered ${status}`);
    }
    socket.destroy();
  };
  const under = Promise.all(Array.from({ length: connections }, one));
  under.catch(() => undefined);
  return {
    stop: async () => {
      over.abort();
      await under;
      return answered;
    },
  };
}
