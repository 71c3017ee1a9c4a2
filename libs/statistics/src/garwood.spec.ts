import { describe, expect, it } from 'vitest';
import { garwood95 } from './garwood.js';

describe('garwood95', () => {
  it('ends at -ln 0.025 without events', () => {
    expect(garwood95(0).low).toBe(0);
    expect(garwood95(0).high).toBeCloseTo(-Math.log(0.025), 12);
  });

  it('begins at -ln 0.975 for one event', () => {
    expect(garwood95(1).low).toBeCloseTo(-Math.log(0.975), 12);
  });

  it.each([900, 901, 1000, 5000])('leaves a fortieth of the probability beyond each end of %i events', (count) => {
    const { low, high } = garwood95(count);

    expect(poissonAtMost(count, high)).toBeCloseTo(0.025, 10);
    expect(1 - poissonAtMost(count - 1, low)).toBeCloseTo(0.025, 10);
  });

  it('rejects what is no count', () => {
    expect(() => garwood95(-1)).toThrow('not -1');
    expect(() => garwood95(1.5)).toThrow(RangeError);
  });
});

/** P(X <= count) for a Poisson mean, added up term by term in logarithms. */
function poissonAtMost(count: number, mean: number): number {
  let term = -mean;
  const terms = [term];
  for (let events = 1; events <= count; events += 1) {
    term += Math.log(mean / events);
    terms.push(term);
  }
  return terms.reverse().reduce((sum, logarithm) => sum + Math.exp(logarithm), 0);
}
