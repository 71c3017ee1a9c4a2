import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { render } from './render.js';

describeSource(render, import.meta.dirname);
const sign: Sign = (secret, body, at) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at / 1000),
  'webhook-signature': `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`msg_1.${at / 1000}.`)
    .update(body)
    .digest('base64')}`,
});
const [old, current, expired] = ['old', 'current', 'expired'].map(
  (text) => `whsec_${Buffer.from(text.repeat(8)).toString('base64')}`,
);
describeSignature(render, {
  sign,
  header: 'webhook-signature',
  toleranceS: 300,
  secrets: [old ?? '', current ?? '', expired ?? ''],
});

test('a secret that is no key of this form verifies nothing: it would decode to a weak one', () => {
  const body = new TextEncoder().encode('{}');
  const headers = sign('whsec_', body, 1_000_000);
  expect(render.verify({ headers, body }, ['***'], 1_000_000).outcome).toBe('refused');
});

const normalize = normalizing(render);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a deployment that ended otherwise than is known is ignored', () => {
  const body = fixture('deploy-ended') as { data: object };
  expect(normalize({ ...body, data: { ...body.data, status: 'invented' } })).toMatchObject({ outcome: 'ignored' });
});

test('what a relay looked up has the id of the deployment', () => {
  const body = {
    createdAt: '2026-03-02T10:00:00Z',
    deployId: 'dep-1',
    eventId: 'evj-1',
    serviceName: 'checkout',
    status: 'succeeded',
  };
  expect(dataOf(normalize(body))).toMatchObject([{ id: 'render/dep-1', finishedAt: '2026-03-02T10:00:00Z' }]);
});
