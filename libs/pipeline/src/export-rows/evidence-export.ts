import { evidence } from '../query-entities/evidence.js';
import { MOST_ROWS_OF_A_PAGE } from '../query-entities/page.js';
import { pointIn } from '../query-entities/point-id.js';
import { type EvidenceEntry, UnreadableReference } from '../query-entities/types.js';
import {
  type ExportDeps,
  entityTagOf,
  type ExportRow,
  instantText,
  joined,
  type ParameterProblem,
  type RowExport,
} from './exported.js';

const columns = [
  'kind',
  'id',
  'title',
  'at',
  'part',
  'value',
  'numerator',
  'denominator',
  'reason',
  'service',
  'environment',
  'sha',
  'opensAt',
  'closesAt',
  'failures',
  'incidents',
  'train',
  'rules',
  'deploymentId',
  'url',
  'evidence_url',
];

/** Everything that one number was made from, with what it adds, and what was left out, with why. `point`: its `id`. */
export function evidenceExport(deps: ExportDeps): RowExport {
  return {
    columns,
    problems: async (query) => problems(query),
    etag: (query) => entityTagOf(deps, query),
    rows: (query) => rows(deps, query),
  };
}

function problems(query: URLSearchParams): readonly ParameterProblem[] {
  const unknown = [...new Set(query.keys())].filter((name) => name !== 'point');
  const point = query.get('point');
  return [
    ...unknown.map((parameter) => ({ parameter, message: 'is not known; there is: point' })),
    ...(point === null
      ? [{ parameter: 'point', message: 'is missing: the id of a row of metrics' }]
      : unreadable(point)),
  ];
}

function unreadable(point: string): ParameterProblem[] {
  try {
    pointIn(point);
    return [];
  } catch (error) {
    if (error instanceof UnreadableReference) return [{ parameter: 'point', message: 'is no id of a row of metrics' }];
    throw error;
  }
}

async function* rows(deps: ExportDeps, query: URLSearchParams): AsyncIterable<ExportRow> {
  const point = pointIn(query.get('point') ?? '');
  let after: string | undefined;
  do {
    const page = await evidence(deps.analytics(), await deps.catalogue(), point, { first: MOST_ROWS_OF_A_PAGE, after });
    for (const entry of page.items) yield rowOf(entry, deps);
    after = page.hasNext ? (page.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
}

function rowOf(entry: EvidenceEntry, { deploymentUrl }: ExportDeps): ExportRow {
  const { thing, id, change, title, instant, part, value, numerator, denominator, reason, url } = entry;
  const { service, environment, sha, opensAt, closesAt, failures, incidents, train, deploymentId } = entry;
  return {
    kind: thing.toUpperCase(),
    id: change ?? id,
    title,
    at: instantText(instant),
    part: part.toUpperCase(),
    value,
    numerator,
    denominator,
    reason: reason === null ? null : reason.toUpperCase(),
    service,
    environment,
    sha: sha || null,
    opensAt: instantText(opensAt),
    closesAt: instantText(closesAt),
    failures: joined(failures.map(({ rule, by }) => (by === '' ? rule : `${rule} ${by}`))),
    incidents: joined(incidents),
    train,
    rules: joined(entry.rules.map(({ name, value: own }) => `${name}=${own}`)),
    deploymentId,
    url: url || null,
    evidence_url: deploymentId === null ? null : deploymentUrl(deploymentId),
  };
}
