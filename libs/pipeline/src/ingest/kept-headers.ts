/** Of the connection, not of the message; or the way it took, which may name people's machines. */
const dropped = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-real-ip',
]);

/** Proves who sends, to whoever reads it: a header with one of these words in its name is never stored. */
const secretWords = new Set([
  'authorization',
  'auth',
  'cookie',
  'token',
  'secret',
  'password',
  'apikey',
  'jwt',
  'credential',
]);

/** A shorter secret is found in innocent headers too ("push"), which normalizing needs. */
const SHORTEST_SOUGHT = 8;

const decisions = new Map<string, boolean>();
const REMEMBERED = 1_000;

/**
 * The headers worth keeping with a delivery: neither those of the connection nor anything that lets its reader act as the
 * sender, be it by name (Authorization, Cookie, X-Gitlab-Token) or because it contains a live secret. Signatures stay:
 * they prove one body and open nothing.
 */
export function keptHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const sought = secrets.filter((secret) => secret.length >= SHORTEST_SOUGHT);
  const kept: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? '';
    if (isKept(name) && !sought.some((secret) => value.includes(secret))) kept[name] = value;
  }
  return kept;
}

function isKept(name: string): boolean {
  const known = decisions.get(name);
  if (known !== undefined) return known;
  const decision =
    !dropped.has(name) &&
    !name.startsWith('x-forwarded-') &&
    !/(?:api|application|app|access)-key$/.test(name) &&
    name !== '__proto__' &&
    !name.split(/[-_]/).some((word) => secretWords.has(word));
  if (decisions.size < REMEMBERED) decisions.set(name, decision);
  return decision;
}
