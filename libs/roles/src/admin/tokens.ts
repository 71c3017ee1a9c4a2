import { tokenScopes } from '@leadline/events';
import type { AdminCommand } from '@leadline/http';
import type { StoredToken } from '@leadline/pipeline';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type AdminDeps, command, done } from './command.js';

type TokenDeps = Pick<AdminDeps, 'control' | 'clock'>;

const wanted = z.strictObject({
  name: z.string().trim().min(1).max(100).nullish(),
  scopes: z.array(z.enum(tokenScopes)).min(1),
  expiresAt: z.iso.datetime().nullish(),
});

/** Makes a token; only its hash is kept, so this answer is the only one that has it. */
export function createTokenCommand({ control, clock }: TokenDeps): AdminCommand {
  return command(wanted, async ({ name, scopes: allowed, expiresAt }) => {
    const token = `leadline_${randomBytes(32).toString('base64url')}`;
    const now = clock.now();
    const record: StoredToken = {
      kind: 'token_created',
      id: `tok_${randomBytes(6).toString('hex')}`,
      name: name ?? null,
      sha256: createHash('sha256').update(token).digest('hex'),
      scopes: allowed,
      createdAt: new Date(now).toISOString(),
      expiresAt: expiresAt ?? null,
    };
    await control.append(record, now);
    return done({ ...described(record), token });
  });
}

export function listTokensCommand({ control }: TokenDeps): AdminCommand {
  return command(z.looseObject({}), async () => {
    await control.refresh();
    return done({ tokens: [...control.state.tokens.values()].map(described) });
  });
}

export function revokeTokenCommand({ control, clock }: TokenDeps): AdminCommand {
  return command(z.strictObject({ id: z.string() }), async ({ id }) => {
    await control.refresh();
    if (![...control.state.tokens.values()].some((token) => token.id === id)) {
      return {
        outcome: 'problems',
        problems: [{ pointer: '/id', message: 'there is no such token; "leadline token ls" lists them' }],
      };
    }
    const now = clock.now();
    await control.append({ kind: 'token_revoked', id, at: new Date(now).toISOString() }, now);
    return done({ id, revoked: true });
  });
}

const described = ({ id, name, scopes: allowed, createdAt, expiresAt }: StoredToken) => ({
  id,
  name,
  scopes: allowed,
  createdAt,
  expiresAt,
});
