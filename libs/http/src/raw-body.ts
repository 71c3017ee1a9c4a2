import type { FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { sendError } from './error-body.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Headers as they were sent, in lower case; of routes that take their body as bytes. */
    sentHeaders: Readonly<Record<string, string>>;
  }
}

/** GitHub's largest body; others send less. */
export const BODY_LIMIT = 25 * 1024 * 1024;

/**
 * Makes the routes of a scope take every body once, as the bytes that were sent, whatever its type: signatures are over
 * bytes, and a type nobody can read is for quarantine, not for the sender. Compressed bodies are refused (RFC 9110, 415):
 * what they grow to is the sender's choice.
 */
export function takeBodiesAsBytes(scope: FastifyInstance, onUnsupported: (url: string) => void): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body));
  scope.decorateRequest('sentHeaders');
  scope.addHook('onRequest', (request, reply, done) => {
    const { headers } = request.raw;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      onUnsupported(request.url);
      reply.header('accept-encoding', 'identity');
      sendError(reply, 415, {
        error: 'unsupported_encoding',
        message: 'Compressed bodies are not accepted',
        fix: 'Send the body without Content-Encoding',
      });
      return;
    }
    request.sentHeaders = textHeaders(headers);
    // Fastify answers 415 to a type it cannot read before any parser sees the body.
    headers['content-type'] = undefined;
    done();
  });
}

/** The body as bytes; empty where none was sent. */
export function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function textHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return texts;
}
