import { z } from 'zod';
import { cusum } from '../cusum.js';
import { ewma } from '../ewma.js';
import { hunter } from '../hunter.js';
import { nelson, NELSON_RULES } from '../nelson.js';
import { noiseSigma, pelt } from '../pelt.js';
import { xmr } from '../xmr.js';
import { asPair, caseFunction, numbers } from './case-function.js';

export const chartCases = {
  xmr: caseFunction(z.object({ values: numbers, baseline: z.number().optional() }), ({ values, baseline }) => {
    const chart = xmr(values, baseline);
    return (
      chart && {
        center: chart.center,
        mrbar: chart.meanRange,
        sigma: chart.sigma,
        lcl: chart.lowerLimit,
        ucl: chart.upperLimit,
        mrUcl: chart.rangeUpperLimit,
        violations: chart.violations,
        mrViolations: chart.rangeViolations,
      }
    );
  }),
  nelson: caseFunction(
    z.object({ values: numbers, center: z.number(), sigma: z.number(), rule: z.literal([...NELSON_RULES]) }),
    ({ values, center, sigma, rule }) => ({ indices: nelson(values, center, sigma, rule) }),
  ),
  ewma: caseFunction(
    z.object({ values: numbers, center: z.number(), sigma: z.number(), lambda_: z.number(), L: z.number() }),
    ({ values, center, sigma, lambda_: lambda, L: width }) => {
      const chart = ewma(values, { center, sigma, lambda, width });
      return { ewma: chart.smoothed, limits: chart.limits.map(asPair), signals: chart.signals };
    },
  ),
  cusum: caseFunction(
    z.object({ values: numbers, center: z.number(), sigma: z.number(), k: z.number(), h: z.number() }),
    ({ values, ...options }) => {
      const chart = cusum(values, options);
      return { pos: chart.upper, neg: chart.lower, signals: chart.signals };
    },
  ),
  pelt: caseFunction(
    z.object({ values: numbers, penalty: z.number(), minSegment: z.number() }),
    ({ values, ...options }) => {
      const changeIndices = pelt(values, options);
      // `ruptures` repeats the answer of the reference implementation of that name.
      return { changeIndices, ruptures: changeIndices, robustSigma: noiseSigma(values) };
    },
  ),
  eDivisiveHunter: caseFunction(
    z.object({ values: numbers, windowLen: z.number(), maxPvalue: z.number(), minMagnitude: z.number() }),
    ({ values, windowLen, maxPvalue, minMagnitude }) => {
      const changes = hunter(values, { windowLength: windowLen, maxPValue: maxPvalue, minMagnitude });
      return {
        changeIndices: changes.map(({ index }) => index),
        pvalues: changes.map(({ p }) => p),
        meansBeforeAfter: changes.map(({ meanBefore, meanAfter }) => [meanBefore, meanAfter]),
      };
    },
  ),
};
