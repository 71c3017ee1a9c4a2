import { describe, expect, it } from 'vitest';
import { betaBinomialMidP, betaBinomialPmf, shrunkenRate } from './beta-binomial.js';
import { mostLikelyBetaPrior } from './beta-binomial-likelihood.js';
import { binomialCdf, binomialQuantile, interpolatedBinomialLimit } from './binomial.js';
import { funnel } from './funnel.js';
import { posteriorRule, posteriorScan } from './posterior-rule.js';
import { williams } from './williams.js';

const UNIFORM = { mean: 0.5, precision: 2 };

describe('the binomial distribution', () => {
  it('counts coins', () => {
    expect(binomialCdf(1, 2, 0.5)).toBeCloseTo(0.75, 14);
    expect(binomialCdf(-1, 2, 0.5)).toBe(0);
    expect(binomialCdf(2, 2, 0.5)).toBe(1);
    expect(binomialQuantile(0.975, 10, 0.5)).toBe(8);
  });

  it('interpolates a limit: P(<= 8) = 1013/1024, P(8) = 45/1024', () => {
    const overshoot = (1013 / 1024 - 0.975) / (45 / 1024);
    expect(interpolatedBinomialLimit(0.975, 10, 0.5)).toBeCloseTo((8 - overshoot) / 10, 12);
  });
});

describe('the beta-binomial distribution', () => {
  it('is flat under a uniform prior', () => {
    expect([0, 1, 2, 3, 4].map((k) => betaBinomialPmf(k, 4, UNIFORM))).toEqual(
      [0, 1, 2, 3, 4].map(() => expect.closeTo(0.2, 12)),
    );
    expect(betaBinomialMidP(4, 4, UNIFORM)).toBeCloseTo(0.1, 12);
    expect(betaBinomialMidP(2, 4, UNIFORM)).toBeCloseTo(0.5, 12);
  });

  it('pulls a rate towards the mean', () => {
    expect(shrunkenRate({ k: 3, n: 4 }, UNIFORM)).toBeCloseTo(4 / 6, 14);
  });
});

describe('williams', () => {
  it('follows its formula for 1 of 4 and 3 of 4', () => {
    // X2 = 1 + 1, room = 3 * (1 - 4/8) twice = 3, rho = (2 - 1) / 3.
    const estimate = williams([
      { k: 1, n: 4 },
      { k: 3, n: 4 },
    ]);
    expect(estimate).toMatchObject({ p: 0.5, pearsonX2: 2, rho: expect.closeTo(1 / 3, 14) });
    expect(estimate?.precision).toBeCloseTo(2, 12);
  });

  it('has precision 0 when units are all or nothing, and none when they do not differ', () => {
    expect(
      williams([
        { k: 0, n: 2 },
        { k: 2, n: 2 },
      ]),
    ).toMatchObject({ rho: 3, precision: 0 });
    expect(
      williams([
        { k: 2, n: 4 },
        { k: 2, n: 4 },
      ])?.precision,
    ).toBeNull();
    expect(williams([{ k: 2, n: 4 }])).toMatchObject({ rho: null, precision: null });
  });

  it('is null without events or observations, and passes over empty units', () => {
    expect(williams([{ k: 0, n: 4 }])).toBeNull();
    expect(williams([])).toBeNull();
    const pair = [
      { k: 1, n: 4 },
      { k: 3, n: 4 },
    ];
    expect(williams([...pair, { k: 0, n: 0 }])).toEqual(williams(pair));
  });
});

describe('mostLikelyBetaPrior', () => {
  it('is symmetric for mirrored units', () => {
    const prior = mostLikelyBetaPrior([
      { k: 1, n: 10 },
      { k: 9, n: 10 },
      { k: 3, n: 10 },
      { k: 7, n: 10 },
    ]);
    expect(prior?.mean).toBeCloseTo(0.5, 8);
    expect(prior?.precision).toBeGreaterThan(1);
    expect(prior?.precision).toBeLessThan(6);
  });

  it('is null when the precision runs away', () => {
    expect(
      mostLikelyBetaPrior([
        { k: 5, n: 10 },
        { k: 5, n: 10 },
        { k: 5, n: 10 },
      ]),
    ).toBeNull();
    expect(mostLikelyBetaPrior([{ k: 0, n: 10 }])).toBeNull();
  });
});

