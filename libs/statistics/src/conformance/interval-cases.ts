import { z } from 'zod';
import { clopperPearson } from '../clopper-pearson.js';
import { garwood } from '../garwood.js';
import { jeffreys } from '../jeffreys.js';
import { kaplanMeier, survivalCurve } from '../kaplan-meier.js';
import { medianIntervalRanks } from '../order-statistic-interval.js';
import { ascending, quantileType7 } from '../quantile.js';
import { wilson } from '../wilson.js';
import { asPair, caseFunction, numbers } from './case-function.js';

/** Slack for S = 1/2 reached by products of fractions. */
const HALF = 0.5 + 1e-9;

export const intervalCases = {
  proportionInterval: caseFunction(
    z.object({ k: z.number(), n: z.number(), confidence: z.number() }),
    ({ k, n, confidence }) => ({
      wilson: asPair(wilson(k, n, confidence)),
      clopperPearson: asPair(clopperPearson(k, n, confidence)),
      jeffreys: asPair(jeffreys(k, n, confidence)),
    }),
  ),
  poissonInterval: caseFunction(
    z.object({ count: z.number(), exposure: z.number(), confidence: z.number() }),
    ({ count, exposure, confidence }) => {
      const { low, high } = garwood(count, confidence);
      return { rate: count / exposure, interval: [low / exposure, high / exposure] };
    },
  ),
  quantileType7: caseFunction(z.object({ values: numbers, p: numbers }), ({ values, p }) => {
    const sorted = ascending(values);
    return { q: p.map((share) => quantileType7(sorted, share)) };
  }),
  medianIntervalRanks: caseFunction(z.object({ n: numbers, confidence: z.number() }), ({ n, confidence }) => ({
    ranks: n.map((size) => {
      const ranks = medianIntervalRanks(size, confidence);
      return ranks && [ranks.lowRank, ranks.highRank];
    }),
  })),
  kaplanMeier: caseFunction(
    z.object({ durations: numbers, observed: z.array(z.boolean()) }),
    ({ durations, observed }) => {
      const episodes = durations.map((seconds, index) => ({ seconds, recovered: observed[index] ?? false }));
      const [estimate, curve] = [kaplanMeier(episodes), survivalCurve(episodes)];
      return {
        survival: curve.map(({ seconds, survival }) => [seconds, survival]),
        medianSpec: estimate.median,
        medianLifelines: curve.find(({ survival }) => survival <= HALF)?.seconds ?? null,
        brookmeyerCrowleyLogLog95: [estimate.low, estimate.high],
        lowerBound: estimate.lowerBound,
      };
    },
  ),
};
