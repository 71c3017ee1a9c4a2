import { describe, expect, it } from 'vitest';
import type { Outlier } from '../outliers/outlier.js';
import { outlierFinding } from './outlier-finding.js';

const view = { by: 'service', name: 'Tidewater', timeZone: 'Europe/Berlin' } as const;
const since = Date.parse('2026-11-12T09:00:00Z');
const checkout: Outlier = {
  rule: 'rate_against_peers',
  measure: 'fail_rate',
  subject: { kind: 'group', group: 'checkout' },
  value: 14 / 38,
  n: 38,
  numerator: 14,
  comparedWith: { of: 'peers', members: 14, n: 412, center: 0.075, low: null, high: null, evidence: null },
  certainty: { kind: 'posterior', probability: 0.99, isStrong: true },
  direction: 'worse',
  since,
  evidence: null,
  isProvisional: false,
};
const sentence = (more: Partial<Outlier>): string =>
  outlierFinding({ ...checkout, ...more }, view).sentence.replaceAll('\u00A0', ' ');

describe('an outlier in a mail', () => {
  it('says how many of how many, and what it is compared with', () => {
    expect(sentence({})).toBe(
      'Change fail rate of checkout is 14 of 38 (37 %); of all 14 services together it is 7.5 %.',
    );
  });

  it.each<[Partial<Outlier>, string]>([
    [
      {
        rule: 'lead_time_against_history',
        measure: 'lead_time',
        value: 31 * 3_600,
        numerator: null,
        comparedWith: { ...checkout.comparedWith, of: 'history', center: 22 * 3_600 },
      },
      'Change lead time of checkout is 31 h (n = 38); before, it was 22 h.',
    ],
    [
      {
        rule: 'unusual_day',
        subject: { kind: 'everything' },
        comparedWith: { ...checkout.comparedWith, of: 'other_days' },
      },
      'Change fail rate of Tidewater is 14 of 38 (37 %) on Thursday 12 November 2026; on other days it is 7.5 %.',
    ],
    [
      {
        rule: 'single_record',
        measure: 'incident',
        subject: { kind: 'incident', service: 'catalog', record: { kind: 'incident', id: 'INC-7', isOpen: true } },
        value: 3 * 86_400,
        n: 1,
        numerator: null,
        comparedWith: { ...checkout.comparedWith, of: 'other_records', n: 31, center: 2_400 },
      },
      'An incident of catalog has lasted 3 d; usual there is 40 min (n = 31).',
    ],
  ])('is said in its own way: %#', (more, expected) => {
    expect(sentence(more)).toBe(expected);
  });

  it('is the same finding a week later, though it began later in the window', () => {
    const keys = [since, since + 7 * 86_400_000].map((at) => outlierFinding({ ...checkout, since: at }, view).key);
    expect(keys[0]).toBe(keys[1]);
    expect(outlierFinding({ ...checkout, subject: { kind: 'group', group: 'search' } }, view).key).not.toBe(keys[0]);
  });

  it('leads to the service, or to the record itself', () => {
    const deployment = {
      kind: 'deployment',
      environment: 'production',
      deployment: 'd',
      occurrence: 1,
      id: 'D-1',
    } as const;
    const record: Partial<Outlier> = { subject: { kind: 'deployment', service: 'checkout', record: deployment }, n: 1 };
    expect([outlierFinding(checkout, view).place, outlierFinding({ ...checkout, ...record }, view).place]).toEqual([
      { kind: 'metric', metric: 'CHANGE_FAIL_RATE', service: 'checkout' },
      { kind: 'deployment', id: 'D-1' },
    ]);
  });
});
