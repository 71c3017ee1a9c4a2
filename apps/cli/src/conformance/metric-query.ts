import { type Bucket, type MetricId, metricIds, metricOptions, type MetricQuery } from '@leadline/metrics';
import type { MetricCase } from './case-file.js';

export interface CaseQuery {
  readonly query: MetricQuery;
  readonly weekStart: 'monday' | 'sunday';
}

/** The product's query for a case's: option names are the same, the zone belongs to the window. */
export function queryOf({ metric, query }: MetricCase): MetricQuery {
  const { timezone, ...options } = query.options;
  const id = metricIds.find((candidate): candidate is MetricId => candidate === metric.toUpperCase());
  if (!id) throw new Error(`There is no metric ${metric}`);
  const service = query.filters?.service;
  return {
    ids: [id],
    window: {
      from: Date.parse(query.from),
      to: Date.parse(query.to),
      timeZone: typeof timezone === 'string' ? timezone : 'UTC',
    },
    ...(query.granularity ? { bucket: query.granularity.toUpperCase() as Bucket } : {}),
    by: [],
    scope: service === undefined ? {} : { services: [service].flat() },
    asOf: Date.parse(query.asOf),
    options: metricOptions.parse(options),
  };
}
