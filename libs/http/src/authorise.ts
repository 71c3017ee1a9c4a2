import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './error-body.js';
import type { TokenScope } from '@leadline/events';
import { checkToken, type Guard, hasScope } from './tokens.js';

/** Whether programs on this machine need a token: never, or as soon as there are tokens. */
export type LocalRule = 'always_open' | 'open_without_tokens';

export type Authorisation =
  /** `by`: the token's id, or "local". */
  | { readonly outcome: 'allowed'; readonly by: string }
  | { readonly outcome: 'unauthenticated' }
  | { readonly outcome: 'forbidden'; readonly scope: TokenScope };

/** Whether a request may do what the scope names. Whoever shows a token is judged by it, also on this machine. */
export function authorise(guard: Guard, request: FastifyRequest, scope: TokenScope, local: LocalRule): Authorisation {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    const isOpen = isLocal(request) && (local === 'always_open' || guard.tokens.isEmpty());
    return isOpen ? { outcome: 'allowed', by: 'local' } : { outcome: 'unauthenticated' };
  }
  const check = checkToken(guard, authorization);
  if (check.outcome === 'invalid') return { outcome: 'unauthenticated' };
  return hasScope(check.token, scope) ? { outcome: 'allowed', by: check.token.id } : { outcome: 'forbidden', scope };
}

/** Sends the refusal; the same for every reason why a token is no good. */
export function sendRefusal(
  reply: FastifyReply,
  refusal: Exclude<Authorisation, { outcome: 'allowed' }>,
): FastifyReply {
  switch (refusal.outcome) {
    case 'unauthenticated':
      reply.header('www-authenticate', 'Bearer');
      return sendError(reply, 401, {
        error: 'unauthenticated',
        message: 'This needs a valid token',
        fix: 'Send "Authorization: Bearer leadline_…"; "leadline token create" makes one',
      });
    case 'forbidden':
      return sendError(reply, 403, {
        error: 'forbidden',
        message: `The token may not do this: it lacks the scope ${refusal.scope}`,
        fix: `leadline token create --scope ${refusal.scope}`,
      });
  }
}

/**
 * Whether a program of this machine sent the request itself: over loopback, not through a proxy, to a name of this machine
 * (a foreign name that resolves to loopback is DNS rebinding), and not on behalf of a page of another origin.
 */
export function isLocal({ headers, socket }: FastifyRequest): boolean {
  if (!isLoopbackAddress(socket.remoteAddress) || forwarding.some((name) => name in headers)) return false;
  const { host, origin } = headers;
  if (host === undefined || !isLoopbackName(host)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address));
}

function isLoopbackName(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);
}
