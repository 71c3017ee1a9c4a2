import { type TokenScope, tokenScopes } from '@leadline/events';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';

/** A token of the environment: only its hash is kept. */
export interface ConfiguredToken {
  /** SHA-256 of the token in hexadecimal. */
  readonly sha256: string;
  readonly scopes: readonly TokenScope[];
}

/** As they are recognised in an Authorization header: another could be configured, but never be used. */
const TOKEN = /^leadline_[A-Za-z0-9_-]{23,256}$/;
const isScope = (value: string): value is TokenScope => z.enum(tokenScopes).safeParse(value).success;

/**
 * Reads LEADLINE_TOKENS: entries separated by white space, each `scope,scope=leadline_…`, e.g.
 * `events:write=leadline_pat_9f… admin=leadline_pat_51…`. Messages never repeat a token.
 */
export function parseTokens(text: string): { tokens: ConfiguredToken[]; problems: string[] } {
  const tokens: ConfiguredToken[] = [];
  const problems: string[] = [];
  for (const [index, entry] of text.split(/\s+/).filter(Boolean).entries()) {
    const separator = entry.indexOf('=');
    const scopes = separator < 0 ? [] : entry.slice(0, separator).split(',');
    const token = entry.slice(separator + 1);
    const unknown = scopes.find((scope) => !isScope(scope));
    const nth = `token ${index + 1}`;
    if (scopes.length === 0) {
      problems.push(`${nth} says not what it may do; write "<scopes>=<token>", e.g. "events:write=leadline_…"`);
    } else if (unknown !== undefined) {
      const hint = didYouMean(unknown, tokenScopes) || `; known are ${tokenScopes.join(', ')}`;
      problems.push(`${nth} has the unknown scope "${unknown.slice(0, 20)}"${hint}`);
    } else if (!TOKEN.test(token)) {
      problems.push(
        `${nth} is no token; "leadline token create" makes one ("leadline_" and 23 to 256 random letters, digits, "_" or "-")`,
      );
    } else {
      tokens.push({ sha256: createHash('sha256').update(token).digest('hex'), scopes: scopes.filter(isScope) });
    }
  }
  return { tokens, problems };
}
