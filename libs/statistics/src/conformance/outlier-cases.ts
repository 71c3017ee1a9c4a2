import { z } from 'zod';
import { betaBinomialMidP, shrunkenRate } from '../beta-binomial.js';
import { mostLikelyBetaPrior } from '../beta-binomial-likelihood.js';
import { funnel } from '../funnel.js';
import { modifiedZ } from '../modified-z.js';
import { posteriorRule, posteriorScan } from '../posterior-rule.js';
import { tukeyFences } from '../tukey-fences.js';
import { williams } from '../williams.js';
import { asPair, caseFunction, numbers, unitLists } from './case-function.js';

export const outlierCases = {
  modifiedZ: caseFunction(
    z.object({ values: numbers, log: z.boolean(), threshold: z.number() }),
    ({ values, log, threshold }) => {
      const scored = modifiedZ(log ? values.map(Math.log) : values, threshold);
      return scored && { z: scored.scores, center: scored.center, scale: scored.scale, outliers: scored.outliers };
    },
  ),
  tukeyFences: caseFunction(z.object({ values: numbers, k: z.number() }), ({ values, k }) => tukeyFences(values, k)),
  funnelBinomial: caseFunction(unitLists, (units) => {
    const plot = funnel(units);
    return (
      plot && {
        target: plot.target,
        phi: plot.phi,
        tau2: plot.tauSquared,
        limits: plot.units.map(({ limit95, limit998 }) => ({
          'p0.05': asPair(limit95),
          'p0.002': asPair(limit998),
        })),
        z: plot.units.map(({ z: score }) => score),
        zAdjusted: plot.units.map(({ zAdjusted }) => zAdjusted),
        pAdjusted: plot.units.map(({ pAdjusted }) => pAdjusted),
      }
    );
  }),
  betaBinomial: caseFunction(unitLists, (units) => {
    const mom = williams(units);
    const prior = mom && mom.precision !== null ? { mean: mom.p, precision: mom.precision } : null;
    const likely = mostLikelyBetaPrior(units);
    return {
      mleMean: likely?.mean ?? null,
      mlePrecision: likely?.precision ?? null,
      mom,
      shrunkMom: prior && units.map((unit) => shrunkenRate(unit, prior)),
      midpUpperMom: prior && units.map(({ k, n }) => betaBinomialMidP(k, n, prior)),
    };
  }),
  posteriorRule: caseFunction(
    z.object({ k: z.number(), n: z.number(), p: z.number(), precision: z.number() }),
    ({ k, n, p, precision }) => {
      const verdict = posteriorRule({ k, n }, { mean: p, precision });
      return { ...verdict, flag: verdict.severity !== null };
    },
  ),
  posteriorScan: caseFunction(unitLists, (units) => {
    const { verdicts, ...estimate } = posteriorScan(units);
    return {
      ...estimate,
      flags: verdicts.flatMap(({ severity }, at) => (severity === null ? [] : [at])),
      strong: verdicts.flatMap(({ severity }, at) => (severity === 'strong' ? [at] : [])),
    };
  }),
};
