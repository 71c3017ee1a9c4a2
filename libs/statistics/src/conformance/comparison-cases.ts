import { z } from 'zod';
import { analysisOfVarianceF } from '../analysis-of-variance.js';
import { benjaminiHochberg } from '../benjamini-hochberg.js';
import { fisherExact } from '../fisher.js';
import { hodgesLehmann, percentOfLogShift } from '../hodges-lehmann.js';
import { linearRegression } from '../linear-regression.js';
import { mannWhitney } from '../mann-whitney.js';
import { newcombe95 } from '../newcombe.js';
import { comparePoissonRates } from '../poisson-rates.js';
import { welch } from '../welch.js';
import { asPair, caseFunction, numbers } from './case-function.js';

export const comparisonCases = {
  twoSample: caseFunction(z.object({ before: numbers, after: numbers }), ({ before, after }) => {
    const ranks = mannWhitney(before, after);
    const logBefore = before.map(Math.log);
    const logAfter = after.map(Math.log);
    const means = welch(logBefore, logAfter);
    const shift = hodgesLehmann(logBefore, logAfter)?.shift ?? null;
    return {
      mannWhitneyU: ranks?.u ?? null,
      mannWhitneyP: ranks?.p ?? null,
      welchLogT: means?.t ?? null,
      welchLogP: means?.p ?? null,
      welchLogDf: means?.degreesOfFreedom ?? null,
      hodgesLehmannLog: shift,
      percentChange: shift === null ? null : percentOfLogShift(shift),
    };
  }),
  twoProportion: caseFunction(
    z.object({ k1: z.number(), n1: z.number(), k2: z.number(), n2: z.number() }),
    ({ k1, n1, k2, n2 }) => {
      const before = { k: k1, n: n1 };
      const after = { k: k2, n: n2 };
      return { fisherP: fisherExact(before, after), newcombe95: asPair(newcombe95(before, after)) };
    },
  ),
  twoRate: caseFunction(
    z.object({ count1: z.number(), days1: z.number(), count2: z.number(), days2: z.number() }),
    ({ count1, days1, count2, days2 }) => ({
      p: comparePoissonRates({ count: count1, exposure: days1 }, { count: count2, exposure: days2 }),
    }),
  ),
  benjaminiHochberg: caseFunction(z.object({ p: numbers, q: z.number() }), ({ p, q }) => {
    const decisions = benjaminiHochberg(p, q);
    return {
      adjusted: decisions.map(({ adjusted }) => adjusted),
      rejected: decisions.map(({ rejected }) => rejected),
    };
  }),
  anovaF: caseFunction(z.object({ groups: z.array(numbers) }), ({ groups }) => ({
    certifiedF: analysisOfVarianceF(groups),
  })),
  linearRegression: caseFunction(z.object({ x: numbers, y: numbers }), ({ x, y }) => linearRegression(x, y)),
};
