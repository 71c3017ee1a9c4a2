import { metricById, type MetricId, type MetricQuery, plan } from '@leadline/metrics';
import type { ExplainedMetric } from './types.js';

/** The statement a metric runs as for a query, and where its definition comes from. */
export function explainMetric(id: MetricId, query: MetricQuery): ExplainedMetric {
  const { title, summary, source } = metricById(id);
  const { sql, params } = plan({ ...query, ids: [id] }).statement;
  return { metric: id, title, summary, source, sql: sql.trim(), params };
}
