import { type EventLog, LogUnavailable, type StoredRecord } from '@leadline/ports';
import { describeWithKafka, eventLogContract, startKafka } from '@leadline/testing';
import { type Admin, CompressionTypes, Kafka, KafkaJSNonRetriableError, logLevel } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KafkaLogger, type KafkaLogOptions, openKafkaLog } from './open-kafka-log.js';
import { TopicUnfit } from './topic-settings.js';

const kafka = await startKafka();
const silent: KafkaLogger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const topicPartitions = { deliveries: 3, events: 3, touched: 3, quarantine: 2 };
const run = Date.now().toString(36);
let prefixes = 0;

/** Names of its own for each test: the broker may be somebody else's. */
function newPrefix(): string {
  prefixes += 1;
  return `test-${run}-${prefixes}.`;
}

function record(key: string, value: string, more: { partition?: number } = {}) {
  return { key, value: Buffer.from(value), time: 1_768_478_400_000, ...more };
}

async function valuesOf(records: AsyncIterable<StoredRecord>): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of records) values.push(String(value));
  return values;
}

/** Bytes of the answers in which a topic that holds something comes. */
async function fetchedBytes(client: Kafka, topic: string): Promise<number> {
  const consumer = client.consumer({ groupId: `${topic}.sizes` });
  let bytes = 0;
  consumer.on(consumer.events.REQUEST, ({ payload: { apiName, size } }) => (bytes += apiName === 'Fetch' ? size : 0));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const fetched = new Promise<void>((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => {
        if (Number(batch.lastOffset()) + 1 === Number(batch.highWatermark)) resolve();
      },
    });
  });
  await fetched;
  await consumer.disconnect();
  return bytes;
}

