import type { Analytics, EventLog, Facts } from '@leadline/ports';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScopeFailure } from '../derive-scopes/derive-batch.js';
import { type SeenEntities, seenEntities } from '../fold-events/seen-entities.js';
import { foldStage } from '../fold-events/fold-stage.js';
import { hasReached, stageProgress } from '../progress/stage-progress.js';
import { defaultLingerMs, type PipelineDeps, runPipeline, type StageName, stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';
import { compareGenerations, type TableDifference } from './compare-generations.js';
import { deriveAll } from './derive-all.js';
import { FoldInPassing } from './fold-in-passing.js';

export interface RebuildDeps {
  readonly log: EventLog;
  /** What is in force, and the number that was taken for what is made. */
  readonly before: Generation;
  readonly next: Generation;
  readonly sourceOf: PipelineDeps['sourceOf'];
  /** Of the rows that are made. */
  readonly people: PipelineDeps['people'];
  /** A generation's rows; made, with its tables, where they are not there. */
  readonly rowsOf: (generation: Generation) => Promise<{ readonly facts: Facts; readonly analytics: Analytics }>;
  readonly onScopeFailure: (failure: ScopeFailure) => void;
  readonly onStageError: PipelineDeps['onStageError'];
  readonly onProgress: (progress: {
    readonly stage: StageName | 'compare';
    readonly done: number;
    readonly total: number;
  }) => void;
}

export interface Rebuilt {
  readonly generation: number;
  /** Empty: every row has the content it had. */
  readonly differences: readonly TableDifference[];
}

/** Work in large pieces: nobody waits for a single delivery while everything is made anew. */
const BATCH = { maxRecords: 10_000, maxBytes: 32 * 1024 * 1024, lingerMs: 0 };
const POLL_MS = 100;
/** Deliveries that arrive while rows are compared make them differ for a moment. */
const COMPARISONS = 3;

/**
 * Makes everything that is derived from deliveries anew, beside what is in force: topics, groups and a database of the
 * next generation. Deliveries are normalized and folded to the end, then each service is derived once, then what
 * arrived meanwhile is caught up with, and the rows of both generations are compared. Putting the new one in force is
 * the caller's decision.
 */
export async function rebuild(deps: RebuildDeps, signal: AbortSignal): Promise<Rebuilt> {
  const { log, before, next, rowsOf } = deps;
  const rows = await rowsOf(next);
  const pipeline: PipelineDeps = {
    ...deps,
    facts: rows.facts,
    generation: next,
    lingerMs: defaultLingerMs,
  };
  await deriveFromLog(pipeline, deps.onProgress, signal);
  const live = (await rowsOf(before)).analytics;
  const differences = await whileRunning(
    (stop) => runPipeline(pipeline, stop),
    signal,
    async (stop) => {
      for (let round = 1; ; round += 1) {
        await caughtUp(log, [before, next], stop);
        deps.onProgress({ stage: 'compare', done: round - 1, total: COMPARISONS });
        const found = await compareGenerations(live, rows.analytics);
        if (found.length === 0 || round === COMPARISONS) return found;
      }
    },
  );
  return { generation: next.number, differences };
}

/** Makes the rows of a generation that nobody processes yet from all deliveries there are: each service is derived once. */
export async function deriveFromLog(
  pipeline: PipelineDeps,
  onProgress: RebuildDeps['onProgress'],
  signal: AbortSignal,
): Promise<void> {
  await foldEverything(pipeline, onProgress, signal, seenEntities());
  await deriveAll(pipeline, (done, total) => onProgress({ stage: 'derive', done, total }));
}

/**
 * Normalizes and folds all there is, until nothing is left of either.
 *
 * @param seen Of a generation that nothing was folded of before: spares looking for what cannot be there.
 */
export async function foldEverything(
  pipeline: PipelineDeps,
  onProgress: RebuildDeps['onProgress'],
  signal: AbortSignal,
  seen?: SeenEntities,
): Promise<void> {
  await foldRest(pipeline, onProgress, signal, seen);
  await normalizeEverything(pipeline, onProgress, signal, seen);
}

/** Folds the events that lie there. */
async function foldRest(
  pipeline: PipelineDeps,
  onProgress: RebuildDeps['onProgress'],
  signal: AbortSignal,
  seen: SeenEntities | undefined,
): Promise<void> {
  const { log, generation } = pipeline;
  const { topic, group } = stageSubscription(generation, 'fold');
  const rest = async () => {
    const [positions, heads] = [await log.positions(topic, group), await log.head(topic)];
    return hasReached(positions, heads) ? null : { done: sum(positions), total: sum(heads) };
  };
  if ((await rest()) === null) return;
  const fold = foldStage(seen ? { ...pipeline, seen } : pipeline);
  const run = (stop: AbortSignal): Promise<void> =>
    log.subscribe({
      topic,
      group,
      ...BATCH,
      signal: stop,
      onBatch: ({ partition, records }) => fold(partition, records),
      onError: (error, batch) => pipeline.onStageError('fold', error, batch),
    });
  await whileRunning(run, signal, async (stop) => {
    for (let left = await rest(); left !== null; left = await rest()) {
      onProgress({ stage: 'fold', ...left });
      await delay(POLL_MS, undefined, { signal: stop });
    }
  });
}

/** Normalizes the deliveries that are not yet, and folds their events in passing. */
async function normalizeEverything(
  pipeline: PipelineDeps,
  onProgress: RebuildDeps['onProgress'],
  signal: AbortSignal,
  seen: SeenEntities | undefined,
): Promise<void> {
  const { log, generation } = pipeline;
  const normalize = stageSubscription(generation, 'normalize');
  const fold = stageSubscription(generation, 'fold');
  const target = await log.head(normalize.topic);
  const folding = new FoldInPassing(pipeline, seen, signal);
  const run = (stop: AbortSignal): Promise<void> =>
    log.subscribe({
      ...normalize,
      ...BATCH,
      signal: stop,
      onBatch: (batch) => folding.take(batch),
      onError: (error, batch) => pipeline.onStageError('normalize', error, batch),
    });
  await whileRunning(run, signal, async (stop) => {
    for (;;) {
      const positions = await log.positions(normalize.topic, normalize.group);
      onProgress({ stage: 'normalize', done: sum(positions), total: sum(target) });
      if (hasReached(positions, target)) return;
      await delay(POLL_MS, undefined, { signal: stop });
    }
  });
  const folded = await folding.folded();
  signal.throwIfAborted();
  if (folded.size > 0) await log.seek(fold.topic, fold.group, folded);
  onProgress({ stage: 'fold', done: sum(folded), total: sum(folded) });
}

/** Until every stage of these generations has read what had arrived for it. */
async function caughtUp(log: EventLog, generations: readonly Generation[], signal: AbortSignal): Promise<void> {
  for (const each of generations) {
    while (!(await stageProgress(log, each)).every(({ positions, heads }) => hasReached(positions, heads))) {
      await delay(POLL_MS, undefined, { signal });
    }
  }
}

/** Does the work while something runs beside it; whichever fails first fails both. */
async function whileRunning<T>(
  run: (stop: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  const running = run(all);
  const broken = new Promise<never>((_, reject) => void running.catch(reject));
  try {
    return await Promise.race([work(all), broken]);
  } finally {
    stop.abort();
    await running.catch(() => undefined);
  }
}

function sum(offsets: ReadonlyMap<number, number>): number {
  return [...offsets.values()].reduce((total, offset) => total + offset, 0);
}
