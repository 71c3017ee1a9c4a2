import { eventOf } from '@leadline/events';
import { type LogRecord, LogUnavailable, RecordTooLarge } from '@leadline/ports';
import type { Source } from '@leadline/sources';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  acceptEvents,
  acceptHook,
  acceptInternal,
  deliveryRecord,
  formatPosition,
  type HookEndpoint,
  parsePosition,
  recentDeliveries,
  recordedDelivery,
} from '../index.js';

/** Signs by repeating the secret and the time: `secret@seconds`. */
const source: Source = {
  id: 'plain',
  title: 'Plain',
  deliveryId: ({ headers }) => headers['x-delivery'] ?? null,
  eventName: () => 'event',
  verify({ headers }, secrets, now) {
    const [secret, seconds] = (headers['x-signature'] ?? '').split('@');
    if (secret === undefined || !secrets.includes(secret)) return { outcome: 'refused', reason: 'invalid_signature' };
    return Math.abs(now / 1000 - Number(seconds)) > 300
      ? { outcome: 'refused', reason: 'stale' }
      : { outcome: 'verified' };
  },
  normalize: () => ({ outcome: 'ignored', reason: 'nothing to see' }),
};

const NOW = Date.parse('2026-03-02T10:00:00Z');
const endpoint: HookEndpoint = { name: 'plain-eu', source, secrets: ['old-secret', 'new-secret'], unsigned: false };
const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0x0d, 0x0a, 0xff]);
const signed = { 'x-signature': `new-secret@${NOW / 1000}`, 'x-delivery': 'd-1' };
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function given(failure?: Error) {
  const records: LogRecord[] = [];
  const log = {
    async append(_: string, added: readonly LogRecord[]) {
      if (failure) throw failure;
      return added.map((record) => ({ partition: 3, offset: records.push(record) - 1 }));
    },
  };
  return { records, deps: { log, clock: { now: () => NOW }, recent: recentDeliveries() } };
}

