import { describe, expect, it } from 'vitest';
import { compare as comparison, type Comparison, type Estimate } from './comparison.js';
import { measureBySlug, type Measure } from './measure.js';

const of = (slug: string): Measure => {
  const measure = measureBySlug(slug);
  if (measure === undefined) throw new Error(`no measure ${slug}`);
  return measure;
};
/** With plain spaces for those that lines are not broken at. */
const compare = (...given: Parameters<typeof comparison>): Comparison => {
  const made = comparison(...given);
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
  return made.verdict === 'none' ? { ...made, reason: plain(made.reason) } : { ...made, text: plain(made.text) };
};
const estimate = (value: number, low: number, high: number): Estimate => ({ value, low, high, status: 'OK', n: 100 });

describe('a value against the period before', () => {
  it('is better or worse where the interval of the difference leaves out none', () => {
    // Shares: difference 0.10, reach down √(0.03² + 0.03²) = 0.042: from 0.058 up, so certainly more.
    const failures = compare(of('change-fail-rate'), estimate(0.2, 0.17, 0.24), estimate(0.1, 0.08, 0.13));
    expect(failures).toEqual({ verdict: 'worse', text: '+10 points', word: 'more failures' });

    // Durations in the logarithm: ln(10/20) = −0.69, reach up √(ln(12/10)² + ln(20/17)²) = 0.24.
    const lead = compare(of('change-lead-time'), estimate(36_000, 30_000, 43_200), estimate(72_000, 61_200, 80_000));
    expect(lead).toEqual({ verdict: 'better', text: '−50 %', word: 'faster' });
  });

  it('is usual variation where no difference is inside the interval', () => {
    // Difference 0.02, reach down √(0.03² + 0.03²) = 0.042.
    const failures = compare(of('change-fail-rate'), estimate(0.12, 0.09, 0.16), estimate(0.1, 0.08, 0.13));
    expect(failures).toEqual({ verdict: 'usual', text: '+2 points', word: 'usual variation' });
  });

  it('knows that more deployments are better and more failures are not', () => {
    const [many, few] = [estimate(10, 9.5, 10.5), estimate(5, 4.6, 5.4)];
    expect(compare(of('deployment-frequency'), many, few)).toMatchObject({ verdict: 'better', text: '+100 %' });
    expect(compare(of('failed-deployment-recovery-time'), many, few)).toMatchObject({
      verdict: 'worse',
      word: 'slower',
    });
  });

  it('is made with nothing that is too little', () => {
    const thin: Estimate = { value: 0.5, low: 0.1, high: 0.9, status: 'INSUFFICIENT', n: 4 };
    expect(compare(of('change-fail-rate'), thin, estimate(0.1, 0.08, 0.13))).toEqual({
      verdict: 'none',
      reason: 'too few to compare (needs 10)',
    });
    expect(compare(of('change-fail-rate'), estimate(0.1, 0.08, 0.13), thin)).toEqual({
      verdict: 'none',
      reason: 'too few before (n = 4)',
    });
    expect(compare(of('change-fail-rate'), estimate(0.1, 0.08, 0.13), undefined)).toEqual({
      verdict: 'none',
      reason: 'no data in the period before',
    });
  });
});
