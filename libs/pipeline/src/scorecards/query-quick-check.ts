import type { Catalogue } from '@leadline/events';
import type { ScorecardScope } from '@leadline/insights';
import { type MetricId, type MetricQuery } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import {
  type Benchmark,
  type ByMetric,
  QUICK_CHECK_BENCHMARKS_2025,
  QUICK_CHECK_METRICS,
  quickCheck,
  type QuickCheckMetric,
} from '@leadline/statistics';
import type { MetricRow, Provenance } from '../metric-rows/metric-row.js';
import { metricRows } from '../metric-rows/metric-rows.js';
import { queryMetrics } from '../query-metrics/query-metrics.js';
import { type QuickCheckAnswer, quickCheckAnswers } from './quick-check-answers.js';

/** Edition of DORA's Quick Check that scores and benchmark are of. */
export const QUICK_CHECK_EDITION = '2025';

const metricOf: Readonly<Record<QuickCheckMetric, MetricId>> = {
  leadtime: 'CHANGE_LEAD_TIME',
  deployfreq: 'DEPLOYMENT_FREQUENCY',
  failurerecovery: 'FAILED_DEPLOYMENT_RECOVERY_TIME',
  changefailure: 'CHANGE_FAIL_RATE',
  rework: 'DEPLOYMENT_REWORK_RATE',
};

/** Of all industries, on the scale of the scores: 10 is good. */
export interface ScoredBenchmark {
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface QuickCheckScore {
  readonly metric: MetricId;
  /** 0 to 10; null: there is no value. */
  readonly score: number | null;
  readonly benchmark: ScoredBenchmark;
  readonly point: MetricRow;
  /** What people say instead, and its score; null: nobody does. */
  readonly answer: (QuickCheckAnswer & { readonly score: number | null }) | null;
}

/** The means over the scores, with what people say in the place of what tools told. */
export interface CorrectedQuickCheck {
  readonly overall: number | null;
  readonly throughput: number | null;
  readonly stability: number | null;
}

/** DORA's Quick Check, answered by telemetry. */
export interface QueriedQuickCheck {
  readonly edition: string;
  readonly overall: number | null;
  readonly throughput: number | null;
  readonly stability: number | null;
  readonly throughputBenchmark: ScoredBenchmark;
  readonly stabilityBenchmark: ScoredBenchmark;
  readonly scores: readonly QuickCheckScore[];
  /** null: nobody corrected a number, or the question is of no scope that people answer for. */
  readonly corrected: CorrectedQuickCheck | null;
}

/** Scores of a scope over a window; metrics without a value are left out of the means. */
export async function queryQuickCheck(
  analytics: Analytics,
  catalogue: Catalogue,
  asked: Omit<MetricQuery, 'ids' | 'by' | 'bucket'>,
  provenance: Provenance,
  /** Whose answers count beside; null: nobody's. */
  of: ScorecardScope | null,
): Promise<QueriedQuickCheck> {
  const query: MetricQuery = { ...asked, ids: QUICK_CHECK_METRICS.map((name) => metricOf[name]), by: [] };
  const answer = await queryMetrics(analytics, catalogue, query);
  if (answer.outcome !== 'points') throw new Error(`The Quick Check cannot be asked: ${answer.outcome}`);
  const rows = new Map(metricRows(query, answer.points, [], provenance).map((row) => [row.metric, row]));
  const valueOf = (name: QuickCheckMetric): number | null => rows.get(metricOf[name])?.value ?? null;
  // Where nothing was deployed the frequency is 0, which is an answer of the survey's; it is none of a team's.
  const hasDeployed = (rows.get('DEPLOYMENT_FREQUENCY')?.numerator ?? 0) > 0;
  const told: Numbers = {
    leadtime: valueOf('leadtime'),
    deployfreq: hasDeployed ? valueOf('deployfreq') : null,
    failurerecovery: valueOf('failurerecovery'),
    changefailure: valueOf('changefailure'),
    rework: valueOf('rework'),
  };
  const answers =
    of === null ? new Map<string, QuickCheckAnswer>() : await quickCheckAnswers(analytics, of, asked.asOf);
  const said = (name: QuickCheckMetric): QuickCheckAnswer | null => answers.get(metricOf[name]) ?? null;
  const check = scored(told);
  const inForce = (name: QuickCheckMetric): number | null => said(name)?.value ?? told[name];
  const corrected = scored({
    leadtime: inForce('leadtime'),
    deployfreq: inForce('deployfreq'),
    failurerecovery: inForce('failurerecovery'),
    changefailure: inForce('changefailure'),
    rework: inForce('rework'),
  });
  const { throughput, instability } = QUICK_CHECK_BENCHMARKS_2025;
  return {
    edition: QUICK_CHECK_EDITION,
    corrected:
      answers.size === 0
        ? null
        : { overall: corrected.overall, throughput: corrected.throughput, stability: corrected.stability },
    overall: check.overall,
    throughput: check.throughput,
    stability: check.stability,
    throughputBenchmark: throughput,
    stabilityBenchmark: turned(instability),
    scores: QUICK_CHECK_METRICS.flatMap((name) => {
      const point = rows.get(metricOf[name]);
      const own = said(name);
      const answer = own === null ? null : { ...own, score: corrected.score[name] };
      return point === undefined
        ? []
        : [{ metric: metricOf[name], score: check.score[name], benchmark: benchmarks[name], point, answer }];
    }),
  };
}

type Numbers = ByMetric<number | null>;

const scored = (numbers: Numbers) =>
  quickCheck({
    leadTimeSeconds: numbers.leadtime,
    deploymentsPerDay: numbers.deployfreq,
    recoverySeconds: numbers.failurerecovery,
    changeFailRate: numbers.changefailure,
    reworkRate: numbers.rework,
  });

/** Shares are told on a raw scale on which low is better. */
const turned = ({ mean, standardDeviation }: Benchmark): ScoredBenchmark => ({ mean: 10 - mean, standardDeviation });

const benchmarks: ByMetric<ScoredBenchmark> = {
  ...QUICK_CHECK_BENCHMARKS_2025,
  changefailure: turned(QUICK_CHECK_BENCHMARKS_2025.changefailure),
  rework: turned(QUICK_CHECK_BENCHMARKS_2025.rework),
};
