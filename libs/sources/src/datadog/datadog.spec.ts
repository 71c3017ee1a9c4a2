import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('the template of the setup is understood once Datadog has filled it in', () => {
  const setup = readFileSync(join(import.meta.dirname, 'setup.md'), 'utf8');
  const [, template = ''] = /```json\n([\s\S]*?)```/.exec(setup) ?? [];
  const filled: Readonly<Record<string, string>> = {
    $ALERT_CYCLE_KEY: '7201',
    $ALERT_TRANSITION: 'Triggered',
    $ALERT_ID: '501',
    $ALERT_SCOPE: 'service:checkout',
    $ALERT_PRIORITY: 'P2',
    $EVENT_TITLE: 'Checkout errors',
    $DATE: '1772445600000',
    $TAGS: 'env:production,service:checkout',
    $LINK: 'https://app.datadoghq.com/event/event?id=1',
  };
  const body = template.replaceAll(/\$[A-Z_]+/g, (variable) => filled[variable] ?? variable);
  expect(body).not.toContain('$');
  expect(dataOf(normalize(JSON.parse(body)))).toMatchObject([
    {
      id: 'datadog/7201',
      service: 'checkout',
      severity: 'P2',
      startedAt: '2026-03-02T10:00:00.000Z',
      resolvedAt: null,
    },
  ]);
});
