import { describe, expect, it } from 'vitest';
import { beforeAfter } from './before-after.js';

const ended = (seconds: number) => ({ seconds, recovered: true });
const HOUR = 3_600;

describe('before and after', () => {
  it('tells rates apart by Fisher’s test', () => {
    // 8 of 20 against 1 of 20. Tables with the same margins (9 of 40) as unlikely: C(20,8)·20 = 2,519,400 twice and
    // C(20,9) = 167,960 twice, of C(40,9) = 273,438,880
    const judged = beforeAfter({ kind: 'rate', before: { k: 8, n: 20 }, after: { k: 1, n: 20 } }, 'down');

    expect(judged).toMatchObject({
      verdict: 'improved',
      doubt: null,
      before: 0.4,
      after: 0.05,
      change: 0.05 / 0.4 - 1,
    });
    expect(judged.p).toBeCloseTo((2 * (2_519_400 + 167_960)) / 273_438_880, 12);
    expect(judged.interval?.high).toBeLessThan(0);
  });

  it('says worse where it went the other way than was wanted', () => {
    const judged = beforeAfter({ kind: 'rate', before: { k: 1, n: 20 }, after: { k: 8, n: 20 } }, 'down');

    expect(judged.verdict).toBe('worse');
  });

  it('does not tell apart what chance may do, what is small, and what is little', () => {
    const chance = beforeAfter({ kind: 'rate', before: { k: 4, n: 20 }, after: { k: 2, n: 20 } }, 'down');
    const small = beforeAfter({ kind: 'rate', before: { k: 600, n: 1000 }, after: { k: 500, n: 1000 } }, 'down');
    const few = beforeAfter({ kind: 'rate', before: { k: 9, n: 9 }, after: { k: 0, n: 100 } }, 'down');

    expect(chance).toMatchObject({ verdict: 'not_distinguishable', doubt: 'chance' });
    expect(small).toMatchObject({ verdict: 'not_distinguishable', doubt: 'small' });
    expect(few).toMatchObject({ verdict: 'not_distinguishable', doubt: 'too_few' });
  });

  it('compares durations on logarithms', () => {
    // 2, 4, 8, 16, 32, 64 hours, and each half of it: the typical shift is ln(1/2), which is -50 %
    const before = [2, 4, 8, 16, 32, 64].map((hours) => hours * HOUR);
    const judged = beforeAfter({ kind: 'durations', before, after: before.map((each) => each / 2) }, 'down');

    expect(judged.change).toBeCloseTo(-0.5, 12);
    expect([judged.before, judged.after]).toEqual([12 * HOUR, 6 * HOUR]);
    // Both sides have variance 3.5 ln² 2; t = -1 / sqrt(2 · 3.5 / 6) = -0.926 with 10 degrees of freedom
    expect(judged).toMatchObject({ verdict: 'not_distinguishable', doubt: 'chance' });
    expect(judged.p).toBeCloseTo(0.376, 3);
  });

  it('compares weekly counts with the dispersion of the weeks', () => {
    // Weeks of exactly 1.625 = 2 - 3/8 … cannot be counted: 6 and 22 a week, without any spread, have roots
    // sqrt(6.375) and sqrt(22.375); t = 2 · 2.2054 / sqrt(1/4 + 1/4)
    const judged = beforeAfter({ kind: 'weekly_counts', before: [6, 6, 6, 6], after: [22, 22, 22, 22] }, 'up');

    expect(judged).toMatchObject({ verdict: 'improved', before: 6, after: 22, nBefore: 24, nAfter: 88 });
    expect(judged.p).toBeLessThan(0.001);
    // ln(22/6) ± 1.96 · sqrt(1/24 + 1/88)
    expect(judged.interval?.low).toBeCloseTo((22 / 6) * Math.exp(-1.959964 * Math.sqrt(1 / 24 + 1 / 88)) - 1, 5);
  });

  it('finds bursts no proof of more', () => {
    const judged = beforeAfter({ kind: 'weekly_counts', before: [0, 12, 0, 12], after: [0, 0, 30, 10] }, 'up');

    expect(judged).toMatchObject({ verdict: 'not_distinguishable', doubt: 'chance' });
  });

  it('compares what may still be open by the log-rank test', () => {
    // Before: 1, 2, 3 h; after: 4, 5, 6 h, twice over. Of the first ends none is of those after: at 1, 2 and 3 h
    // expected after are 2·6/12, 2·6/10, 2·6/8 = 1, 1.2, 1.5, and all of the ends from then on
    const before = [1, 1, 2, 2, 3, 3].map((hours) => ended(hours * HOUR));
    const after = [4, 4, 5, 5, 6, 6].map((hours) => ended(hours * HOUR));
    const judged = beforeAfter({ kind: 'survival', before, after }, 'down');
    const spread = 2 * (1 / 4) * (10 / 11) + 2 * 0.6 * 0.4 * (8 / 9) + 2 * 0.75 * 0.25 * (6 / 7);

    expect(judged).toMatchObject({ verdict: 'worse', before: 2 * HOUR, after: 5 * HOUR, change: 1.5 });
    expect(3.7 / Math.sqrt(spread)).toBeGreaterThan(3);
    expect(judged.p).toBeLessThan(0.003);
  });

  it('waits for a median that what is open has not let come', () => {
    const open = Array.from({ length: 6 }, () => ({ seconds: HOUR, recovered: false }));
    const judged = beforeAfter({ kind: 'survival', before: open, after: open.map(() => ended(60)) }, 'down');

    expect(judged).toMatchObject({ before: null, change: null, doubt: 'too_few' });
  });
});
