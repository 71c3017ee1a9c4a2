import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { opsgenie } from './opsgenie.js';

describeSource(opsgenie, import.meta.dirname);
describeToken(opsgenie);

const normalize = normalizing(opsgenie);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const withAlert = (changes: object, action = 'Create') => {
  const { alert } = fixture('create') as { alert: object };
  return normalize({ action, alert: { ...alert, ...changes } });
};

describe('an alert', () => {
  test('says when it was created in milliseconds and when it was updated in nanoseconds', () => {
    const updatedAt = 1_772_445_840_000 * 1e6;
    expect(dataOf(withAlert({ updatedAt }, 'Close'))).toMatchObject([
      { startedAt: '2026-03-02T10:00:00.000Z', resolvedAt: '2026-03-02T10:04:00.000Z' },
    ]);
  });

  test('names its service by a tag, in its details, or by what it is about', () => {
    const serviceOf = (changes: object) => dataOf(withAlert(changes))[0]?.['service'];
    expect(serviceOf({ tags: ['SERVICE: shop'] })).toBe('shop');
    expect(serviceOf({ tags: [], details: { service: 'search' } })).toBe('search');
    expect(serviceOf({ tags: [] })).toBe('web-1');
    expect(serviceOf({ tags: [], entity: '' })).toBeUndefined();
  });

  test('may lack a priority, or have its number alone', () => {
    const severityOf = (priority: unknown) => dataOf(withAlert({ priority }))[0]?.['severity'];
    expect([severityOf('P2'), severityOf(2), severityOf(undefined)]).toEqual(['P2', 'P2', undefined]);
  });

  test('that is closed keeps its service, though the tag is gone', () => {
    expect(dataOf(normalize(fixture('close')))[0]?.['service']).toBeUndefined();
  });

  test.each(['AddNote', 'AssignOwnership', 'Snooze', 'Invented'])('%s changes nothing', (action) => {
    expect(withAlert({}, action)).toMatchObject({ outcome: 'ignored' });
  });

  test('that does not say when it was closed is rejected', () => {
    expect(withAlert({ updatedAt: null }, 'Close')).toMatchObject({ outcome: 'rejected', pointer: '/alert/updatedAt' });
  });
});
