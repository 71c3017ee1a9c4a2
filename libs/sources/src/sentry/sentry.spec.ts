import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { sentry } from './sentry.js';

describeSource(sentry, import.meta.dirname);
describeSignature(sentry, { sign: hmacIn('sentry-hook-signature'), header: 'sentry-hook-signature' });

const normalize = normalizing(sentry);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const headers = { 'sentry-hook-resource': 'issue', 'sentry-hook-timestamp': '1772446800' };

describe('the resource', () => {
  test('in the header and the body must be one: the header is not signed', () => {
    expect(normalize(fixture('metric-alert-critical'), headers)).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
      pointer: '/data',
    });
  });

  test('is told by the body where a proxy dropped the header', () => {
    expect(normalize(fixture('issue-created'))).toEqual(normalize(fixture('issue-created'), headers));
  });

  test('that neither tells is unknown', () => {
    expect(normalize({ action: 'created', data: {} })).toMatchObject({ outcome: 'rejected', code: 'unknown_type' });
    expect(normalize({ action: 'created', data: {} }, headers)).toMatchObject({
      outcome: 'rejected',
      pointer: '/data/issue',
    });
  });
});

describe('an issue', () => {
  test('that is resolved says when in the header alone', () => {
    const body = { ...fixture('issue-resolved') };
    expect(dataOf(normalize(body, headers))).toMatchObject([{ closedAt: '2026-03-02T10:20:00.000Z' }]);
    expect(dataOf(normalize(body))).toMatchObject([{ closedAt: '2026-03-02T10:05:00Z' }]);
  });

  test('keeps the rule that alerted of it when it is resolved', () => {
    const [alerted] = dataOf(normalize(fixture('event-alert')));
    const [resolved] = dataOf(normalize(fixture('issue-resolved'), headers));
    expect(alerted?.['labels']).toEqual(['level:fatal', 'rule:Page the team']);
    expect(alerted?.['id']).toBe(resolved?.['id']);
    expect(resolved).not.toHaveProperty('labels');
  });

  test('that comes back is open again', () => {
    expect(dataOf(normalize({ ...fixture('issue-resolved'), action: 'unresolved' }, headers))).toMatchObject([
      { closedAt: null },
    ]);
  });
});

test('a metric alert of two projects disturbs both', () => {
  expect(dataOf(normalize(fixture('metric-alert-resolved'))).map(({ service }) => service)).toEqual([
    'checkout',
    'search',
  ]);
});

test('the sender names its deliveries', () => {
  expect(sentry.deliveryId({ headers: { 'request-id': 'r-1' }, body: new Uint8Array() })).toBe('r-1');
});
