import { describe, expect, it } from 'vitest';
import { ruleName, type RaisedAlert, titleOf } from './alert-words.js';

const alert = (severity: RaisedAlert['severity'], state: RaisedAlert['state'] = 'OPEN'): RaisedAlert => ({
  id: severity,
  rule: 'DRIFT',
  key: 'shop',
  state,
  severity,
  audience: ['DEVELOPERS'],
  what: 'production lacks changes of staging',
  since: '2026-03-02T10:00:00Z',
  resolvedAt: null,
  services: ['shop'],
  environment: 'production',
  deployment: null,
});
const title = (...alerts: RaisedAlert[]): string => titleOf(alerts).replaceAll('\u00a0', ' ');

describe('alerts in words', () => {
  it('say how many are open, and how urgent they are', () => {
    expect(title()).toBe('No alert is open');
    expect(title(alert('PAGE', 'RESOLVED'))).toBe('No alert is open');
    expect(title(alert('TICKET'), alert('PAGE', 'RESOLVED'))).toBe('1 alert is open, none of them urgent');
    expect(title(alert('PAGE'))).toBe('1 alert is open, to be looked at now');
    expect(title(alert('PAGE'), alert('INFORM'))).toBe('2 alerts are open, 1 to be looked at now');
  });

  it('name rules as people say them', () => {
    expect(ruleName('CANARY_REGRESSION')).toBe('Canary regression');
  });
});
