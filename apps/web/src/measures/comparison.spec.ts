import { describe, expect, it } from 'vitest';
import { compare as comparison, type Comparison, distance, type Estimate, type Judged } from './comparison.js';
import { measureBySlug, type Measure } from './measure.js';

const of = (slug: string): Measure => {
  const measure = measureBySlug(slug);
  if (measure === undefined) throw new Error(`no measure ${slug}`);
  return measure;
};
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
/** With plain spaces for those that lines are not broken at. */
const compare = (...given: Parameters<typeof comparison>): Comparison => {
  const made = comparison(...given);
  return made.verdict === 'none' ? { ...made, reason: plain(made.reason) } : { ...made, text: plain(made.text) };
};
const estimate = (value: number, low: number, high: number): Estimate => ({ value, low, high, status: 'OK', n: 100 });
const judged = (of: Estimate, verdict: Judged['verdict']): Judged => ({ ...of, verdict });

describe('a value against the period before', () => {
  it('is better or worse where the API says so, in the words of its measure', () => {
    const failures = compare(
      of('change-fail-rate'),
      judged(estimate(0.2, 0.17, 0.24), 'WORSE'),
      estimate(0.1, 0.08, 0.13),
    );
    expect(failures).toEqual({ verdict: 'worse', text: '+10 points', word: 'more failures' });
    const lead = compare(
      of('change-lead-time'),
      judged(estimate(36_000, 30_000, 43_200), 'BETTER'),
      estimate(72_000, 61_200, 80_000),
    );
    expect(lead).toEqual({ verdict: 'better', text: '−50 %', word: 'faster' });
  });

  it('is usual variation where the API finds none, however far apart the intervals lie', () => {
    // Interval of the difference: from 0.1 − √(0.03² + 0.03²) = 0.058 up. The five together are judged more strictly.
    const failures = compare(
      of('change-fail-rate'),
      judged(estimate(0.2, 0.17, 0.24), 'USUAL'),
      estimate(0.1, 0.08, 0.13),
    );
    expect(failures).toEqual({ verdict: 'usual', text: '+10 points', word: 'usual variation' });
  });

  it('is made with nothing that is too little', () => {
    const thin: Judged = { value: 0.5, low: 0.1, high: 0.9, status: 'INSUFFICIENT', n: 4, verdict: 'TOO_FEW' };
    expect(compare(of('change-fail-rate'), thin, estimate(0.1, 0.08, 0.13))).toEqual({
      verdict: 'none',
      reason: 'too few to compare (needs 10)',
    });
    const enough = judged(estimate(0.1, 0.08, 0.13), 'NO_HISTORY');
    expect(compare(of('change-fail-rate'), enough, thin)).toEqual({
      verdict: 'none',
      reason: 'too few before (n = 4)',
    });
    expect(compare(of('change-fail-rate'), enough, undefined)).toEqual({
      verdict: 'none',
      reason: 'no data in the period before',
    });
    // A hundred commits of five deployments.
    expect(compare(of('change-lead-time'), judged(estimate(9, 8, 10), 'TOO_FEW'), estimate(9, 8, 10))).toEqual({
      verdict: 'none',
      reason: 'too few deployments to compare',
    });
  });
});

describe('how far a place is from another', () => {
  it('is beyond chance where the interval of the difference leaves out none', () => {
    // Shares: difference 0.10, reach down √(0.03² + 0.03²) = 0.042: from 0.058 up, so certainly more.
    const failures = distance(of('change-fail-rate'), estimate(0.2, 0.17, 0.24), estimate(0.1, 0.08, 0.13));
    expect(failures).toMatchObject({ isSure: true });
    // Durations in the logarithm: ln(10/20) = −0.69, reach up √(ln(12/10)² + ln(20/17)²) = 0.24.
    const lead = distance(of('change-lead-time'), estimate(36_000, 30_000, 43_200), estimate(72_000, 61_200, 80_000));
    expect(lead).toMatchObject({ isSure: true });
    // Difference 0.02, reach down √(0.03² + 0.03²) = 0.042.
    const close = distance(of('change-fail-rate'), estimate(0.12, 0.09, 0.16), estimate(0.1, 0.08, 0.13));
    expect(close).toMatchObject({ isSure: false });
  });
});
