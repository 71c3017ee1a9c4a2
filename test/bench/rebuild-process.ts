/**
 * Fills a log with deliveries of 2 KB, one event each, and derives everything from it: the work of a rebuild. A process
 * of its own, so that its heap can be limited and its memory told. Arguments: how many events, how many services.
 */
import { openPlatform, type Platform } from '@leadline/adapters';
import { deriveFromLog, generation, type StageName, peopleBy } from '@leadline/pipeline';
import type { LogRecord } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { deliveryOf } from './bench-delivery.js';
import { answerWith } from './child.js';
import { history } from './history.js';
import type { RebuildAnswer } from './rebuild.js';
import { inScratch } from './scratch.js';

const BEGIN = Date.parse('2025-01-01T00:00:00Z');
const AT_ONCE = 5_000;

const silent = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };
const [events = 1_000_000, services = 200] = process.argv.slice(2).map(Number);
await answerWith(() => inScratch((data) => rebuilt(data)));

async function rebuilt(data: string): Promise<RebuildAnswer> {
  // The log is filled without syncs, which are no part of a rebuild.
  const platform = await openPlatform({ kind: 'embedded', data }, { clientId: 'bench', logger: silent, fsync: false });
  try {
    await fill(platform);
    console.error('  the log is filled');
    return await derived(platform);
  } finally {
    await platform.close();
  }
}

async function fill({ log }: Platform): Promise<void> {
  let batch: LogRecord[] = [];
  let count = 0;
  for (const event of history({ services, begin: BEGIN, deploymentEveryMs: 8 * 3_600_000 })) {
    if (count === events) break;
    count += 1;
    batch.push(deliveryOf(event));
    if (batch.length < AT_ONCE && count < events) continue;
    await log.append('deliveries', batch);
    batch = [];
  }
}

async function derived(platform: Platform): Promise<RebuildAnswer> {
  const at = generation(1);
  const { facts } = await platform.warehouse(at.database);
  const usedBefore = process.cpuUsage();
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const doneAt: Partial<Record<StageName, number>> = {};
  await deriveFromLog(
    {
      log: platform.log,
      facts,
      generation: at,
      people: peopleBy('5a'.repeat(32), () => ({ find: () => [] })),
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => fail(error),
      onStageError: (_, error) => fail(error),
    },
    ({ stage, done, total }) => {
      if (stage !== 'compare' && done >= total) doneAt[stage] ??= seconds();
    },
    new AbortController().signal,
  );
  const all = seconds();
  const { user, system } = process.cpuUsage(usedBefore);
  const { normalize = all, fold = all } = doneAt;
  return {
    seconds: all,
    processorSeconds: (user + system) / 1e6,
    secondsTo: { normalized: normalize, folded: fold, derived: all },
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    heapBytes: process.memoryUsage().heapUsed,
  };
}

/** A stage that fails is tried again and again; there is nothing to measure then. */
function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
