import { leadTimeEntries } from './deployments/lead-evidence.js';
import { leadSamples, samplesOf } from './deployments/lead-samples.js';
import { countIn, type MetricDefinition, metricValue, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantileValue } from './quantiles.js';
import type { MetricQuestion } from './query.js';
import type { Parameters } from './statement.js';

const { mean, ...quantiles } = quantileAggregates('groupArrayArrayIf(lead_samples, in_window AND is_counted)');

/** metrics.md 3.2: from commit to running in production; headline is the median. */
export const changeLeadTime: MetricDefinition<'CHANGE_LEAD_TIME'> = {
  id: 'CHANGE_LEAD_TIME',
  title: 'Change lead time',
  summary: 'Time from commit to the first production deployment that contains it; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'deployments',
  byFlag: 'sample',
  looksAhead: false,
  row: rowExpressions,
  intermediate: quantileIntermediates,
  aggregates: () => quantiles,
  explained: () => ({
    mean,
    invalid: 'sumIf(lead_invalid, in_window AND is_counted)',
    no_baseline: 'countIf(in_window AND is_counted AND has_succeeded AND lacks_baseline)',
  }),
  evidence: { form: 'rows', made: 'median', of: leadTimeEntries },
  finish: ([cells]) => {
    const n = numberIn(cells, 'n') ?? 0;
    const details = {
      mean: n === 0 ? null : numberIn(cells, 'mean'),
      invalidSamples: cells ? countIn([cells], 'invalid') : 0,
      noBaseline: cells ? countIn([cells], 'no_baseline') : 0,
    };
    if (!cells || n === 0) return metricValue({ details });
    return quantileValue(cells, n, details);
  },
};

function rowExpressions(query: MetricQuestion, bind: Parameters): Record<string, string> {
  const { options } = query;
  const tolerance = bind.bind('Float64', -options.clockSkewToleranceS);
  const { openings } = leadSamples(query, bind);
  return {
    lead_openings: openings,
    lead_durations: `arrayMap(opening -> (instant - opening) / 1000, lead_openings)`,
    lead_valid: `arrayMap(s -> greatest(s, 0), arrayFilter(s -> s >= ${tolerance}, lead_durations))`,
    lead_invalid: `length(lead_durations) - length(lead_valid)`,
    lead_samples: samplesOf('lead_valid', options),
  };
}
