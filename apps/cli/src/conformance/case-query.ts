import {
  type Bucket,
  type MetricId,
  metricIds,
  metricOptions,
  type MetricQuery,
  type MetricQuestion,
} from '@leadline/metrics';
import type { CaseQuery } from './case-file.js';

/** The product's query for a case's: option names are the same, the zone belongs to the window. */
export function queryOf(metric: string, query: CaseQuery): MetricQuery {
  const id = metricIds.find((candidate): candidate is MetricId => candidate === metric.toUpperCase());
  if (id === undefined) throw new Error(`there is no metric ${metric}`);
  // Cases name the unit of a batch as that of lead time.
  const { unit, ...others } = query.options;
  const options = id === 'BATCH_SIZE' && unit !== undefined ? { ...others, batchUnit: unit } : query.options;
  return { ids: [id], ...questionOf({ ...query, options }) };
}

export function questionOf(query: CaseQuery): MetricQuestion {
  const { timezone, ...options } = query.options;
  const service = query.filters?.service;
  return {
    window: {
      from: Date.parse(query.from),
      to: Date.parse(query.to),
      timeZone: typeof timezone === 'string' ? timezone : 'UTC',
    },
    ...(query.granularity ? { bucket: query.granularity.toUpperCase() as Bucket } : {}),
    by: [],
    scope: service === undefined ? {} : { services: [service].flat() },
    asOf: Date.parse(query.asOf),
    options: metricOptions.parse(answerable(options)),
  };
}

/**
 * Options of the deployment-phase metrics, as those are defined where nobody says otherwise. Cases name every option,
 * whether their metric has it or not: one that stays at its definition asks for nothing.
 */
const definitions: Readonly<Record<string, unknown>> = {
  flagServices: {},
  role: 'deployment',
};

/** The options that a query takes. One that it does not take, and that differs from the definition, is an error. */
function answerable(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(options).filter(([name, value]) => {
    if (name in metricOptions.shape) return true;
    if (name in definitions && JSON.stringify(definitions[name]) === JSON.stringify(value)) return false;
    throw new Error(`there is no option ${name} (asked for ${JSON.stringify(value)})`);
  });
  return Object.fromEntries(entries);
}
