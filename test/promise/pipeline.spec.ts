import {
  MemoryFacts,
  MemoryLog,
  openKafkaLog,
  openSegmentLog,
  openWarehouse,
  type Warehouse,
} from '@leadline/adapters';
import { kinds, type LeadlineEvent } from '@leadline/events';
import { deliveryRecord, generation, hasReached, runPipeline, stageProgress, peopleAsTold } from '@leadline/pipeline';
import type { EventLog, Facts } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { describeWithKafka, startKafka } from '@leadline/testing';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failingFacts, failingLog, type Fate } from './failing-platform.js';
import { contentIn, deploymentsIn, derived } from './run-world.js';
import { anyWorld } from './worlds.js';

/** How a world arrives and what goes wrong meanwhile. */
interface Arrival {
  readonly events: LeadlineEvent[];
  /** Every event twice, in any order, some together in one delivery. */
  readonly deliveries: readonly (readonly LeadlineEvent[])[];
  /** What becomes of the first writes of processing. */
  readonly fates: readonly Fate[];
  /** Milliseconds after which processing is stopped and begun anew. */
  readonly restarts: readonly number[];
}

const arrival: fc.Arbitrary<Arrival> = anyWorld.chain((events) => {
  const twice = [...events, ...events];
  return fc
    .record({
      events: fc.constant(events),
      shuffled: fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length }),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: twice.length, maxLength: twice.length }),
      fates: fc.array(fc.constantFrom<Fate>('lives', 'lives', 'dies_before', 'dies_after'), { maxLength: 4 }),
      restarts: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 3 }),
    })
    .map(({ shuffled, sizes, ...rest }) => ({ ...rest, deliveries: grouped(shuffled, sizes) }));
});

function grouped<T>(values: readonly T[], sizes: readonly number[]): T[][] {
  const groups: T[][] = [];
  for (let start = 0, index = 0; start < values.length; index += 1) {
    const size = sizes[index] ?? 1;
    groups.push(values.slice(start, start + size));
    start += size;
  }
  return groups;
}

/** Who takes a word back names it as it is known once it came: by its source and the id it was sent with. */
function asSent(event: LeadlineEvent): LeadlineEvent {
  const { type, data } = event;
  if (type !== kinds.withdrawal.type) return event;
  const { event: word } = data as { readonly event?: unknown };
  return { ...event, data: { ...data, event: `cloudevents:world:${String(word)}` } };
}

let worlds = 0;

/** Delivers a world, lets processing die and restart as told, and reads the rows when everything has come through. */
async function processed({ deliveries, fates, restarts }: Arrival, log: EventLog, facts: Facts): Promise<unknown> {
  worlds += 1;
  const at = generation(worlds);
  const remaining = [...fates];
  const next = (): Fate => remaining.shift() ?? 'lives';
  const records = deliveries.map((events, index) =>
    deliveryRecord({
      id: `${worlds}-${index}`,
      endpoint: 'events',
      source: 'cloudevents',
      verdict: 'authorised',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: Buffer.from(JSON.stringify(events.map(asSent))),
      receivedAt: Date.parse('2026-03-04T00:00:00Z'),
    }),
  );
  const start = async (): Promise<() => Promise<void>> => {
    const stop = new AbortController();
    const running = runPipeline(
      {
        log: failingLog(log, next),
        facts: failingFacts(facts, next),
        generation: at,
        people: peopleAsTold,
        sourceOf: sourceById,
        lingerMs: { normalize: 0, fold: 0, derive: 0 },
        onScopeFailure: ({ error }) => {
          throw error;
        },
        onStageError: () => undefined,
      },
      stop.signal,
    );
    return async () => {
      stop.abort();
      await running;
    };
  };
  // Deliveries of earlier worlds are behind: this world's groups begin at the heads.
  await log.seek('deliveries', at.groups.normalize, await log.head('deliveries'));
  const half = Math.ceil(records.length / 2);
  await log.append('deliveries', records.slice(0, half));
  for (const after of restarts) {
    const stop = await start();
    await delay(after);
    await stop();
  }
  const stop = await start();
  await log.append('deliveries', records.slice(half));
  const isDone = async (): Promise<boolean> =>
    (await stageProgress(log, at)).every(({ positions, heads }) => hasReached(positions, heads));
  while (!(await isDone())) await delay(5);
  await stop();
  return rowsIn(facts);
}

const rowsIn = async (facts: Facts) => ({ deployments: await deploymentsIn(facts), ...(await contentIn(facts)) });

/** The first world, if any, whose rows depend on how it arrived. */
async function firstBroken(
  numRuns: number,
  seed: number,
  open: () => Promise<{ log: EventLog; facts: Facts }>,
): Promise<string | null> {
  const result = await fc.check(
    fc.asyncProperty(arrival, async (given) => {
      // given the rows of the world delivered at once, in memory
      const plain = await rowsIn(await derived([given.events]));
      // when it arrives twice and shuffled, while steps die before and after they are done
      const { log, facts } = await open();
      const rows = await processed(given, log, facts);
      // then the rows are the same
      expect(rows).toEqual(plain);
    }),
    { numRuns, seed, endOnFailure: process.env['LEADLINE_WORLDS'] === undefined },
  );
  if (!result.failed) return null;
  const reason = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  return `${reason}\n${fc.defaultReportMessage(result) ?? ''}`;
}

const runs = (usual: number): number => Number(process.env['LEADLINE_WORLDS'] ?? usual);

describe('the promise, through every stage, dying between any two steps', () => {
  it(`holds in ${runs(150)} random worlds in memory`, async () => {
    const broken = await firstBroken(runs(150), 20260304, async () => ({
      log: new MemoryLog(),
      facts: new MemoryFacts(),
    }));
    expect(broken).toBeNull();
  }, 600_000);

  describe('embedded', () => {
    let directory: string;
    let log: EventLog;
    let warehouse: Warehouse;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'leadline-promise-'));
      log = await openSegmentLog({ directory: join(directory, 'log') });
      warehouse = await openWarehouse({ mode: 'embedded', directory: join(directory, 'warehouse') }, 'promise');
      await warehouse.migrate();
    }, 60_000);
    afterAll(async () => {
      await log.close();
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
    });

    it(`holds in ${runs(50)} random worlds in segment files and chDB`, async () => {
      const broken = await firstBroken(runs(50), 20260305, async () => {
        await warehouse.empty();
        return { log, facts: warehouse.facts };
      });
      expect(broken).toBeNull();
    }, 600_000);
  });
});

const kafka = await startKafka();

describeWithKafka('the promise on Kafka', kafka, (brokers) => {
  let log: EventLog;
  beforeAll(async () => {
    log = await openKafkaLog({
      brokers,
      clientId: 'promise',
      prefix: `promise-${Date.now().toString(36)}.`,
      topicPartitions: { deliveries: 3, events: 3, touched: 3, quarantine: 1 },
      logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
    });
  }, 60_000);
  afterAll(() => log.close());

  it('holds in 5 random worlds', async () => {
    expect(await firstBroken(5, 20260306, async () => ({ log, facts: new MemoryFacts() }))).toBeNull();
  }, 600_000);
});
