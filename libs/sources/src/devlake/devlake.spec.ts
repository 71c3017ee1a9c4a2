import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { devlake } from './devlake.js';

const { factsOf } = fixturesOf(devlake, import.meta.dirname);

describeSource(devlake, import.meta.dirname);
describeToken(devlake);

const at = Date.UTC(2026, 2, 2, 11, 25);
const called = (path: string, body = '') =>
  devlake.normalize({
    endpoint: 'devlake',
    receivedAt: at,
    headers: { 'x-leadline-path': path },
    body: new TextEncoder().encode(body),
  });

test('one deployment of several repositories is one of each service', () => {
  expect(factsOf('deployment')).toMatchObject([
    { service: 'shop', group: 'devlake/7/release-42', status: 'succeeded', sha: 'c'.repeat(40) },
    { service: 'basket', group: 'devlake/7/release-42', status: 'failed', sha: 'b'.repeat(40) },
  ]);
});

describe('the address', () => {
  test('names the webhook, by its id or its name', () => {
    expect(factsOf('incident')[0]).toMatchObject({ id: 'devlake/Shop team/I-1', service: 'Shop team' });
  });

  test('of the end of an incident is all there is: it is over when the call is made', () => {
    expect(called('/api/rest/plugins/webhook/connections/by-name/Shop%20team/issue/I-1/close')).toMatchObject({
      events: [{ subject: 'incident:devlake/Shop team/I-1', data: { resolvedAt: '2026-03-02T11:25:00.000Z' } }],
    });
    expect(called('/api/rest/plugins/webhook/7/issue/A%2F1/close')).toMatchObject({
      events: [{ subject: 'incident:devlake/7/A/1' }],
    });
  });

  test('is part of the delivery: equal bodies to two addresses are two', () => {
    const idOf = (path: string) => devlake.deliveryId({ headers: { 'x-leadline-path': path }, body: new Uint8Array() });
    expect(idOf('/webhook/7/issue/1/close')).not.toBe(idOf('/webhook/7/issue/2/close'));
  });

  test.each(['', '/api/rest/plugins/webhook', '/%zz'])('"%s" is none', (path) => {
    expect(called(path, '{}')).toMatchObject({ outcome: 'rejected', code: 'unknown_type' });
  });
});
