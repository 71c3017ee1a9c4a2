import { describe, expect, it } from 'vitest';
import { usualRange } from './usual-range.js';

describe('where weeks usually lie', () => {
  it('reaches 2.66 mean moving ranges to both sides of the mean', () => {
    // Mean 11, every step 2: 11 ± 2.66 × 2.
    const range = usualRange([10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12], 'rate');
    expect(range).toEqual({ centre: 11, low: 5.68, high: 16.32, weeks: 12 });
  });

  it('is made in the logarithm of durations, as their axis is', () => {
    // Steps of a factor 4 around 200: 200 × 4^±2.66.
    const range = usualRange([100, 400, 100, 400, 100, 400, 100, 400, 100, 400, 100, 400], 'duration');
    expect(range?.centre).toBeCloseTo(200, 6);
    expect(range?.high).toBeCloseTo(200 * 4 ** 2.66, 3);
    expect(range?.low).toBeCloseTo(200 / 4 ** 2.66, 6);
  });

  it('stays a share, and needs twelve weeks', () => {
    const high = usualRange(
      Array.from({ length: 12 }, (_, week) => (week % 2 === 0 ? 0.9 : 0.5)),
      'share',
    );
    expect([high?.low, high?.high]).toEqual([0, 1]);
    expect(usualRange([0.1, null, 0.2, ...Array.from({ length: 9 }, () => 0.1)], 'share')).toBeNull();
  });
});
