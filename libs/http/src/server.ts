import fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { errorHandler, type ReportError } from './errors.js';
import { registerNotFound } from './not-found.js';
import { registerSecurityHeaders } from './security-headers.js';

export interface TimeLimits {
  readonly headersMs: number;
  /** From the first byte to the last. */
  readonly requestMs: number;
  readonly checkIntervalMs: number;
  /** What requests under way are given to end when the server closes. */
  readonly closingMs: number;
}

/**
 * How long a sender may take. Node's own limits (60 s, 300 s, checked every 30 s) let slow senders hold sockets for
 * minutes; a webhook of 25 MiB takes a second.
 */
const TIME_LIMITS: TimeLimits = { headersMs: 5_000, requestMs: 15_000, checkIntervalMs: 1_000, closingMs: 5_000 };
const MOST_CONNECTIONS = 16_384;

/** Options of Fastify for every server of Leadline: time limits, sizes, errors that tell nothing of the inside. */
export function serverOptions({ headersMs, requestMs, checkIntervalMs } = TIME_LIMITS): FastifyHttpOptions<Server> {
  return {
    requestTimeout: requestMs,
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: checkIntervalMs,
      maxHeaderSize: 16_384,
    },
    // Forwarded addresses are whatever a sender writes; nothing here decides by them.
    trustProxy: false,
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket),
    frameworkErrors: (_, _request, reply) => {
      reply.raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
      reply.raw.end(JSON.stringify({ error: 'bad_request', message: 'The address cannot be read' }));
    },
  };
}

/** A server with Leadline's errors, security headers and list of what there is. Routes are registered on it. */
export function createServer(report: ReportError, limits: TimeLimits = TIME_LIMITS): FastifyInstance {
  const app = fastify(serverOptions(limits));
  app.server.maxConnections = MOST_CONNECTIONS;
  // A socket on which nothing was ever asked is not idle to Node: it would keep the server from closing for good.
  app.addHook('preClose', (done) => {
    setTimeout(() => app.server.closeAllConnections(), limits.closingMs).unref();
    done();
  });
  registerNotFound(app);
  registerSecurityHeaders(app);
  app.setErrorHandler(errorHandler(report));
  return app;
}

/** Answers what is no HTTP, was sent too slowly, or could be read in two ways (both Content-Length and Transfer-Encoding). */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = unreadable(error.code);
  const body = JSON.stringify({ error: code, message });
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function unreadable(code: string | undefined): [status: string, code: string, message: string] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'timeout', 'The request came too slowly'];
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', 'headers_too_large', 'The headers are larger than 16 KiB'];
    default:
      return ['400 Bad Request', 'bad_request', 'This is no valid HTTP request'];
  }
}
