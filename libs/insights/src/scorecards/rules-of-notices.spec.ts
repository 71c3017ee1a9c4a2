import { describe, expect, it } from 'vitest';
import { DAY, FIRST, givenFacts, saidOf } from './testing/given-facts.js';

const notices = (byAudience: Readonly<Record<string, number>>, noticed = 0, deployments = 0) => ({
  byAudience: Object.entries(byAudience).map(([audience, count]) => ({ audience, notices: count })),
  deployments,
  noticed,
  unnoticed: [],
});

describe('notices of deployments', () => {
  it('were sent of 95 % of them', () => {
    const given = (noticed: number) => givenFacts({ notices: notices({ developers: noticed }, noticed, 20) });
    expect([saidOf('2.C2', given(19)), saidOf('2.C2', given(18))]).toEqual(['proposed met', 'proposed not_met']);
  });

  it('are unknown where none was told of, rather than none', () => {
    expect(saidOf('2.C2', givenFacts({ notices: notices({}, 0, 20) }))).toMatch(/^unknown: no notice was told of/);
    expect(saidOf('2.C2', givenFacts())).toMatch(/^unknown: no deployment/);
  });

  it('reach Support', () => {
    expect(saidOf('2.C8', givenFacts({ notices: notices({ support: 1 }) }))).toBe('proposed met');
    expect(saidOf('2.C8', givenFacts({ notices: notices({ developers: 9 }) }))).toMatch(
      /^unknown: no notice to Support/,
    );
  });

  it('reach every function, executives by the weekly mail to everybody too', () => {
    const four = { developers: 9, support: 1, product: 2, sales: 1 };
    const mails = [{ list: '', at: FIRST + DAY }];
    expect(saidOf('3.C1', givenFacts({ notices: notices({ ...four, executives: 1 }) }))).toBe('met');
    expect(saidOf('3.C1', givenFacts({ notices: notices(four), mails }))).toBe('met');
    expect(saidOf('3.C1', givenFacts({ notices: notices(four) }))).toBe('not_met');
    expect(saidOf('3.C1', givenFacts({ notices: notices(four), mails: [{ list: '', at: FIRST - 1 }] }))).toBe(
      'not_met',
    );
    expect(saidOf('3.C1', givenFacts({ notices: notices({ on_call: 3 }) }))).toMatch(/^unknown/);
  });
});

describe('drift', () => {
  const given = (pairs: number, channels: string[], uncovered: string[]) =>
    givenFacts({ drift: { pairs, unknown: [] }, driftRule: { channels, uncovered } });

  it('is told of where a channel takes its alerts, for every pair', () => {
    expect(saidOf('3.C3', given(2, ['ops'], []))).toBe('met');
    expect(saidOf('3.C3', given(2, ['ops'], ['blog staging']))).toBe('not_met');
    expect(saidOf('3.C3', given(2, [], ['shop staging', 'blog staging']))).toMatch(
      /^unknown: leadline.yaml has no channel/,
    );
    expect(saidOf('3.C3', given(0, ['ops'], []))).toMatch(/^unknown: no service is live in two places/);
  });
});

describe('limits of downtime', () => {
  it('are targets of the configuration', () => {
    const target = (metric: string) => givenFacts({ targets: [{ metric, above: 60, below: null }] });
    expect(saidOf('L3.2', target('DEPLOYMENT_DOWNTIME'))).toBe('proposed met');
    expect(saidOf('L3.2', target('CUSTOMER_IMPACT_TIME'))).toBe('proposed met');
    expect(saidOf('L3.2', target('CHANGE_FAIL_RATE'))).toMatch(/^unknown/);
    expect(saidOf('L3.2', givenFacts())).toMatch(/^unknown: leadline.yaml has no target of downtime/);
  });
});
