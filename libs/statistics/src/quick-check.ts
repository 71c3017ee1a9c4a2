import { durationLevel, frequencyLevel, type Level } from './levels.js';
import { mean } from './moments.js';

/** The five metrics; null where there is no value. */
export interface QuickCheckAnswers {
  /** Median lead time, seconds. */
  readonly leadTimeSeconds: number | null;
  /** Deployments per civil day. */
  readonly deploymentsPerDay: number | null;
  /** Median recovery time, seconds. */
  readonly recoverySeconds: number | null;
  /** Fractions 0..1. */
  readonly changeFailRate: number | null;
  readonly reworkRate: number | null;
}

/** One value for each of the five metrics, under DORA's own names. */
export interface ByMetric<T> {
  readonly leadtime: T;
  readonly deployfreq: T;
  readonly failurerecovery: T;
  readonly changefailure: T;
  readonly rework: T;
}

export type QuickCheckMetric = keyof ByMetric<unknown>;

export interface QuickCheck {
  /** DORA's ordinal answer for the three metrics that are asked in categories. */
  readonly level: Pick<ByMetric<Level | null>, 'leadtime' | 'deployfreq' | 'failurerecovery'>;
  /** 0 to 10, high is good; null where there is no value. */
  readonly score: ByMetric<number | null>;
  /** Means of the scores there are; null when there are none. */
  readonly overall: number | null;
  /** Lead time, frequency and recovery. */
  readonly throughput: number | null;
  /** Fail rate and rework. */
  readonly stability: number | null;
  /** Metrics without a value: left out of the means, to be named beside them. */
  readonly missing: readonly QuickCheckMetric[];
}

/**
 * Scores of DORA's Quick Check. They map telemetry to a survey's questions; they do not say that a team "is" anything.
 *
 * Source: dora.dev repository, commit fcaf07b, svelte/quick-check/data-service.ts.
 */
export function quickCheck(answers: QuickCheckAnswers): QuickCheck {
  const level = {
    leadtime: mapValue(answers.leadTimeSeconds, durationLevel),
    deployfreq: mapValue(answers.deploymentsPerDay, frequencyLevel),
    failurerecovery: mapValue(answers.recoverySeconds, durationLevel),
  };
  const score: ByMetric<number | null> = {
    leadtime: mapValue(level.leadtime, levelScore),
    deployfreq: mapValue(level.deployfreq, levelScore),
    failurerecovery: mapValue(level.failurerecovery, levelScore),
    changefailure: mapValue(answers.changeFailRate, rateScore),
    rework: mapValue(answers.reworkRate, rateScore),
  };
  return {
    level,
    score,
    overall: meanOfPresent(Object.values(score)),
    throughput: meanOfPresent([score.leadtime, score.deployfreq, score.failurerecovery]),
    stability: meanOfPresent([score.changefailure, score.rework]),
    missing: QUICK_CHECK_METRICS.filter((metric) => score[metric] === null),
  };
}

export const QUICK_CHECK_METRICS: readonly QuickCheckMetric[] = [
  'leadtime',
  'deployfreq',
  'failurerecovery',
  'changefailure',
  'rework',
];

export interface Benchmark {
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Scores of all industries in 2025, 0 to 10. `changefailure`, `rework` and `instability` are on the raw scale, per cent by
 * ten and low is better: show 10 - mean beside a score.
 *
 * Source: dora.dev repository, commit fcaf07b.
 */
export const QUICK_CHECK_BENCHMARKS_2025: ByMetric<Benchmark> & {
  readonly throughput: Benchmark;
  readonly instability: Benchmark;
} = {
  leadtime: { mean: 5.5, standardDeviation: 2.4 },
  deployfreq: { mean: 4.8, standardDeviation: 2.8 },
  failurerecovery: { mean: 7.4, standardDeviation: 2.1 },
  changefailure: { mean: 1.9, standardDeviation: 2.1 },
  rework: { mean: 2.2, standardDeviation: 2.2 },
  throughput: { mean: 6.0, standardDeviation: 2.1 },
  instability: { mean: 2.1, standardDeviation: 2.0 },
};

function levelScore(level: Level): number {
  return ((level - 1) / 5) * 10;
}

function rateScore(rate: number): number {
  return 10 - (rate * 100) / 10;
}

function meanOfPresent(scores: readonly (number | null)[]): number | null {
  return mean(scores.filter((score) => score !== null));
}

function mapValue<T, R>(value: T | null, map: (value: T) => R): R | null {
  return value === null ? null : map(value);
}
