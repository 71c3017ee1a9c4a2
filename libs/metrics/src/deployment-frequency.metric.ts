import { uncountedKinds, unexposed } from './deployments/left-out.js';
import { garwood95 } from '@leadline/statistics';
import { dayStarts, daysBetween } from './civil-time.js';
import { countIn, type MetricDefinition, metricValue, numberIn } from './metric.js';

const IS_COUNTED = 'in_window AND is_counted';

/** metrics.md 3.1: counted deployments per civil day. */
export const deploymentFrequency: MetricDefinition<'DEPLOYMENT_FREQUENCY'> = {
  id: 'DEPLOYMENT_FREQUENCY',
  title: 'Deployment frequency',
  summary: 'Counted production deployments per civil day.',
  unit: 'PER_DAY',
  better: 'HIGHER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'deployments',
  intermediate: ['ordered'],
  looksAhead: false,
  hasTypicalBucket: true,
  row: () => ({}),
  aggregates: () => ({ count: `countIf(${IS_COUNTED})` }),
  explained: ({ window, asOf }, bind) => {
    const days = dayStarts(window.from, Math.min(window.to, asOf), window.timeZone);
    return {
      ...(days.length === 0
        ? {}
        : { active_days: `uniqExactIf(roundDown(instant, ${bind.bind('Array(Int64)', days)}), ${IS_COUNTED})` }),
      ordered: `arraySort(groupArrayIf(${placeInService}, ${IS_COUNTED}))`,
      median_seconds_between: medianSecondsBetween,
    };
  },
  evidence: {
    form: 'rows',
    made: 'per_day',
    of: () => ({ counted: IS_COUNTED, reasons: [...unexposed, ...uncountedKinds] }),
  },
  finish: (cells, { from, to }, { window, asOf }) => {
    const end = Math.min(to, asOf);
    const count = countIn(cells, 'count');
    // What happens at asOf is known, and no time has passed to divide it by.
    if (end <= from) return metricValue({ n: count, numerator: count });
    const days = daysBetween(window, from, end);
    const interval = garwood95(count);
    return metricValue({
      value: count / days,
      n: count,
      numerator: count,
      denominator: days,
      low: interval.low / days,
      high: interval.high / days,
      details: {
        days,
        activeDays: countIn(cells, 'active_days'),
        perWeek: (count / days) * 7,
        medianSecondsBetween: numberIn(cells[0], 'median_seconds_between'),
      },
    });
  },
};

/** Orders deployments by service, and within it by instant, as one number: pairs with a name take many times as long. */
const INSTANTS_FROM = 2 ** 53;
const placeInService = `bitOr(bitShiftLeft(toUInt128(cityHash64(service)), 64), toUInt128(toUInt64(instant + ${INSTANTS_FROM})))`;

/**
 * DORA's alternative: seconds between consecutive deployments within each service, gaps pooled; NaN without a gap. From one
 * service to the next it is further than between any two instants.
 */
const medianSecondsBetween = `arrayReduce('quantileExactInclusive(0.5)', arrayMap(gap -> toInt64(gap), arrayFilter(gap -> gap < ${4 * INSTANTS_FROM},
      arrayMap((place, before) -> place - before, arrayPopFront(ordered), arrayPopBack(ordered))))) / 1000`;
