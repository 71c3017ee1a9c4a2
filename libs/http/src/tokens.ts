import type { TokenScope } from '@leadline/events';
import type { Clock } from '@leadline/ports';
import { createHash } from 'node:crypto';

export interface Token {
  /** Names it in logs; tells nothing of it. */
  readonly id: string;
  readonly scopes: readonly TokenScope[];
  /** Epoch milliseconds; absent: never. */
  readonly expiresAt?: number;
}

/** The live tokens, by hash. */
export interface TokenLookup {
  /** The token with this SHA-256 (hexadecimal), unless it was revoked. */
  find(sha256: string): Token | undefined;
  /** Whether anybody could have one. */
  isEmpty(): boolean;
}

/** Decides who may do what. */
export interface Guard {
  readonly tokens: TokenLookup;
  readonly clock: Clock;
}

export type TokenCheck =
  | { readonly outcome: 'valid'; readonly token: Token }
  /** Malformed, unknown, revoked or expired: never said which. */
  | { readonly outcome: 'invalid' };

const BEARER = /^Bearer (leadline_[A-Za-z0-9_-]{16,256})$/i;

/** Looks up the token of an Authorization header. Tokens are found by their hash: comparing tells nothing about others. */
export function checkToken({ tokens, clock }: Guard, authorization: string): TokenCheck {
  const [, secret] = BEARER.exec(authorization) ?? [];
  if (secret === undefined) return { outcome: 'invalid' };
  const token = tokens.find(createHash('sha256').update(secret).digest('hex'));
  if (token === undefined || (token.expiresAt !== undefined && token.expiresAt <= clock.now()))
    return { outcome: 'invalid' };
  return { outcome: 'valid', token };
}

export function hasScope(token: Token, scope: TokenScope): boolean {
  return token.scopes.includes(scope) || token.scopes.includes('admin');
}