describe('acceptHook', () => {
  it('stores the bytes as they came and says where', async () => {
    const { deps, records } = given();
    const outcome = await acceptHook(deps, endpoint, { headers: signed, body });
    expect(outcome).toEqual({ outcome: 'accepted', id: 'd-1', duplicate: false, position: '3:0' });
    expect(records.map(recordedDelivery)).toEqual([
      {
        id: 'd-1',
        endpoint: 'plain-eu',
        source: 'plain',
        verdict: 'verified',
        headers: { 'x-delivery': 'd-1' },
        body,
        receivedAt: NOW,
      },
    ]);
    expect(records[0]?.key).toBe('d-1');
  });

  it('accepts each live secret', async () => {
    const { deps } = given();
    const headers = { ...signed, 'x-signature': `old-secret@${NOW / 1000}` };
    expect((await acceptHook(deps, endpoint, { headers, body })).outcome).toBe('accepted');
  });

  it('hints at a repeated id of the same endpoint, and stores it again', async () => {
    const { deps, records } = given();
    await acceptHook(deps, endpoint, { headers: signed, body });
    const again = await acceptHook(deps, endpoint, { headers: signed, body });
    const elsewhere = await acceptHook(deps, { ...endpoint, name: 'plain-us' }, { headers: signed, body });
    expect([again, elsewhere]).toMatchObject([{ duplicate: true }, { duplicate: false }]);
    expect(records).toHaveLength(3);
  });

  it.each([
    ['no signature', {}, 'unauthorized'],
    ['a wrong signature', { 'x-signature': `other@${NOW / 1000}` }, 'unauthorized'],
    ['a signature of six minutes ago', { 'x-signature': `new-secret@${NOW / 1000 - 360}` }, 'stale'],
  ])('stores nothing with %s', async (_, headers, outcome) => {
    const { deps, records } = given();
    expect(await acceptHook(deps, endpoint, { headers, body })).toEqual({ outcome });
    expect(records).toEqual([]);
  });

  it('takes hooks without signature where the endpoint says so', async () => {
    const { deps, records } = given();
    const unsigned = { ...endpoint, secrets: [], unsigned: true };
    expect((await acceptHook(deps, unsigned, { headers: {}, body })).outcome).toBe('accepted');
    expect(records.map(recordedDelivery)).toMatchObject([{ verdict: 'unsigned', id: sha256(body) }]);
  });

  it('asks for a further proof once the secret is right, and tells of what is durable', async () => {
    const proving = (verdict: 'proven' | 'refused' | 'unavailable') => {
      const asked: string[] = [];
      const proof = {
        verify: async () => (asked.push('verify'), verdict),
        accepted: async () => void asked.push('accepted'),
      };
      return { asked, endpoint: { ...endpoint, proof } };
    };
    const { deps, records } = given();
    for (const [verdict, outcome, calls] of [
      ['proven', 'accepted', ['verify', 'accepted']],
      ['refused', 'unauthorized', ['verify']],
      ['unavailable', 'not_durable', ['verify']],
    ] as const) {
      const { asked, endpoint: proved } = proving(verdict);
      expect((await acceptHook(deps, proved, { headers: signed, body })).outcome).toBe(outcome);
      expect(asked).toEqual(calls);
    }
    expect(records).toHaveLength(1);

    const { asked, endpoint: proved } = proving('proven');
    expect((await acceptHook(deps, proved, { headers: {}, body })).outcome).toBe('unauthorized');
    expect((await acceptHook(deps, proved, { headers: signed, body }, 'to_try')).outcome).toBe('accepted');
    expect(asked).toEqual([]);
  });

  it('stores an id too long to be one by its hash', async () => {
    const { deps } = given();
    const long = 'x'.repeat(257);
    const outcome = await acceptHook(deps, endpoint, { headers: { ...signed, 'x-delivery': long }, body });
    expect(outcome).toMatchObject({ id: sha256(long) });
  });

  it.each([
    [new RecordTooLarge(30, 20), { outcome: 'too_large', bytes: 30, limit: 20 }],
    [new LogUnavailable('disk full'), { outcome: 'not_durable', reason: 'disk full' }],
  ])('passes on that the log cannot: %s', async (failure, outcome) => {
    const { deps } = given(failure);
    expect(await acceptHook(deps, endpoint, { headers: signed, body })).toEqual(outcome);
    expect(deps.recent.has('plain-eu', 'd-1')).toBe(false);
  });

  it('does not hide a bug', async () => {
    await expect(acceptHook(given(new TypeError('x')).deps, endpoint, { headers: signed, body })).rejects.toThrow(
      TypeError,
    );
  });

  it('keeps no header that lets a reader act as the sender', async () => {
    const { deps, records } = given();
    const kept = {
      'x-github-event': 'push',
      'x-hub-signature-256': 'sha256=ab',
      'idempotency-key': 'k',
      'content-type': 'a/b',
    };
    const secret = {
      authorization: 'Bearer x',
      'proxy-authorization': 'Basic x',
      cookie: 'sid=1',
      'x-gitlab-token': 'x',
      'x-api-key': 'x',
      'dd-application-key': 'x',
      'x-auth-proof': 'x',
      'x-custom': 'prefix-of-old-secret',
      host: 'leadline.example.org',
      'x-forwarded-for': '203.0.113.9',
      'content-length': '8',
    };
    await acceptHook(
      deps,
      { ...endpoint, source: { ...source, verify: () => ({ outcome: 'verified' }) } },
      { headers: { ...kept, ...secret }, body },
    );
    expect(records.map(recordedDelivery)[0]?.headers).toEqual(kept);
  });
});

describe('deliveryRecord', () => {
  it('does not let a sender name its endpoint', () => {
    const headers = { endpoint: 'admin', source: 'leadline', verdict: 'internal' };
    const delivery = {
      id: 'd',
      endpoint: 'hook',
      source: 'plain',
      verdict: 'verified',
      headers,
      body,
      receivedAt: NOW,
    } as const;
    expect(recordedDelivery(deliveryRecord(delivery))).toEqual(delivery);
  });

  it('reads a foreign record as one of no source', () => {
    expect(recordedDelivery({ key: 'k', value: body, time: NOW })).toEqual({
      id: 'k',
      endpoint: '',
      source: '',
      verdict: 'unsigned',
      headers: {},
      body,
      receivedAt: NOW,
    });
  });
});

