import { describe, expect, it } from 'vitest';
import { criticalZ, normalCdf, normalQuantile, twoSidedNormalP } from './normal.js';

describe('the normal distribution', () => {
  it('has 95 % within 1.96 standard deviations', () => {
    expect(criticalZ(0.95)).toBeCloseTo(1.959963984540054, 14);
    expect(twoSidedNormalP(-1.959963984540054)).toBeCloseTo(0.05, 14);
  });

  it.each([1e-12, 0.001, 0.3, 0.5, 0.75, 0.9999])('returns from the quantile of %d to the probability', (p) => {
    expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 13);
  });

  it('rejects a confidence of 1', () => {
    expect(() => criticalZ(1)).toThrow('between 0 and 1');
  });
});
