import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { pagerduty } from './pagerduty.js';

describeSource(pagerduty, import.meta.dirname);
describeSignature(pagerduty, {
  sign: hmacIn('x-pagerduty-signature', { prefix: 'v1=' }),
  header: 'x-pagerduty-signature',
});

const normalize = normalizing(pagerduty);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a list of signatures, as PagerDuty sends while a secret is replaced', () => {
  const body = new TextEncoder().encode('{"event":{}}');
  const signed = `v1=${createHmac('sha256', 'new').update(body).digest('hex')}`;
  const verify = (header: string) =>
    pagerduty.verify({ headers: { 'x-pagerduty-signature': header }, body }, ['new'], 0).outcome;

  test('is enough where any one matches', () => {
    expect(verify(`v1=${'0'.repeat(64)},${signed}`)).toBe('verified');
    expect(verify(`${signed},v2=later`)).toBe('verified');
    expect(verify(`v1=${'0'.repeat(64)},v1=${'1'.repeat(64)}`)).toBe('refused');
  });
});

describe('an incident', () => {
  const at = (name: string, type: string, changes: object = {}) => {
    const { event } = fixture(name) as { event: { data: object } };
    return normalize({ event: { ...event, event_type: type, data: { ...event.data, ...changes } } });
  };

  test('is opened by the trigger where the body is too old to say since when it is there', () => {
    const [data] = dataOf(at('incident-triggered', 'incident.triggered', { created_at: undefined }));
    expect(data).toMatchObject({ startedAt: '2026-03-02T10:00:01.250Z', detectedAt: '2026-03-02T10:00:01.250Z' });
  });

  test('without a priority is as severe as its urgency', () => {
    const [data] = dataOf(at('incident-triggered', 'incident.triggered', { priority: null }));
    expect(data).toMatchObject({ severity: 'high' });
  });

  test('whose priority alone changes stays as open or closed as it was', () => {
    const [data] = dataOf(at('incident-triggered', 'incident.priority_updated'));
    expect(data).not.toHaveProperty('resolvedAt');
    expect(data).not.toHaveProperty('acknowledgedAt');
  });

  test('falls in order when it is triggered, acknowledged and resolved within one instant', () => {
    const types = ['incident.triggered', 'incident.acknowledged', 'incident.resolved', 'incident.reopened'];
    const revisions = types.flatMap((type) =>
      dataOf(at('incident-triggered', type)).map(({ revision }) => Number(revision)),
    );
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(4);
  });

  test('that somebody no longer looks at is not acknowledged', () => {
    expect(dataOf(at('incident-triggered', 'incident.unacknowledged'))).toMatchObject([{ acknowledgedAt: null }]);
  });

  test.each([
    ['a service', { service: null }, '/event/data/service'],
    ['an id', { id: '' }, '/event/data/id'],
    ['a time that can be', { created_at: '1970-01-01T00:00:00Z' }, '/event/data/created_at'],
  ])('lacking %s is rejected with the place', (_, changes, pointer) => {
    expect(at('incident-triggered', 'incident.triggered', changes)).toMatchObject({ outcome: 'rejected', pointer });
  });

  test('comes with the name of its event', () => {
    const body = new TextEncoder().encode(JSON.stringify(fixture('incident-triggered')));
    expect(pagerduty.eventName({ headers: {}, body })).toBe('incident.triggered');
  });
});
