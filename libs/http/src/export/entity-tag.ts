import { createHash } from 'node:crypto';

/** A strong entity tag (RFC 9110, 8.8.3) of everything that decides on the bytes of an answer. */
export function entityTag(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part};`);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header names the tag: weak comparison (RFC 9110, 13.1.2). */
export function isNamedBy(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((item) => ['*', tag].includes(item.trim().replace(/^W\//, '')));
}
