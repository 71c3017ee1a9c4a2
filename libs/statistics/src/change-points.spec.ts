import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energySplitter } from './e-divisive.js';
import { hunter } from './hunter.js';
import { lastingShift } from './lasting-shift.js';
import { maxT } from './max-t.js';
import { sumOfSquaredDeviations } from './moments.js';
import { noiseSigma, pelt, peltPenalty } from './pelt.js';
import { seededRandom } from './random.js';

const STEP = [0, 1, 0, 1, 0, 1, 10, 11, 10, 11, 10, 11];

function totalCost(values: readonly number[], changes: readonly number[], penalty: number): number {
  const bounds = [0, ...changes, values.length];
  return (
    bounds.slice(1).reduce((cost, end, index) => cost + sumOfSquaredDeviations(values.slice(bounds[index], end)), 0) +
    penalty * changes.length
  );
}

/** Every division into segments of at least minSegment. */
function* divisions(length: number, minSegment: number, from = 0): Generator<number[]> {
  if (length - from >= minSegment) {
    yield [];
  }
  for (let change = from + minSegment; change <= length - minSegment; change += 1) {
    for (const rest of divisions(length, minSegment, change)) {
      yield [change, ...rest];
    }
  }
}

describe('pelt', () => {
  it('finds a step and none in noise', () => {
    expect(pelt(STEP, { penalty: 5, minSegment: 2 })).toEqual([6]);
    expect(pelt(STEP, { penalty: 1000, minSegment: 2 })).toEqual([]);
    expect(pelt([], { penalty: 5, minSegment: 2 })).toEqual([]);
    expect(pelt([1], { penalty: 5, minSegment: 2 })).toEqual([]);
  });

  it('finds the cheapest of all divisions', () => {
    const series = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 30 }),
        (values, minSegment, penalty) => {
          const costs = [...divisions(values.length, minSegment)].map((changes) => totalCost(values, changes, penalty));
          const found = pelt(values, { penalty, minSegment });
          expect(totalCost(values, found, penalty)).toBeCloseTo(Math.min(...costs), 8);
        },
      ),
      { seed: 20, numRuns: 200 },
    );
  });

  it('asks for a penalty', () => {
    expect(() => pelt(STEP, { penalty: 0, minSegment: 2 })).toThrow('penalty above 0');
  });

  it('estimates noise from neighbours, not from the step', () => {
    // Differences 2, -2, 2, 100, 2, -2, 2: median 2, deviations 0, 4, 0, 98, 0, 4, 0 with a median of 0, so their mean,
    // 106 / 7, stands in. Without the step: 2, -2, 2, -2 with median 0 and MAD 2.
    expect(noiseSigma([0, 2, 0, 2, 102, 104, 102, 104])).toBeCloseTo(
      ((106 / 7) * Math.sqrt(Math.PI / 2)) / Math.SQRT2,
      8,
    );
    expect(noiseSigma([0, 2, 0, 2, 0])).toBeCloseTo((2 * 1.482602218505602) / Math.SQRT2, 12);
    expect(noiseSigma([4])).toBeNull();
    expect(peltPenalty([4, 4, 4])).toBeNull();
  });
});

describe('energySplitter', () => {
  it('splits 0 0 10 10 in the middle: 2/4 * 40', () => {
    expect(energySplitter([0, 0, 10, 10])(0, 4)).toEqual({ index: 2, distance: 20 });
  });

  it('subtracts what differs within the parts', () => {
    // 0 2 | 10 12: across 10 + 12 + 8 + 10 = 40, within 2 and 2, each times 2/1; 2/4 * (40 - 4 - 4).
    expect(energySplitter([0, 2, 10, 12])(0, 4)).toEqual({ index: 2, distance: 16 });
  });

  it('has no split of one value', () => {
    expect(energySplitter([1, 2])(1, 2)).toBeNull();
  });
});

describe('hunter', () => {
  it('finds a step with the means on both sides', () => {
    expect(hunter(STEP)).toEqual([
      { index: 6, meanBefore: 0.5, meanAfter: 10.5, p: expect.toSatisfy((p: number) => p < 1e-6) },
    ]);
  });

  it('drops what is smaller than the magnitude', () => {
    expect(
      hunter(
        STEP.map((value) => value + 1000),
        { minMagnitude: 0.05 },
      ),
    ).toEqual([]);
    expect(
      hunter(
        STEP.map((value) => value + 1000),
        { minMagnitude: 0.005 },
      ),
    ).toHaveLength(1);
  });

  it('finds nothing in a flat or an empty series', () => {
    expect(hunter(new Array<number>(30).fill(7))).toEqual([]);
    expect(hunter([])).toEqual([]);
    expect(hunter([7])).toEqual([]);
  });
});

describe('maxT', () => {
  const options = { minSegment: 3, permutations: 999, random: seededRandom(1) };

  it('finds a step that no shuffle matches', () => {
    const test = maxT(STEP, options);
    expect(test?.index).toBe(6);
    // Means 0.5 and 10.5, pooled variance 3 / 10: t = 10 / sqrt(0.3 * (1/6 + 1/6)).
    expect(test?.t).toBeCloseTo(10 / Math.sqrt(0.1), 8);
    expect(test?.p).toBeLessThanOrEqual(0.01);
  });

  it('corrects for the search: alternating values are no change', () => {
    expect(maxT([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], options)?.p).toBeGreaterThan(0.2);
  });

  it('is null when the series is short or flat', () => {
    expect(maxT([1, 2, 3, 4, 5], options)).toBeNull();
    expect(maxT(new Array<number>(12).fill(3), options)).toBeNull();
  });

  it('repeats itself with the same seed', () => {
    const once = maxT(STEP, { ...options, random: seededRandom(9) });
    expect(maxT(STEP, { ...options, random: seededRandom(9) })).toEqual(once);
  });
});

describe('lastingShift', () => {
  const noise = [3, -4, 1, -2, 5, 0, -3, 2, -1, 4, -5, 1, 0, 3, -2, 2, -4, -1, 1, 4, -3, 0, 2, -1, 5, -2];
  const weeks = (before: number, after: number): number[] =>
    noise.map((value, index) => value + (index < 18 ? before : after));

  it('finds a lasting rise by a half', () => {
    const shift = lastingShift(weeks(100, 150), { random: seededRandom(1) });
    expect(shift?.index).toBe(18);
    expect(shift?.p).toBeLessThanOrEqual(0.002);
    expect(shift?.effect).toBeCloseTo(0.5, 1);
  });

  it('is silent on a change that is clear but small', () => {
    expect(lastingShift(weeks(1000, 1050), { random: seededRandom(1) })).toBeNull();
  });

  it('reads the effect of logarithms as a ratio', () => {
    const logs = weeks(100, 150).map(Math.log);
    expect(lastingShift(logs, { random: seededRandom(1), scale: 'log' })?.effect).toBeCloseTo(0.5, 1);
  });

  it('reports the newest of two', () => {
    const thrice = noise.map((value, index) => value + (index < 9 ? 100 : index < 18 ? 200 : 400));
    expect(lastingShift(thrice, { random: seededRandom(1) })?.index).toBe(18);
  });

  it('is silent on noise, and on nothing', () => {
    expect(lastingShift(weeks(100, 100), { random: seededRandom(1) })).toBeNull();
    expect(lastingShift([], { random: seededRandom(1) })).toBeNull();
  });
});
