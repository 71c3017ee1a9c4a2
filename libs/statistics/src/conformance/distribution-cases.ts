import betainc from '@stdlib/math-base-special-betainc';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { z } from 'zod';
import { betaBinomialPmf } from '../beta-binomial.js';
import { binomialCdf } from '../binomial.js';
import { normalCdf, normalQuantile } from '../normal.js';
import { studentCdf } from '../student.js';
import { caseFunction } from './case-function.js';

/** Arguments to evaluate at. A last number behind the arguments, the expected value, is not read. */
const points = z.object({
  normCdf: z
    .record(z.string(), z.unknown())
    .default({ 0: 0, 6: 0, '-8': 0, '-3.0902': 0, '-1.96': 0, 0.5: 0, 1.96: 0 }),
  normPpf: z.record(z.string(), z.unknown()).default({ '1e-09': 0, 0.001: 0, 0.025: 0, 0.5: 0, 0.975: 0, 0.999: 0 }),
  tCdf: z.array(z.tuple([z.number(), z.number()]).rest(z.number())).default([
    [-2.5, 3],
    [0.3, 8.88],
    [4, 30],
    [-12, 5],
  ]),
  betaPpf: z.array(z.tuple([z.number(), z.number(), z.number()]).rest(z.number())).default([
    [0.025, 0.5, 10.5],
    [0.975, 1.5, 9.5],
    [0.5, 4, 36],
  ]),
  betaincReg: z.array(z.tuple([z.number(), z.number(), z.number()]).rest(z.number())).default([
    [0.5, 10.5, 0.2],
    [30, 70, 0.31],
    [2, 3, 0.5],
  ]),
  chi2Ppf: z.array(z.tuple([z.number(), z.number()]).rest(z.number())).default([
    [0.025, 2],
    [0.975, 12],
    [0.95, 1],
  ]),
  binomCdf: z.array(z.tuple([z.number(), z.number(), z.number()]).rest(z.number())).default([
    [3, 20, 0.05],
    [60, 100, 0.5],
    [0, 7, 0.1],
  ]),
  betabinomPmf: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]).rest(z.number())).default([
    [3, 20, 4, 36],
    [0, 5, 0.7, 9],
  ]),
});

export const distributionCases = {
  /**
   * The case carries its arguments in its answer alone; its input is empty. Whoever runs it may pass that answer along as
   * `points`, of which only the arguments are read; without, the arguments of the published case are taken.
   */
  specialFunctions: caseFunction(
    z.object({ points: points.default(points.parse({})) }),
    ({ points: { normCdf, normPpf, tCdf, betaPpf, betaincReg, chi2Ppf, binomCdf, betabinomPmf } }) => ({
      normCdf: mapKeys(normCdf, normalCdf),
      normPpf: mapKeys(normPpf, normalQuantile),
      tCdf: tCdf.map(([t, freedom]) => [t, freedom, studentCdf(t, freedom)]),
      betaPpf: betaPpf.map(([p, a, b]) => [p, a, b, betaQuantile(p, a, b)]),
      betaincReg: betaincReg.map(([a, b, x]) => [a, b, x, betainc(x, a, b)]),
      chi2Ppf: chi2Ppf.map(([p, freedom]) => [p, freedom, chiSquareQuantile(p, freedom)]),
      binomCdf: binomCdf.map(([k, n, p]) => [k, n, p, binomialCdf(k, n, p)]),
      betabinomPmf: betabinomPmf.map(([k, n, a, b]) => {
        return [k, n, a, b, betaBinomialPmf(k, n, { mean: a / (a + b), precision: a + b })];
      }),
    }),
  ),
};

function mapKeys(keys: Readonly<Record<string, unknown>>, map: (key: number) => number): Record<string, number> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, map(Number(key))]));
}
