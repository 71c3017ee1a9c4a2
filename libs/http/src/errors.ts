import { LogUnavailable, QueryLimitExceeded, RecordTooLarge } from '@leadline/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorBody, sendError } from './error-body.js';

/** Told of every error that is Leadline's own fault, with all that the sender must not see. `url`: the path alone. */
export type ReportError = (
  error: unknown,
  request: { readonly id: string; readonly method: string; readonly url: string },
) => void;

/** Answers errors as JSON: the sender's by what they are, ours by nothing but the id under which they were reported. */
export function errorHandler(report: ReportError) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const answer = answerTo(error);
    if (answer.status >= 500) report(error, { id: request.id, method: request.method, url: pathOf(request) });
    if (answer.status === 413) discardRest(request, reply);
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_S);
    const body =
      answer.status === 500
        ? { ...answer.body, fix: `Look for request ${request.id} in the log of Leadline` }
        : answer.body;
    sendError(reply, answer.status, body);
  };
}

/** Queries are left out: some senders put their secret there. */
const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/**
 * Reads on without keeping anything, for as long as a request may take. Closing at once, as Fastify would, resets the
 * connection under a sender that still writes: it would see a broken pipe in place of the answer.
 */
function discardRest(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.resume();
}

/** What senders are asked to wait when the log cannot take anything, in seconds. */
export const RETRY_AFTER_S = 5;

interface Answer {
  readonly status: number;
  readonly body: ErrorBody;
}

function answerTo(error: unknown): Answer {
  if (error instanceof LogUnavailable) {
    return {
      status: 503,
      body: { error: 'not_durable', message: 'The log takes nothing at the moment. Nothing was stored.' },
    };
  }
  if (error instanceof RecordTooLarge) return tooLarge(error.limit);
  if (error instanceof QueryLimitExceeded) {
    const fix = 'Ask for a shorter window, fewer groups or a narrower scope';
    return { status: 422, body: { error: 'query_limit', message: error.message, fix } };
  }
  const status = statusOf(error);
  if (status === 413) return tooLarge();
  if (status !== undefined && status < 500 && error instanceof Error) {
    return { status, body: { error: codes.get(status) ?? 'bad_request', message: error.message } };
  }
  return { status: 500, body: { error: 'internal', message: 'Leadline failed to answer' } };
}

/** The answer to a body that is larger than the log or the route takes. */
export function tooLarge(limit?: number): Answer {
  const message =
    limit === undefined ? 'The body is larger than is accepted here' : `The body is larger than ${limit} bytes`;
  return { status: 413, body: { error: 'too_large', message, fix: 'Send less at once' } };
}

const codes: ReadonlyMap<number, string> = new Map([
  [404, 'not_found'],
  [408, 'timeout'],
  [414, 'url_too_long'],
  [415, 'unsupported_media_type'],
]);

/** Of Fastify's own errors; no other error decides on a status. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  const isFastify = typeof error.code === 'string' && error.code.startsWith('FST_');
  return isFastify && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
