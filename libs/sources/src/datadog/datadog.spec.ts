import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { datadog } from './datadog.js';

describeSource(datadog, import.meta.dirname);
describeToken(datadog);

const normalize = normalizing(datadog);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a template', () => {
  test.each([
    ['Triggered', 'events'],
    ['Recovered', 'events'],
    ['Warn', 'events'],
    ['No Data', 'events'],
    ['Re-Triggered', 'ignored'],
    ['Renotify', 'ignored'],
    ['Invented', 'ignored'],
    ['$ALERT_TRANSITION', 'rejected'],
    ['', 'rejected'],
  ])('%s becomes %s', (alert_transition, outcome) => {
    expect(normalize({ ...fixture('triggered'), alert_transition }).outcome).toBe(outcome);
  });

  test('without the id of the cycle makes one incident of a monitor and what it was raised for', () => {
    const [opened] = dataOf(normalize(fixture('of-another-template')));
    const [closed] = dataOf(normalize({ ...fixture('of-another-template'), alert_transition: 'Recovered' }));
    expect([opened?.['id'], closed?.['id']]).toEqual(Array(2).fill('datadog/monitor/501/host:web-1'));
  });

  test('may give the date in seconds', () => {
    expect(dataOf(normalize({ ...fixture('triggered'), date: '1772445600' }))).toMatchObject([
      { startedAt: '2026-03-02T10:00:00.000Z' },
    ]);
  });

  test('without a date does not say when', () => {
    expect(normalize({ ...fixture('triggered'), date: '' })).toMatchObject({ outcome: 'rejected', pointer: '/date' });
  });

  test('of an event stream without transitions says by the type of the alert', () => {
    const { alert_transition: _, ...body } = fixture('triggered');
    expect(dataOf(normalize({ ...body, alert_type: 'success' }))).toMatchObject([
      { resolvedAt: '2026-03-02T10:00:00.000Z' },
    ]);
  });
});
