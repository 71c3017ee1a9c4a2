import { verifySharedToken } from './signature.js';
import type { HookRequest, Verification } from './source.js';

/** Header of Leadline's own for senders that let one choose the header, not the scheme. */
const TOKEN_HEADER = 'x-leadline-token';

/**
 * Checks the secret of an endpoint for senders that sign nothing: sent as `Authorization: Bearer <secret>`, as
 * `Authorization: <secret>`, as the password of basic authentication with any user name, or as
 * `X-Leadline-Token: <secret>`.
 */
export function verifyHookToken(request: HookRequest, secrets: readonly string[]): Verification {
  const { authorization = '' } = request.headers;
  const [scheme, credentials] = split(authorization, ' ');
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return verifyText(credentials, secrets);
    case 'basic': {
      const [, password] = split(Buffer.from(credentials, 'base64').toString('utf8'), ':');
      return verifyText(password, secrets);
    }
    case '':
      return verifySharedToken(request, TOKEN_HEADER, secrets);
    default:
      return verifyText(authorization, secrets);
  }
}

const verifyText = (given: string, secrets: readonly string[]): Verification =>
  verifySharedToken({ headers: { given }, body: new Uint8Array() }, 'given', secrets);

/** Text before and after the first separator. */
function split(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length).trimStart()];
}
