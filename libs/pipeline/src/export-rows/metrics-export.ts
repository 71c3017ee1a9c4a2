import { answerableIds, type MetricQuery, unanswerable } from '@leadline/metrics';
import { QueryLimitExceeded } from '@leadline/ports';
import type { z } from 'zod';
import { comparedTooOften, MOST_POINTS, queryMetrics } from '../query-metrics/query-metrics.js';
import {
  type ExportDeps,
  entityTagOf,
  type ExportRow,
  instantText,
  type ParameterProblem,
  type RowExport,
} from './exported.js';
import { withLinkedElsewhere } from '../query-metrics/linked-elsewhere.js';
import type { MetricRow } from '../metric-rows/metric-row.js';
import { metricRows } from '../metric-rows/metric-rows.js';
import { optionsUnder } from '../metric-rows/query-options.js';
import { exportParameters, momentsIn, readParameters } from './parameters.js';
import { problemsIn } from './problems-in.js';

const columns = [
  'metric',
  'team',
  'service',
  'repository',
  'environment',
  'flag',
  'target',
  'tagKey',
  'tag',
  'bucketStart',
  'bucketEnd',
  'partial',
  'value',
  'unit',
  'status',
  'n',
  'numerator',
  'denominator',
  'p75',
  'p90',
  'open',
  'inferred',
  'lowerBound',
  'low',
  'high',
  'level',
  'levelLow',
  'levelHigh',
  'overlapping',
  'rulesDiffer',
  'currency',
  'details',
  'computedAt',
  'configVersion',
  'id',
  'evidence_url',
] as const;

const read = (query: URLSearchParams) => readParameters(exportParameters.metrics, query);

/**
 * One row per metric, group and bucket, as the query `metrics` of GraphQL gives them. `since` leaves out buckets that
 * had ended by then.
 */
export function metricsExport(deps: ExportDeps): RowExport {
  return {
    columns,
    problems: (query) => problems(deps, query),
    etag: (query) => entityTagOf(deps, query),
    rows: (query) => rows(deps, query),
  };
}

async function problems(deps: ExportDeps, query: URLSearchParams): Promise<readonly ParameterProblem[]> {
  const parsed = read(query);
  const wrong = await problemsIn(deps, parsed);
  if (parsed.outcome === 'problems') return wrong;
  const unanswered = unanswerable(questionIn(parsed.parameters)).map(({ message, fix }) => ({
    parameter: 'ids',
    message: `${message}. ${fix}`,
  }));
  return [...wrong, ...unanswered];
}

type Parameters = z.infer<typeof exportParameters.metrics>;

/** What is asked for: without ids every metric that has such groups and can be narrowed so. */
function questionIn(parameters: Parameters): Pick<MetricQuery, 'ids' | 'by' | 'scope'> {
  const { ids, by, teams, services, repositories, environments, flags, targets, tags } = parameters;
  const names = { teams, services, repositories, environments, flags, targets, tags };
  const scope = Object.fromEntries(Object.entries(names).filter(([, values]) => values?.length));
  return { ids: ids === undefined ? answerableIds({ by, scope }) : [...new Set(ids)], by, scope };
}

/** Who names no metrics gets those that can be had by such buckets. */
function withoutComparedTooOften(query: MetricQuery): MetricQuery {
  const refused = comparedTooOften(query).map(({ metric }) => metric);
  return { ...query, ids: query.ids.filter((id) => !refused.includes(id)) };
}

async function* rows(deps: ExportDeps, given: URLSearchParams): AsyncIterable<ExportRow> {
  const parsed = read(given);
  if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
  const { bucket, options, timeZone } = parsed.parameters;
  const computedAt = deps.clock.now();
  const { from = 0, to = 0, asOf = computedAt, since = -Infinity } = momentsIn(parsed.parameters);
  const catalogue = await deps.catalogue();
  const asked: MetricQuery = {
    ...questionIn(parsed.parameters),
    window: { from, to, timeZone },
    ...(bucket ? { bucket } : {}),
    asOf,
    options: optionsUnder(catalogue, options).options,
  };
  const query = parsed.parameters.ids === undefined ? withoutComparedTooOften(asked) : asked;
  const answer = await queryMetrics(deps.analytics(), catalogue, query);
  if (answer.outcome === 'too_many_points') {
    throw new QueryLimitExceeded(
      `The query has ${answer.count} rows, more than ${MOST_POINTS}. Ask for larger buckets, a shorter window, fewer groups or fewer metrics.`,
    );
  }
  if (answer.outcome === 'unanswerable') {
    throw new QueryLimitExceeded(answer.problems.map(({ message, fix }) => `${message}. ${fix}.`).join(' '));
  }
  const points = await withLinkedElsewhere(deps.analytics(), query, answer.points);
  const provenance = { computedAt, configVersion: catalogue.version };
  for (const row of metricRows(query, points, [], provenance)) {
    if (row.bucketEnd <= since) continue;
    yield Object.fromEntries(columns.map((column) => [column, exportedOf(row, column, deps)]));
  }
}

function exportedOf(row: MetricRow, column: (typeof columns)[number], deps: Pick<ExportDeps, 'evidenceUrl'>): unknown {
  switch (column) {
    case 'bucketStart':
    case 'bucketEnd':
    case 'computedAt':
      return instantText(row[column]);
    case 'details':
      return Object.fromEntries(row.details.map(({ name, value }) => [name, value]));
    case 'evidence_url':
      return deps.evidenceUrl(row.id);
    default:
      return row[column];
  }
}
