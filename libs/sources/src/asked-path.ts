import { createHash } from 'node:crypto';
import type { HookRequest } from './source.js';

/** Header under which the address of a request is kept with it, where the address is part of what is said. */
export const PATH_HEADER = 'x-leadline-path';

/** Parts of the address a request was sent to, decoded: "/plugins/webhook/7/issue/A%2F1/close" → […, "A/1", "close"]. */
export function askedPath({ headers }: Pick<HookRequest, 'headers'>): string[] {
  const path = (headers[PATH_HEADER] ?? '').split('?', 1)[0] ?? '';
  return path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
}

/** Id of a delivery of which the address says as much as the body: equal bodies to two addresses are two. */
export function addressedId({ headers, body }: HookRequest): string {
  return createHash('sha256')
    .update(`${headers[PATH_HEADER] ?? ''}\n`)
    .update(body)
    .digest('hex');
}

function decoded(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
