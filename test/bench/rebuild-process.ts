/**
 * Fills a log with deliveries of 2 KB, one event each, and derives everything from it: the work of a rebuild. A process
 * of its own, so that its heap can be limited and its memory told. Arguments: how many events, how many services.
 */
import { openPlatform } from '@leadline/adapters';
import { deliveryRecord, deriveFromLog, generation } from '@leadline/pipeline';
import type { LogRecord } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { history } from './history.js';

const DELIVERY_BYTES = 2_048;
const BEGIN = Date.parse('2025-01-01T00:00:00Z');

const [events = 1_000_000, services = 200] = process.argv.slice(2).map(Number);
const silent = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };
const data = await mkdtemp(join(tmpdir(), 'leadline-bench-rebuild-'));
// The log is filled without syncs, which are no part of a rebuild.
const platform = await openPlatform({ kind: 'embedded', data }, { clientId: 'bench', logger: silent, fsync: false });
try {
  await fill();
  const at = generation(1);
  const { facts } = await platform.warehouse(at.database);
  const stages: Record<string, number> = {};
  const started = performance.now();
  let last = started;
  let stage = 'normalize';
  const usedBefore = process.cpuUsage();
  await deriveFromLog(
    {
      log: platform.log,
      facts,
      generation: at,
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => {
        throw error;
      },
      onStageError: (failed, error) => {
        console.error(failed, error);
        process.exit(1);
      },
    },
    (progress) => {
      if (progress.stage === stage) return;
      stages[stage] = (performance.now() - last) / 1000;
      last = performance.now();
      stage = progress.stage;
    },
    new AbortController().signal,
  );
  stages[stage] = (performance.now() - last) / 1000;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(usedBefore);
  const { rss, heapUsed } = process.memoryUsage();
  const cpuSeconds = (user + system) / 1e6;
  process.stdout.write(
    `${JSON.stringify({ events, seconds, perSecond: events / seconds, cpuSeconds, stages, maxRss: process.resourceUsage().maxRSS * 1024, rss, heapUsed })}\n`,
  );
} finally {
  await platform.close();
  await rm(data, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  let batch: LogRecord[] = [];
  let count = 0;
  for (const event of history({ services, begin: BEGIN, deploymentEveryMs: 8 * 3_600_000 })) {
    if (count >= events) break;
    count += 1;
    const text = JSON.stringify(event);
    const note = 'x'.repeat(Math.max(0, DELIVERY_BYTES - text.length - 12));
    batch.push(
      deliveryRecord({
        id: event.id,
        endpoint: 'events',
        source: 'cloudevents',
        verdict: 'authorised',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: Buffer.from(`${text.slice(0, -1)},"note":"${note}"}`),
        receivedAt: Date.parse(event.time ?? ''),
      }),
    );
    if (batch.length === 5_000) {
      await platform.log.append('deliveries', batch);
      batch = [];
    }
  }
  if (batch.length > 0) await platform.log.append('deliveries', batch);
}
