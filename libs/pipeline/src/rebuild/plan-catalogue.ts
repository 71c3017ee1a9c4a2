import { type Catalogue, eventOf } from '@leadline/events';
import { answerableIds, type Dimension, type MetricId, type MetricQuery, type Point } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { seenEntities } from '../fold-events/seen-entities.js';
import { eventRecord } from '../fold-events/event-record.js';
import { optionsUnder } from '../metric-rows/query-options.js';
import { queryMetrics } from '../query-metrics/query-metrics.js';
import type { PipelineDeps } from '../stages.js';
import { deriveAll } from './derive-all.js';
import { foldEverything, type RebuildDeps } from './rebuild.js';

/** A number that an edit of the configuration would change. */
export interface ChangedNumber {
  readonly metric: MetricId;
  readonly by: Dimension | null;
  /** Team or service; null: the whole organisation. */
  readonly group: string | null;
  readonly before: { readonly value: number | null; readonly n: number } | null;
  readonly after: { readonly value: number | null; readonly n: number } | null;
}

/**
 * Makes the rows of a generation of its own as they would be with another catalogue: everything that was delivered, and
 * then the catalogue as if it were declared now.
 */
export async function deriveWithCatalogue(
  pipeline: PipelineDeps,
  catalogue: Catalogue,
  onProgress: RebuildDeps['onProgress'],
  signal: AbortSignal,
): Promise<void> {
  const { log, generation } = pipeline;
  await foldEverything(pipeline, onProgress, signal, seenEntities());
  const { declaredAt, version } = catalogue;
  const event = eventOf(
    'catalogue',
    { id: `catalogue/${version}/plan`, source: 'leadline', time: declaredAt },
    catalogue,
  );
  const record = eventRecord(event, { position: '', receivedAt: Date.parse(declaredAt) });
  const partitions = await log.partitions(generation.events);
  await log.append(
    generation.events,
    Array.from({ length: partitions }, (_, partition) => ({ ...record, partition })),
  );
  await foldEverything(pipeline, onProgress, signal);
  await deriveAll(pipeline, (done, total) => onProgress({ stage: 'derive', done, total }));
}

export interface Side {
  readonly analytics: Analytics;
  readonly catalogue: Catalogue;
}

/**
 * Every number of the organisation, its teams and its services that differs between two sides, each under the options
 * of its own catalogue.
 */
export async function changedNumbers(
  before: Side,
  after: Side,
  query: Pick<MetricQuery, 'window' | 'asOf'>,
): Promise<{ readonly changed: readonly ChangedNumber[]; readonly same: number }> {
  const changed: ChangedNumber[] = [];
  let same = 0;
  for (const by of [null, 'TEAM', 'SERVICE'] as const) {
    const [left, right] = [await numbers(before, query, by), await numbers(after, query, by)];
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      const [a, b] = [left.get(key), right.get(key)];
      const point = a ?? b;
      if (point === undefined) continue;
      if (JSON.stringify(shown(a)) === JSON.stringify(shown(b))) same += 1;
      else changed.push({ metric: point.metric, by, group: point.group[0] ?? null, before: shown(a), after: shown(b) });
    }
  }
  return { changed, same };
}

async function numbers(
  { analytics, catalogue }: Side,
  query: Pick<MetricQuery, 'window' | 'asOf'>,
  by: Dimension | null,
): Promise<Map<string, Point>> {
  const asked = { by: by === null ? [] : [{ dimension: by }], scope: {} };
  const { options } = optionsUnder(catalogue, null);
  const answer = await queryMetrics(analytics, catalogue, { ...query, options, ids: answerableIds(asked), ...asked });
  const points = answer.outcome === 'points' ? answer.points : [];
  return new Map(points.map((point) => [`${point.metric} ${point.group[0] ?? ''}`, point]));
}

const shown = (point: Point | undefined) => (point === undefined ? null : { value: point.value, n: point.n });