describe('acceptEvents', () => {
  const request = {
    headers: { 'content-type': 'application/cloudevents+json', 'ce-id': '1', authorization: 'Bearer x' },
    body,
  };

  it('stores a batch that is right as one delivery', async () => {
    const { deps, records } = given();
    const outcome = await acceptEvents(deps, request, () => ({ outcome: 'accepted', ids: ['a', 'b'] }));
    expect(outcome).toEqual({ outcome: 'accepted', ids: ['a', 'b'], position: '3:0' });
    expect(records.map(recordedDelivery)).toMatchObject([
      { endpoint: 'events', source: 'cloudevents', verdict: 'authorised', body, headers: { 'ce-id': '1' } },
    ]);
    expect(records[0]?.headers).not.toHaveProperty('http.authorization');
  });

  it('stores nothing of a batch with a problem', async () => {
    const { deps, records } = given();
    const problems = [{ pointer: '/1/data/sha', message: 'is missing' }];
    expect(await acceptEvents(deps, request, () => ({ outcome: 'problems', problems }))).toEqual({
      outcome: 'problems',
      problems,
    });
    expect(records).toEqual([]);
  });

  it('tells events in headers apart though their bodies are the same', async () => {
    const { deps, records } = given();
    const judge = () => ({ outcome: 'accepted', ids: [] }) as const;
    await acceptEvents(deps, request, judge);
    await acceptEvents(deps, { ...request, headers: { ...request.headers, 'ce-id': '2' } }, judge);
    await acceptEvents(deps, request, judge);
    expect(new Set(records.map(({ key }) => key)).size).toBe(2);
  });
});

describe('acceptInternal', () => {
  const event = (sha: string, title = '') => eventOf('commit', { id: sha, source: 'git' }, { sha, title });

  it('stores events as deliveries of Leadline itself', async () => {
    const { deps, records } = given();
    expect(await acceptInternal(deps, [event('a'), event('b')])).toEqual({ outcome: 'accepted', positions: ['3:0'] });
    const [delivery] = records.map(recordedDelivery);
    expect(delivery).toMatchObject({ endpoint: 'leadline', source: 'leadline', verdict: 'internal', receivedAt: NOW });
    expect(JSON.parse(Buffer.from(delivery?.body ?? []).toString())).toEqual([event('a'), event('b')]);
  });

  it('splits what would be long work into deliveries of a mebibyte', async () => {
    const { deps, records } = given();
    // Three of these are more than a mebibyte, two are less.
    const events = ['a', 'b', 'c', 'd', 'e'].map((sha) => event(sha, 'x'.repeat(400_000)));
    expect(await acceptInternal(deps, events)).toEqual({ outcome: 'accepted', positions: ['3:0', '3:1', '3:2'] });
    expect(records.flatMap(({ value }) => JSON.parse(Buffer.from(value).toString()))).toEqual(events);
  });

  it('has nothing to store of nothing', async () => {
    expect(await acceptInternal(given().deps, [])).toEqual({ outcome: 'accepted', positions: [] });
  });
});

describe('recentDeliveries', () => {
  it('forgets the oldest first, and what came again last', () => {
    const recent = recentDeliveries(2);
    for (const id of ['a', 'b', 'a', 'c']) recent.add('e', id);
    expect(['a', 'b', 'c'].map((id) => recent.has('e', id))).toEqual([true, false, true]);
  });
});

describe('parsePosition', () => {
  it('reads what formatPosition writes, and nothing else', () => {
    expect(parsePosition(formatPosition({ partition: 3, offset: 12 }))).toEqual({ partition: 3, offset: 12 });
    expect(['', '3', '3:', '-1:0', '1:1e3', '0x1:1', '1:2:3', ' 1:2'].map(parsePosition)).toEqual(
      Array(8).fill(undefined),
    );
  });
});
