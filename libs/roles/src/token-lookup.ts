import type { Config } from '@leadline/config';
import { type TokenScope, tokenScopes } from '@leadline/events';
import type { Token, TokenLookup } from '@leadline/http';
import type { Control, StoredToken } from '@leadline/pipeline';

/** The tokens of the environment and those made by `leadline token create`. */
export function tokenLookup(config: () => Config, control: Control): TokenLookup {
  return {
    find(sha256) {
      const configured = config().tokens.find((token) => token.sha256 === sha256);
      if (configured !== undefined) return { id: `environment-${sha256.slice(0, 8)}`, scopes: configured.scopes };
      const stored = control.state.tokens.get(sha256);
      return stored === undefined ? undefined : tokenOf(stored);
    },
    isEmpty: () => config().tokens.length === 0 && control.state.tokens.size === 0,
  };
}

function tokenOf({ id, scopes: allowed, expiresAt }: StoredToken): Token {
  const expiry = expiresAt === null ? {} : { expiresAt: Date.parse(expiresAt) };
  return { id, scopes: allowed.filter(isScope), ...expiry };
}

export const isScope = (text: string): text is TokenScope => (tokenScopes as readonly string[]).includes(text);
