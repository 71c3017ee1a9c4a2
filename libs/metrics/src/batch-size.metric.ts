import { failedRollout, uncountedKinds, unexposed } from './deployments/left-out.js';
import { leadSamples } from './deployments/lead-samples.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { type MetricOptions, withOptions } from './options.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';

/** metrics-deployment.md C: first deployments and those of configuration alone are none. */
export const batchSize: MetricDefinition<'BATCH_SIZE'> = {
  id: 'BATCH_SIZE',
  title: 'Batch size',
  summary:
    'Changes that a deployment brings for the first time (or commits, where the option batchUnit says so); median.',
  unit: 'COUNT',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/working-in-small-batches/',
  target: { is: 'AT_MOST', value: 1 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => ({
    // By flag too the whole batch counts: it is the deployment that carries the flag.
    batch: `length(${leadSamples({ ...query, by: [], scope: {}, options: countedIn(query.options) }, bind).openings})`,
    is_batch: `in_window AND is_counted AND state.status = 'succeeded' AND state.kind != 'config' AND held_links.noBaseline = 0 AND batch > 0`,
  }),
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(batch, is_batch)'),
    single: 'countIf(is_batch AND batch = 1)',
  }),
  evidence: {
    form: 'rows',
    made: 'median',
    of: () => ({
      counted: 'is_batch',
      value: 'batch',
      reasons: [
        ...unexposed,
        ...uncountedKinds,
        failedRollout,
        ['no_baseline', 'held_links.noBaseline = 1'],
        ['commits_unknown', `held_links.basis = 'head' OR notEmpty(held_links.waiting)`],
        ['nothing_new', 'true'],
      ],
    }),
  },
  finish: ([cells]) => {
    const { mean, ...value } = quantilesIn(cells);
    const single = value.n === 0 ? null : (numberIn(cells, 'single') ?? 0) / value.n;
    return { ...value, details: { mean, single } };
  },
};

/** The unit of lead time says nothing of batches. */
const countedIn = (options: MetricOptions): MetricOptions => withOptions(options, { unit: options.batchUnit });
