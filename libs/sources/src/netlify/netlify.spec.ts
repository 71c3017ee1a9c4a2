import { createHmac, createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { netlify } from './netlify.js';

describeSource(netlify, import.meta.dirname);
const sign: Sign = (secret, body) => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'netlify', sha256: createHash('sha256').update(body).digest('hex') };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return { 'x-webhook-signature': `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}` };
};
describeSignature(netlify, { sign, header: 'x-webhook-signature' });

const normalize = normalizing(netlify);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('the token', () => {
  const body = new TextEncoder().encode('{}');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenOf = (header: object, claims: object, secret = 'secret') => {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const sha256 = createHash('sha256').update(body).digest('hex');
  const verify = (token: string) =>
    netlify.verify({ headers: { 'x-webhook-signature': token }, body }, ['secret'], 0).outcome;

  test.each([
    ['as Netlify makes it', tokenOf({ alg: 'HS256' }, { iss: 'netlify', sha256 }), 'verified'],
    ['of another issuer', tokenOf({ alg: 'HS256' }, { iss: 'acme', sha256 }), 'refused'],
    ['of another body', tokenOf({ alg: 'HS256' }, { iss: 'netlify', sha256: '0'.repeat(64) }), 'refused'],
    ['that states nothing', tokenOf({ alg: 'HS256' }, { iss: 'netlify' }), 'refused'],
    ['that names no algorithm', `${encode({ alg: 'none' })}.${encode({ iss: 'netlify', sha256 })}.`, 'refused'],
    ['with a part too many', `${tokenOf({ alg: 'HS256' }, { iss: 'netlify', sha256 })}.x`, 'refused'],
  ])('%s is %s', (_, token, outcome) => {
    expect(verify(token)).toBe(outcome);
  });
});

describe('a deploy', () => {
  test('whose header and state contradict each other is not taken for either', () => {
    expect(normalize(fixture('deploy-failed'), { 'x-netlify-event': 'deploy_created' })).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
      pointer: '/state',
    });
  });

  test('of a branch is there when it is ready: only production waits to be published', () => {
    const body = { ...fixture('deploy-not-published'), context: 'branch-deploy' };
    expect(dataOf(normalize(body))).toMatchObject([
      { environment: 'branch-deploy', status: 'succeeded', finishedAt: '2026-03-02T10:02:00.500Z' },
    ]);
  });
});
