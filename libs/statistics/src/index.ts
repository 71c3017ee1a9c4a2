export { type Interval } from './interval.js';
export { mean, sum, sumOfSquaredDeviations, variance } from './moments.js';
export { ascending, median, medianOfSorted, quantileType7 } from './quantile.js';
export { logSeconds } from './log-seconds.js';
export { stabilisedCount } from './stabilised-count.js';
export { seededRandom, shuffle, type Random } from './random.js';

export { binomialCdf, binomialQuantile } from './binomial.js';
export { criticalZ, normalCdf, normalQuantile, twoSidedNormalP } from './normal.js';
export { studentCdf, twoSidedStudentP } from './student.js';

export { clopperPearson } from './clopper-pearson.js';
export { clusteredBootstrap, type BootstrapOptions } from './bootstrap.js';
export { garwood, garwood95 } from './garwood.js';
export { jeffreys } from './jeffreys.js';
export { kaplanMeier, survivalCurve, type Episode, type KaplanMeier, type SurvivalRow } from './kaplan-meier.js';
export { medianInterval95, medianIntervalRanks, type MedianIntervalRanks } from './order-statistic-interval.js';
export { newcombe, newcombe95, type Proportion } from './newcombe.js';
export { wilson, wilson95 } from './wilson.js';

export { analysisOfVarianceF } from './analysis-of-variance.js';
export { benjaminiHochberg, type DiscoveryDecision } from './benjamini-hochberg.js';
export { comparePoissonRates, type ExposedCount } from './poisson-rates.js';
export { fisherExact } from './fisher.js';
export { FREQUENCY_HISTORY_WEEKS, frequencyChange, type FrequencyChange } from './frequency-change.js';
export { hodgesLehmann, percentChange, percentOfLogShift, type Shift } from './hodges-lehmann.js';
export { linearRegression, type Line } from './linear-regression.js';
export { logRank, type LogRankTest } from './log-rank.js';
export { mannWhitney, type MannWhitneyTest } from './mann-whitney.js';
export { welch, type WelchTest } from './welch.js';

export { betaBinomialMidP, betaBinomialPmf, shrunkenRate, type BetaPrior } from './beta-binomial.js';
export {
  durationsAgainstPeers,
  FEWEST_DEPLOYMENTS,
  PEER_Z_GATE,
  type PeerComparison,
} from './durations-against-peers.js';
export { funnel, type Funnel, type FunnelUnit } from './funnel.js';
export { modifiedZ, MODIFIED_Z_THRESHOLD, type ModifiedZ } from './modified-z.js';
export { mostLikelyBetaPrior } from './beta-binomial-likelihood.js';
export {
  posteriorRule,
  posteriorScan,
  PRECISION_CAP,
  SMALLEST_FLAGGED_N,
  type PosteriorScan,
  type PosteriorVerdict,
} from './posterior-rule.js';
export { medianAbsoluteDeviation, robustScale, type RobustScale } from './robust-scale.js';
export { tukeyFences, type TukeyFences } from './tukey-fences.js';
export { FEWEST_RECORDS, unusualRecords } from './unusual-record.js';
export { williams, type WilliamsEstimate } from './williams.js';

export { cusum, type CusumChart, type CusumOptions } from './cusum.js';
export { ewma, type EwmaChart, type EwmaOptions } from './ewma.js';
export { hunter, type HunterChange, type HunterOptions } from './hunter.js';
export { lastingShift, type LastingShift, type LastingShiftOptions } from './lasting-shift.js';
export { maxT, type MaxTOptions, type MaxTTest } from './max-t.js';
export { nelson, NELSON_RULES, type NelsonRule } from './nelson.js';
export { noiseSigma, pelt, peltPenalty, type PeltOptions } from './pelt.js';
export { seasonalTrend, type SeasonalTrend } from './seasonal-trend.js';
export { xmr, XMR_BASELINE, type XmrChart } from './xmr.js';

export { DORA_CLUSTERS, type DoraCluster, type DoraYear, type Provenance } from './dora-clusters.js';
export { durationLevel, frequencyLevel, levelRange, type Level, type LevelRange } from './levels.js';
export {
  QUICK_CHECK_BENCHMARKS_2025,
  QUICK_CHECK_METRICS,
  quickCheck,
  type Benchmark,
  type ByMetric,
  type QuickCheck,
  type QuickCheckAnswers,
  type QuickCheckMetric,
} from './quick-check.js';

export { differences, type Tolerance } from './conformance/case-comparison.js';
export { statisticsFunctions } from './conformance/registry.js';
