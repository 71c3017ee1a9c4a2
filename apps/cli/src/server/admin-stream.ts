import { z } from 'zod';
import { Failure } from '../failure.js';
import { oneLine } from '../terminal/printable.js';
import { readAnswer } from './graphql.js';
import { ndjson } from './ndjson.js';
import type { Server, ServerRequest } from './server.js';

const result = z.record(z.string(), z.unknown());

/** A line of what long work on the server tells: how far it came, its result, or why it failed. */
const line = z.union([
  z.object({ progress: z.object({ stage: z.string(), done: z.number(), total: z.number().nullish() }) }),
  z.object({ result }),
  z.object({ error: z.object({ message: z.string(), fix: z.string().optional() }) }),
]);

export interface StageProgress {
  readonly stage: string;
  readonly done: number;
  readonly total?: number | null | undefined;
}

/** Starts long work and follows it until its result; a server may also give the result alone, at the end. Fails when the work does, or when the connection ends before it. */
export async function followWork(
  server: Server,
  request: Omit<ServerRequest, 'method' | 'timeoutMs'>,
  onProgress: (progress: StageProgress) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { accept: 'application/x-ndjson', ...request.headers };
  const response = await server.request({ ...request, method: 'POST', headers, timeoutMs: null });
  if (!response.headers.get('content-type')?.includes('ndjson')) return readAnswer(result, await response.json());
  for await (const value of ndjson(response)) {
    const told = readAnswer(line, value);
    if ('result' in told) return told.result;
    if ('error' in told)
      throw new Failure(
        'failed',
        oneLine(told.error.message, 500),
        told.error.fix ? [oneLine(told.error.fix, 300)] : [],
      );
    onProgress(told.progress);
  }
  throw new Failure('failed', `${server.address}${request.path} ended without a result; the server's log says why`);
}
