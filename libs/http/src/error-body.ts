import type { FastifyReply } from 'fastify';

/** Every answer that is no success, apart from refused hooks: what is wrong, and where there is one, how to mend it. */
export interface ErrorBody {
  /** Stable code for programs. */
  readonly error: string;
  /** For people. */
  readonly message: string;
  readonly fix?: string;
}

export function sendError(reply: FastifyReply, status: number, body: ErrorBody): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}
