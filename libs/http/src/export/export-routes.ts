import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { authorise, sendRefusal } from '../authorise.js';
import type { TokenScope } from '@leadline/events';
import type { Guard } from '../tokens.js';
import { entityTag, isNamedBy } from './entity-tag.js';
import { contentTypes, type Format, formats, inChunks, type Row, written } from './formats.js';

/** A parameter that cannot be answered. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
}

/** What a flat export sends. Queries are the parameters of the address, as they were written. */
export interface Export {
  /** Columns of every row, in order. */
  readonly columns: readonly string[];
  /** What is wrong with the query; empty: nothing, the other functions are called with it. */
  readonly problems: (query: URLSearchParams) => Promise<readonly ParameterProblem[]>;
  /** Changes whenever the answer to the query may have changed: generation, position, configuration. */
  readonly etag: (query: URLSearchParams) => Promise<string>;
  readonly rows: (query: URLSearchParams) => AsyncIterable<Row>;
  /** Default: metrics:read. */
  readonly scope?: TokenScope;
}

/**
 * `GET <path>.json`, `.ndjson` and `.csv`, streamed. What fails before the first row is answered as an error; what fails
 * later cuts the connection, so that half an export is never taken for a whole one.
 */
export function registerExport(app: FastifyInstance, path: string, exported: Export, guard: Guard): void {
  for (const format of formats) {
    app.get(`${path}.${format}`, { exposeHeadRoute: false }, (request, reply) =>
      send({ exported, guard, format, name: path.split('/').at(-1) ?? 'export' }, request, reply),
    );
  }
}

interface Wanted {
  readonly exported: Export;
  readonly guard: Guard;
  readonly format: Format;
  readonly name: string;
}

async function send(
  { exported, guard, format, name }: Wanted,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const authorisation = authorise(guard, request, exported.scope ?? 'metrics:read', 'open_without_tokens');
  if (authorisation.outcome !== 'allowed') return sendRefusal(reply, authorisation);
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  const problems = await exported.problems(query);
  if (problems.length > 0) {
    return reply.code(400).send({ error: 'invalid_parameters', message: 'The query cannot be answered', problems });
  }
  const tag = entityTag([format, query.toString(), await exported.etag(query)]);
  const validators = { etag: tag, 'cache-control': 'private, no-cache', vary: 'Authorization' };
  if (isNamedBy(tag, request.headers['if-none-match'])) return reply.code(304).headers(validators).send();
  const rows = await startedRows(exported.rows(query));
  return reply
    .headers(validators)
    .type(contentTypes[format])
    .header('content-disposition', `attachment; filename="leadline-${name}.${format}"`)
    .send(Readable.from(inChunks(written(format, exported.columns, rows)), { objectMode: false }));
}

/** The same rows, after the first of them was there: until then an error can still be answered as one. */
async function startedRows(rows: AsyncIterable<Row>): Promise<AsyncIterable<Row>> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let step = first; !step.done; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  })();
}
