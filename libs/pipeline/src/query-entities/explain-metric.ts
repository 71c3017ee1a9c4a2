import { metricById, type MetricId, type MetricQuery, plan } from '@leadline/metrics';
import type { ExplainedMetric } from './types.js';

/** The statement a metric runs as for a query, and where its definition comes from. */
export function explainMetric(id: MetricId, query: MetricQuery): ExplainedMetric {
  const { title, summary, source } = metricById(id);
  const [part] = plan({ ...query, ids: [id] }).parts;
  if (!part) throw new Error(`The metric ${id} has no statement`);
  if (part.form === 'compared') return { metric: id, title, summary, source, sql: compared, params: {} };
  const { sql, params } = part.statement;
  return { metric: id, title, summary, source, sql: sql.trim(), params };
}

const compared =
  '-- No single statement: what is live in two places is compared in the graph of commits, as `environments` shows it.';
