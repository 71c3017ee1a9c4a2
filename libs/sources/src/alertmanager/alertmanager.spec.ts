import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { alertmanager } from './alertmanager.js';

describeSource(alertmanager, import.meta.dirname);
describeToken(alertmanager);

const normalize = normalizing(alertmanager);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('alerts of one body', () => {
  const alerts = () => (fixture('firing-and-resolved') as { alerts: object[] }).alerts;
  const withAlert = (changes: object) =>
    normalize({ ...fixture('firing-and-resolved'), alerts: [{ ...alerts()[0], ...changes }] });

  test('are an incident each, firing and resolved together', () => {
    expect(
      dataOf(normalize(fixture('firing-and-resolved'))).map(({ service, resolvedAt }) => [service, resolvedAt]),
    ).toEqual([
      ['checkout', null],
      ['search', '2026-03-02T10:01:00Z'],
    ]);
  });

  test('that are repeated, or fire again, are the same event or another incident', () => {
    const idsOf = (changes: object) => {
      const normalized = withAlert(changes);
      return normalized.outcome === 'events' ? normalized.events.map(({ id, subject }) => [id, subject]) : [];
    };
    expect(idsOf({})).toEqual(idsOf({ endsAt: '2026-03-02T10:20:00Z' }));
    expect(idsOf({})).not.toEqual(idsOf({ startsAt: '2026-03-02T11:00:00Z' }));
  });

  test.each([
    ['resolved without an end', { status: 'resolved' }, '/alerts/0/endsAt'],
    ['resolved before it fired', { status: 'resolved', endsAt: '2026-03-02T09:00:00Z' }, '/alerts/0/endsAt'],
    ['of an unknown status', { status: 'suppressed' }, '/alerts/0/status'],
    ['without a start', { startsAt: '0001-01-01T00:00:00Z' }, '/alerts/0/startsAt'],
    ['without labels', { labels: undefined }, '/alerts/0/labels'],
    ['no list', {}, '/alerts'],
  ])('that contradict themselves are rejected: %s', (name, changes, pointer) => {
    const normalized = name === 'no list' ? normalize({ alerts: 'none' }) : withAlert(changes);
    expect(normalized).toMatchObject({ outcome: 'rejected', code: 'invalid_body', pointer });
  });

  test('name their service by the plainest label', () => {
    const serviceOf = (labels: object) => dataOf(withAlert({ labels }))[0]?.['service'];
    expect(serviceOf({ job: 'node', app: 'shop' })).toBe('shop');
    expect(serviceOf({ job: 'node', app: 'shop', service: 'checkout' })).toBe('checkout');
    expect(serviceOf({ instance: 'web-1' })).toBeUndefined();
  });

  test('none at all say nothing', () => {
    expect(normalize({ status: 'firing', alerts: [] })).toEqual({ outcome: 'ignored', reason: 'no alert in it' });
  });
});
