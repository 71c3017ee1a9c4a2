import { describe, expect, it } from 'vitest';
import { comparePoissonRates } from './poisson-rates.js';
import { fisherExact } from './fisher.js';
import { hodgesLehmann, percentChange } from './hodges-lehmann.js';
import { mannWhitney } from './mann-whitney.js';
import { welch } from './welch.js';

describe('fisherExact', () => {
  it('gives the lady tasting tea her 34 of 70', () => {
    expect(fisherExact({ k: 3, n: 4 }, { k: 1, n: 4 })).toBeCloseTo(34 / 70, 14);
    expect(fisherExact({ k: 4, n: 4 }, { k: 0, n: 4 })).toBeCloseTo(2 / 70, 14);
  });

  it('is 1 when nothing or everything happened, and when a side is empty', () => {
    expect(fisherExact({ k: 0, n: 4 }, { k: 0, n: 9 })).toBe(1);
    expect(fisherExact({ k: 4, n: 4 }, { k: 9, n: 9 })).toBe(1);
    expect(fisherExact({ k: 0, n: 0 }, { k: 3, n: 9 })).toBe(1);
  });

  it('keeps tiny tails of large tables', () => {
    // All 200 of 200 against none of 200: 2 / C(400, 200), ln C = 274.9 - so ln p = ln 2 - 274.1.
    const p = fisherExact({ k: 200, n: 200 }, { k: 0, n: 200 });
    let logChoices = 0;
    for (let i = 1; i <= 200; i += 1) {
      logChoices += Math.log((200 + i) / i);
    }
    expect(Math.log(p)).toBeCloseTo(Math.LN2 - logChoices, 8);
  });
});

describe('comparePoissonRates', () => {
  it('splits three events over equal exposures like three coins', () => {
    expect(comparePoissonRates({ count: 3, exposure: 7 }, { count: 0, exposure: 7 })).toBeCloseTo(0.25, 14);
  });

  it('is 1 without events', () => {
    expect(comparePoissonRates({ count: 0, exposure: 28 }, { count: 0, exposure: 7 })).toBe(1);
  });
});

describe('welch', () => {
  it('follows its formula: difference 2, variances 1, three values each', () => {
    const test = welch([1, 2, 3], [3, 4, 5]);
    expect(test?.t).toBeCloseTo(Math.sqrt(6), 12);
    expect(test?.degreesOfFreedom).toBeCloseTo(4, 12);
    // With 4 degrees of freedom the distribution is elementary: 1 - 3/4 * sqrt(2.4) * (1 - 2.4 / 12).
    expect(test?.p).toBeCloseTo(1 - 0.75 * Math.sqrt(2.4) * 0.8, 12);
  });

  it('is null with one value on a side, and when nothing varies', () => {
    expect(welch([1], [1, 2])).toBeNull();
    expect(welch([1, 1], [2, 2])).toBeNull();
  });
});

describe('mannWhitney', () => {
  it('counts the pairs in which before is larger, with continuity correction', () => {
    const test = mannWhitney([1, 2], [3, 4]);
    // Mean 2, variance 4 * 5 / 12, so z = (2 - 0.5) / 1.29099 = 1.16190.
    expect(test?.u).toBe(0);
    expect(test?.p).toBeCloseTo(0.24528, 5);
    expect(mannWhitney([3, 4], [1, 2])?.u).toBe(4);
  });

  it('counts a tie one half', () => {
    expect(mannWhitney([1, 5], [5, 9])?.u).toBe(0.5);
  });

  it('is 1 when all are equal and null when a side is empty', () => {
    expect(mannWhitney([5, 5], [5, 5])).toEqual({ u: 2, p: 1 });
    expect(mannWhitney([], [1])).toBeNull();
  });
});

describe('hodgesLehmann', () => {
  it('is the median of 2, 3, 6 and 7, too few for an interval', () => {
    expect(hodgesLehmann([1, 2], [4, 8])).toEqual({ shift: 4.5, interval: null });
  });

  it('has an interval around a shift of 10', () => {
    const before = [1, 2, 3, 4, 5, 6];
    // 36 differences 5..15; rank 18 - 1.96 * 6.245 = 5.76, so the fifth from either end: 5, 6, 6, 7, 7.
    expect(
      hodgesLehmann(
        before,
        before.map((value) => value + 10),
      ),
    ).toEqual({ shift: 10, interval: { low: 7, high: 13 } });
  });

  it('tells a doubling as +100 %', () => {
    expect(percentChange([1, 1], [2, 2])?.shift).toBeCloseTo(100, 12);
    expect(percentChange([], [2, 2])).toBeNull();
  });
});