describe('posteriorRule', () => {
  it('flags 10 of 10 against a uniform prior: P(> 3/4) = 1 - 0.75^11 = 0.958', () => {
    const verdict = posteriorRule({ k: 10, n: 10 }, UNIFORM);
    expect(verdict.pAbove15).toBeCloseTo(1 - 0.75 ** 11, 12);
    expect(verdict).toMatchObject({ pAbove2: 0, severity: 'normal' });
  });

  it('calls it strong when twice the mean is exceeded too', () => {
    // Beta(11, 3) above 1/2: 1 - P(Bin(13, 1/2) >= 11) = 1 - 92/8192.
    const verdict = posteriorRule({ k: 10, n: 10 }, { mean: 0.25, precision: 4 });
    expect(verdict.pAbove2).toBeCloseTo(1 - 92 / 8192, 12);
    expect(verdict.severity).toBe('strong');
  });

  it('never flags a unit of fewer than ten', () => {
    const verdict = posteriorRule({ k: 9, n: 9 }, { mean: 0.25, precision: 4 });
    expect(verdict.pAbove15).toBeGreaterThan(0.99);
    expect(verdict.severity).toBeNull();
  });
});

describe('posteriorScan', () => {
  it('flags the one unit that fails far more often', () => {
    const peers = Array.from({ length: 20 }, () => ({ k: 2, n: 40 }));
    const scan = posteriorScan([...peers, { k: 20, n: 40 }]);
    expect(scan.verdicts.map(({ severity }) => severity !== null)).toEqual([...peers.map(() => false), true]);
  });

  it('has nothing to say without events or without observations', () => {
    expect(posteriorScan([{ k: 0, n: 20 }])).toEqual({ p: 0, rho: null, precision: null, verdicts: [] });
    expect(posteriorScan([{ k: 20, n: 20 }])).toEqual({ p: 1, rho: null, precision: null, verdicts: [] });
    expect(posteriorScan([])).toEqual({ p: null, rho: null, precision: null, verdicts: [] });
  });

  it('bears units that are all or nothing', () => {
    const scan = posteriorScan([
      { k: 0, n: 20 },
      { k: 20, n: 20 },
      { k: 0, n: 20 },
    ]);
    expect(scan.precision).toBe(0);
    expect(scan.verdicts.map(({ pAbove15 }) => pAbove15 > 0.95)).toEqual([false, true, false]);
  });
});

describe('funnel', () => {
  it('measures on the arcsine scale against the pooled rate', () => {
    const plot = funnel([
      { k: 0, n: 4 },
      { k: 4, n: 4 },
    ]);
    expect(plot?.target).toBe(0.5);
    // 2 sqrt(4) (asin 1 - asin sqrt(1/2)) = 4 * pi / 4.
    expect(plot?.units[1]?.z).toBeCloseTo(Math.PI, 12);
    expect(plot?.units[1]?.zAdjusted).toBeLessThan(Math.PI);
  });

  it('does not widen when chance explains the spread', () => {
    const plot = funnel([
      { k: 2, n: 20 },
      { k: 2, n: 20 },
      { k: 2, n: 20 },
    ]);
    expect(plot?.tauSquared).toBe(0);
    expect(plot?.units[0]?.pAdjusted).toBeCloseTo(1, 6);
  });

  it('closes at a target of 0 and is null without units', () => {
    expect(funnel([{ k: 0, n: 4 }])?.units[0]?.limit95).toEqual({ low: 0, high: 0 });
    expect(funnel([])).toBeNull();
  });
});
