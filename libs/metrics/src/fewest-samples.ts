import { metricById, type MetricId } from './registry.js';

/** Fewest samples that are compared (metrics.md 6): of a rate, and of durations. */
export const FEWEST_OF_A_RATE = 10;
export const FEWEST_DURATIONS = 6;

/** Fewest samples of a metric that are compared; 0: any. */
export function fewestSamples(metric: MetricId): number {
  switch (metricById(metric).unit) {
    case 'RATIO':
      return FEWEST_OF_A_RATE;
    case 'SECONDS':
    case 'FACTOR':
      return FEWEST_DURATIONS;
    case 'PER_DAY':
    case 'COUNT':
      return 0;
  }
}