describeWithKafka('Kafka log', kafka, (brokers) => {
  const withAdmin = async (work: (admin: Admin) => Promise<unknown>) => {
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  };
  /** Takes away the records of partition 0 below `offset`, as a retention would. */
  const deleteBelow = (topic: string, offset: number) =>
    withAdmin(async (admin) => {
      // It has to have heard of the topic.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    });
  const options = (prefix: string): KafkaLogOptions => {
    return { brokers, clientId: 'test', prefix, topicPartitions, logger: silent };
  };

  eventLogContract('Kafka log', { persistent: true, partitioned: true, rewritable: false }, async () => {
    const prefix = newPrefix();
    let log: EventLog = await openKafkaLog(options(prefix));
    return {
      log,
      reopen: async () => {
        await log.close();
        log = await openKafkaLog(options(prefix));
        return log;
      },
      close: () => log.close(),
    };
  });

  describe('on its own', () => {
    let prefix: string;
    let log: EventLog;
    beforeEach(async () => {
      prefix = newPrefix();
      log = await openKafkaLog(options(prefix));
    });
    afterEach(() => log.close());

    it('shares the partitions between the members of a group, in one process or in several', async () => {
      const other = await openKafkaLog(options(prefix));
      const stop = new AbortController();
      const taken: [number[], number[]] = [[], []];
      const members = [log, other].map((member, index) =>
        member.subscribe({
          topic: 'events.g1',
          group: 'fold',
          signal: stop.signal,
          onBatch: async ({ partition }) => void taken[index]?.push(partition),
        }),
      );
      const everywhere = [0, 1, 2].map((partition) => record('k', 'v', { partition }));

      await vi.waitUntil(
        async () => {
          taken[0].length = taken[1].length = 0;
          await log.append('events.g1', everywhere);
          await pause(300);
          return taken[0].length > 0 && taken[1].length > 0;
        },
        { timeout: 20_000 },
      );

      expect([...taken[0], ...taken[1]].sort((a, b) => a - b)).toEqual([0, 1, 2]);
      stop.abort();
      await Promise.all(members);
      await other.close();
    });

    it('keeps its place in the group while a batch takes longer than a session', async () => {
      await log.close();
      log = await openKafkaLog({ ...options(prefix), sessionTimeoutMs: 6_000 });
      await log.append('control', [record('k', 'slow')]);
      const stop = new AbortController();
      let calls = 0;

      await log.subscribe({
        topic: 'control',
        group: 'fold',
        signal: stop.signal,
        onBatch: async () => {
          calls += 1;
          await pause(8_000);
          stop.abort();
        },
      });

      expect(calls).toBe(1);
      expect(await log.positions('control', 'fold')).toEqual(new Map([[0, 1]]));
    });

    it('refuses to serve a group from which records were taken away', async () => {
      await log.append('control', [record('k', '0'), record('k', '1'), record('k', '2')]);
      await log.seek('control', 'fold', new Map([[0, 1]]));
      await deleteBelow(`${prefix}control`, 2);
      const { signal } = new AbortController();

      const served = log.subscribe({ topic: 'control', group: 'fold', signal, onBatch: async () => {} });

      await expect(served).rejects.toThrow('records 1 to 1 of partition 0');
      expect(await valuesOf(log.read('control'))).toEqual(['2']);
    });

    it('stops serving a group when records are taken away before it, and does not go on after a restart', async () => {
      await log.append('control', [record('k', '0'), record('k', '1')]);
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let taking = false;
      const onBatch = () => {
        taking = true;
        return held;
      };
      const { signal } = new AbortController();
      const served = log.subscribe({ topic: 'control', group: 'fold', signal, onBatch });
      const refusal = served.catch((error: unknown) => error);
      await vi.waitUntil(() => taking, { timeout: 20_000 });
      const rest = Array.from({ length: 3 }, (_, index) => record('k', String(index + 2)));
      await log.append('control', rest);
      await deleteBelow(`${prefix}control`, 4);

      release();

      expect(await refusal).toHaveProperty('message', expect.stringContaining('records 2 to 3 of partition 0'));
      expect(await log.positions('control', 'fold')).toEqual(new Map([[0, 2]]));
      const again = log.subscribe({ topic: 'control', group: 'fold', signal, onBatch: async () => {} });
      await expect(again).rejects.toThrow('records 2 to 3 of partition 0');
    });

    it('reads to the end where there is nothing left to read, or nothing that is a record', async () => {
      await log.append('control', [record('k', '0'), record('k', '1')]);
      await deleteBelow(`${prefix}control`, 2);
      expect(await valuesOf(log.read('control'))).toEqual([]);

      // The end of a transaction takes an offset.
      const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({ transactionalId: prefix });
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic: `${prefix}control`, messages: [{ key: 'k', value: '2' }] });
      await transaction.commit();
      await producer.disconnect();

      await vi.waitUntil(async () => (await log.head('control')).get(0) === 4, { timeout: 10_000 });
      expect(await valuesOf(log.read('control'))).toEqual(['2']);
      expect(await valuesOf(log.read('control', { from: 3 }))).toEqual([]);
    });

    it('keeps batches compressed, and reads those that are not, or by others', async () => {
      const topic = `${prefix}control`;
      const client = new Kafka({ brokers, logLevel: logLevel.NOTHING });
      const producer = client.producer();
      await producer.connect();
      await producer.send({ topic, messages: [{ key: 'k', value: '0' }] });
      await log.append('control', [record('k', '1'), record('k', '2')]);
      const compression = CompressionTypes.GZIP;
      await producer.send({ topic, messages: [{ key: 'k', value: '3' }], compression });
      await producer.disconnect();
      const links = Array.from({ length: 20_000 }, (_, id) => `https://api.github.com/repos/acme/deployments/${id}`);
      const body = links.join();
      await log.append('control', [record('k', body)]);

      expect(await valuesOf(log.read('control', { to: 4 }))).toEqual(['0', '1', '2', '3']);
      expect(await valuesOf(log.read('control', { from: 2, to: 4 }))).toEqual(['2', '3']);
      expect(await valuesOf(log.read('control', { from: 4 }))).toEqual([body]);
      expect(await fetchedBytes(client, topic)).toBeLessThan(body.length / 2);
    });

    it('rejects when kafkajs gives up for good, so that the process can end', async () => {
      await log.append('control', [record('k', 'v')]);
      const { signal } = new AbortController();

      const served = log.subscribe({
        topic: 'control',
        group: 'fold',
        signal,
        onBatch: () => Promise.reject(new Error('down')),
        // The one place in which a subscriber can make kafkajs's own consumer crash.
        onError: () => {
          throw new KafkaJSNonRetriableError('not allowed any more');
        },
      });

      await expect(served).rejects.toBeInstanceOf(LogUnavailable);
      await expect(served).rejects.toMatchObject({ cause: { name: 'KafkaJSNonRetriableError' } });
    });

    it('says what is wrong with a topic that exists and would lose records', async () => {
      const spoilt = newPrefix();
      const configEntries = [{ name: 'retention.ms', value: '604800000' }];
      await withAdmin((admin) =>
        admin.createTopics({ topics: [{ topic: `${spoilt}deliveries`, numPartitions: 1, configEntries }] }),
      );

      const refusal: unknown = await openKafkaLog(options(spoilt)).catch((error: unknown) => error);

      expect(refusal).toBeInstanceOf(TopicUnfit);
      // Created with the broker's defaults, which are too small for a webhook's body as well.
      expect(refusal).toMatchObject({ settings: [{ setting: 'retention.ms' }, { setting: 'max.message.bytes' }] });
    });

    it('warns where there are fewer than three brokers', async () => {
      const warnings: string[] = [];
      const logger = { ...silent, warn: (_: object, message: string) => void warnings.push(message) };

      await (await openKafkaLog({ ...options(prefix), logger })).close();

      expect(warnings).toContainEqual(expect.stringContaining('survives a killed process, not a lost disk'));
    });

    it('finds a key in the partition in which other programs look for it', async () => {
      await log.append('deliveries', [record('21', 'a'), record('foobar', 'b')]);

      // org.apache.kafka.common.utils.Utils.murmur2: of "21" -973932308, of "foobar" -790332482; without sign, modulo 3.
      const partitionOf = new Map<string, number>();
      for await (const { key, partition } of log.read('deliveries')) partitionOf.set(key, partition);
      expect(partitionOf.get('21')).toBe((-973_932_308 & 0x7fffffff) % 3);
      expect(partitionOf.get('foobar')).toBe((-790_332_482 & 0x7fffffff) % 3);
    });
  });

  describe('whose broker is killed', () => {
    it('has what was acknowledged, and appends and subscriptions go on by themselves', async ({ skip }) => {
      if ('unavailable' in kafka || kafka.process === undefined) return skip('the broker is no process of this test');
      const log = await openKafkaLog({ ...options(newPrefix()), sessionTimeoutMs: 6_000 });
      const stop = new AbortController();
      const taken = new Set<string>();
      const subscribed = log.subscribe({
        topic: 'deliveries',
        group: 'normalize',
        signal: stop.signal,
        onBatch: async ({ records }) => records.forEach(({ value }) => taken.add(String(value))),
      });
      const acknowledged: string[] = [];
      let refused = 0;
      const appending = (async () => {
        for (let number = 0; !stop.signal.aborted; number += 1) {
          const appended = log.append('deliveries', [record(`k${number}`, String(number))]);
          await appended.then(
            () => acknowledged.push(String(number)),
            () => (refused += 1),
          );
          await pause(20);
        }
      })();
      await vi.waitUntil(() => taken.size > 20, { timeout: 20_000 });

      await kafka.process.kill();
      await pause(1_000);
      await kafka.process.start();

      const before = acknowledged.length;
      await vi.waitUntil(() => acknowledged.length > before + 20, { timeout: 60_000 });
      await vi.waitUntil(() => acknowledged.every((value) => taken.has(value)), { timeout: 60_000, interval: 200 });
      stop.abort();
      await Promise.all([appending, subscribed]);
      const stored = new Set(await valuesOf(log.read('deliveries')));
      expect(acknowledged.filter((value) => !stored.has(value))).toEqual([]);
      await log.close();
    }, 240_000);
  });

  describe('whose broker freezes', () => {
    it('makes its consumer anew, and goes on when the broker does', async ({ skip }) => {
      if ('unavailable' in kafka || kafka.process === undefined) return skip('the broker is no process of this test');
      const said: string[] = [];
      const logger = { ...silent, error: (_: object, message: string) => void said.push(message) };
      const log = await openKafkaLog({
        ...options(newPrefix()),
        logger,
        sessionTimeoutMs: 6_000,
        stalledAfterMs: 3_000,
      });
      await log.append('control', [record('k', 'before')]);
      const stop = new AbortController();
      const taken: string[] = [];
      const subscribed = log.subscribe({
        topic: 'control',
        group: 'fold',
        signal: stop.signal,
        onBatch: async ({ records }) => void taken.push(...records.map(({ value }) => String(value))),
      });
      await vi.waitUntil(() => taken.length === 1, { timeout: 20_000 });

      kafka.process.freeze();
      // Where the freeze hits the commit of the batch, that is one more request which has to run into its timeout.
      await vi
        .waitUntil(() => said.includes('Replacing the Kafka consumer'), { timeout: 60_000 })
        .finally(() => kafka.process?.thaw());

      await vi.waitUntil(
        () =>
          log.append('control', [record('k', 'after')]).then(
            () => true,
            () => false,
          ),
        {
          timeout: 30_000,
          interval: 500,
        },
      );
      await vi.waitUntil(() => taken.includes('after'), { timeout: 60_000, interval: 100 });
      stop.abort();
      await subscribed;
      expect(taken[0]).toBe('before');
      expect(taken.lastIndexOf('before')).toBe(0);
      await log.close();
    }, 240_000);
  });

  describe('without a broker', () => {
    it('says that it cannot be opened', async () => {
      const opened = openKafkaLog({ ...options(newPrefix()), brokers: ['127.0.0.1:1'] });

      await expect(opened).rejects.toThrow('Kafka at 127.0.0.1:1 cannot be used');
    });
  });
});
