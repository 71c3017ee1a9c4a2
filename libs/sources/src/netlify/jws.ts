import { createHash, createHmac } from 'node:crypto';
import { isRecord } from '../body-reading.js';
import { parseJson } from '../json-body.js';
import { safeEqual, verifyHmac } from '../signature.js';
import type { HookRequest, Verification } from '../source.js';

const HEADER = 'x-webhook-signature';

/**
 * Netlify signs a JSON web token (HS256) that states the SHA-256 of the body:
 * https://docs.netlify.com/deploy/deploy-notifications/#payload-signature. The token's own header is not asked which
 * algorithm to use.
 */
export function verifyBodyToken(request: HookRequest, secrets: readonly string[]): Verification {
  const token = request.headers[HEADER];
  if (token === undefined || token === '') return { outcome: 'refused', reason: 'missing_signature' };
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  const scheme = { header: HEADER, algorithm: 'sha256', encoding: 'base64url', prefix: '' } as const;
  const signed = { headers: { [HEADER]: signature }, body: request.body };
  const verification = verifyHmac(scheme, signed, secrets, [`${header}.${claims}`]);
  const digest = createHash('sha256').update(request.body).digest('hex');
  const states = rest.length === 0 && safeEqual(digest, statedDigest(claims));
  if (verification.outcome === 'refused') return { outcome: 'refused', reason: 'invalid_signature' };
  return states ? verification : { outcome: 'refused', reason: 'invalid_signature' };
}

/** The header with which Netlify proves a body. */
export function bodyTokenOf(body: Uint8Array, secret: string): Readonly<Record<string, string>> {
  if (secret === '') return {};
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'netlify', sha256 })}`;
  return { [HEADER]: `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}` };
}

/** The hash that the claims state in Netlify's name; "" where they do not. */
function statedDigest(claims: string): string {
  const json = parseJson(Buffer.from(claims, 'base64url').toString('utf8'));
  if (json.outcome !== 'json' || !isRecord(json.value) || json.value['iss'] !== 'netlify') return '';
  const { sha256 } = json.value;
  return typeof sha256 === 'string' ? sha256 : '';
}
