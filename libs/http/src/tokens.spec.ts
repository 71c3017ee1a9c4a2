import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tokenScopes } from '@leadline/events';
import type { Guard, Token } from './index.js';
import { checkToken, hasScope } from './tokens.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const secret = 'leadline_pat_0123456789abcdefghijklmn';
const NOW = Date.parse('2026-03-02T10:00:00Z');

const guardOf = (token: Token): Guard => ({
  clock: { now: () => NOW },
  tokens: { find: (hash) => (hash === sha256(secret) ? token : undefined), isEmpty: () => false },
});

describe('checkToken', () => {
  const guard = guardOf({ id: 't', scopes: ['metrics:read'] });

  it.each([
    ['as it was created', `Bearer ${secret}`, 'valid'],
    ['by the scheme in small letters', `bearer ${secret}`, 'valid'],
    ['without a scheme', secret, 'invalid'],
    ['of another scheme', `Basic ${secret}`, 'invalid'],
    ['with something behind it', `Bearer ${secret} x`, 'invalid'],
    ['of a megabyte', `Bearer leadline_${'x'.repeat(1_000_000)}`, 'invalid'],
    ['that is none', 'Bearer ', 'invalid'],
  ])('reads a token %s', (_, header, outcome) => {
    expect(checkToken(guard, header).outcome).toBe(outcome);
  });

  it.each([
    [NOW - 1, 'invalid'],
    [NOW, 'invalid'],
    [NOW + 1, 'valid'],
  ])('a token that expires at %d is %s', (expiresAt, outcome) => {
    expect(checkToken(guardOf({ id: 't', scopes: ['admin'], expiresAt }), `Bearer ${secret}`).outcome).toBe(outcome);
  });
});

describe('hasScope', () => {
  it('each scope allows itself, and admin allows all', () => {
    const table = tokenScopes.map((granted) =>
      tokenScopes.filter((asked) => hasScope({ id: 't', scopes: [granted] }, asked)),
    );
    expect(table).toEqual(tokenScopes.map((granted) => (granted === 'admin' ? [...tokenScopes] : [granted])));
  });
});
