/**
 * Sends deliveries through the running stages, a batch at a time, makes everything anew in another generation, and
 * compares both row by row. A process of its own, so that its heap can be limited. Arguments: how many deliveries, how
 * many services.
 */
import { openPlatform, type Platform } from '@leadline/adapters';
import {
  defaultLingerMs,
  generation,
  hasReached,
  type People,
  type PipelineDeps,
  rebuild,
  runPipeline,
  stageProgress,
  type TableDifference,
  peopleBy,
} from '@leadline/pipeline';
import type { LogRecord } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { setTimeout as pause } from 'node:timers/promises';
import { deliveryOf } from './bench-delivery.js';
import { answerWith } from './child.js';
import { type IncrementalAnswer, troubles } from './incremental.js';
import { inScratch } from './scratch.js';
import { troubledHistory } from './troubled-history.js';

/** Batches grow from one delivery to so many, and begin anew: as webhooks come, and as an import does. */
const BATCHES = [1, 7, 60, 400, 1_000];
/** Deliveries that may wait for the first stage: with more, the stages would see but the largest batches there are. */
const MOST_WAITING = 1_000;
const POLL_MS = 5;

const silent = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };
const [deliveries = 100_000, services = 200] = process.argv.slice(2).map(Number);
const [live, anew] = [generation(1), generation(2)];
/** A stage that fails is tried again and again, and what cannot be derived has no rows: there is nothing to compare then. */
const sharedDeps: Pick<PipelineDeps, 'sourceOf' | 'onScopeFailure' | 'onStageError'> = {
  sourceOf: sourceById,
  onScopeFailure: ({ error }) => fail(error),
  onStageError: (_, error) => fail(error),
};
await answerWith(() => inScratch((data) => compared(data)));

async function compared(data: string): Promise<IncrementalAnswer> {
  const platform = await openPlatform({ kind: 'embedded', data }, { clientId: 'bench', logger: silent });
  try {
    const incremental = await timed(() => processed(platform));
    console.error(`  processed as they came, in ${incremental.seconds.toFixed(0)} s`);
    const full = await timed(() => rebuilt(platform));
    const { derivedAfter, differences } = full.result;
    for (const difference of differences) console.error(`  ${JSON.stringify(difference)}`);
    const { inspection } = await platform.warehouse(live.database);
    return {
      incremental: { seconds: incremental.seconds, processorSeconds: incremental.processorSeconds },
      full: { seconds: derivedAfter, processorSeconds: full.processorSeconds },
      rows: sum(Object.values(await inspection.rowCounts()).map(({ rows }) => rows)),
      differences: sum(differences.map(({ onlyBefore, onlyAfter }) => onlyBefore + onlyAfter)),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await platform.close();
  }
}

/** People as an installation keeps them, for one warehouse. */
function installation(): People {
  return peopleBy('5a'.repeat(32), () => ({ find: () => [] }));
}

/** Everything through the stages as they always run. */
async function processed(platform: Platform): Promise<void> {
  const { log } = platform;
  const stop = new AbortController();
  const { facts } = await platform.warehouse(live.database);
  const running = runPipeline(
    { ...sharedDeps, log, facts, generation: live, people: installation(), lingerMs: defaultLingerMs },
    stop.signal,
  );
  await send(platform);
  while (!(await stageProgress(log, live)).every(({ positions, heads }) => hasReached(positions, heads))) {
    await pause(POLL_MS);
  }
  stop.abort();
  await running;
}

async function send({ log }: Platform): Promise<void> {
  let batch: LogRecord[] = [];
  let [count, batches] = [0, 0];
  for (const event of troubledHistory(services, troubles)) {
    if (count === deliveries) return;
    count += 1;
    batch.push(deliveryOf(event));
    if (batch.length < (BATCHES[batches % BATCHES.length] ?? 1) && count < deliveries) continue;
    await log.append('deliveries', batch);
    batches += 1;
    batch = [];
    const taken = async (): Promise<number> => (await log.positions('deliveries', live.groups.normalize)).get(0) ?? 0;
    while (count - (await taken()) > MOST_WAITING) await pause(POLL_MS);
  }
}

/** As `leadline rebuild --compare` does it. */
async function rebuilt(platform: Platform): Promise<{ derivedAfter: number; differences: readonly TableDifference[] }> {
  const startedAt = performance.now();
  let derivedAfter: number | undefined;
  const { differences } = await rebuild(
    {
      ...sharedDeps,
      log: platform.log,
      before: live,
      next: anew,
      people: installation(),
      rowsOf: ({ database }) => platform.warehouse(database),
      onProgress({ stage, done, total }) {
        if (stage === 'derive' && done === total) derivedAfter = (performance.now() - startedAt) / 1000;
      },
    },
    new AbortController().signal,
  );
  if (derivedAfter === undefined) throw new Error('Nothing was derived');
  return { derivedAfter, differences };
}

interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
  readonly processorSeconds: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const [startedAt, usedBefore] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(usedBefore);
  return { result, seconds: (performance.now() - startedAt) / 1000, processorSeconds: (user + system) / 1e6 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
