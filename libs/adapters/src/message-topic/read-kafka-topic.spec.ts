import { describeWithKafka, startSecuredKafka } from '@leadline/testing';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BrokerAccess, type KafkaLogger, openKafkaLog } from '../event-log/index.js';
import { readKafkaTopic } from './read-kafka-topic.js';

const user = { username: 'reader', password: 'a-secret-of-the-test' };
const kafka = await startSecuredKafka(user);
const LIMIT_MS = 150_000;
const WITHIN = { timeout: 60_000, interval: 50 };
const run = Date.now().toString(36);
let topics = 0;

describeWithKafka('a topic of somebody else', kafka, (brokers) => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  const theirs = () => new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const newTopic = (): string => `theirs-${run}-${(topics += 1)}`;

  async function withAdmin(work: (admin: ReturnType<Kafka['admin']>) => Promise<unknown>): Promise<void> {
    const admin = theirs().admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
  const create = (topic: string, numPartitions = 2) =>
    withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: false }));

  async function write(topic: string, values: readonly string[], partition = 0): Promise<void> {
    const producer = theirs().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const messages = values.map((value) => ({ value, partition, headers: { ce_id: Buffer.from(`é ${value}`) } }));
    await vi.waitUntil(
      () =>
        producer.send({ topic, messages }).then(
          () => true,
          () => false,
        ),
      WITHIN,
    );
    await producer.disconnect();
  }

  /** Reads until stopped; what was taken, with what was said of it. */
  function reading(topic: string, access: BrokerAccess = { brokers }, lookAgainMs = 60_000) {
    const taken: string[] = [];
    const said: string[] = [];
    const over = new AbortController();
    const say = (_: object, message: string): void => void said.push(message);
    const logger: KafkaLogger = { error: say, warn: say, info: () => {}, debug: () => {} };
    const done = readKafkaTopic(
      { ...access, clientId: 'test', logger, lookAgainMs, sessionTimeoutMs: 6_000 },
      {
        topic,
        group: `reader-of-${topic}`,
        signal: over.signal,
        onBatch: async ({ records }) => {
          for (const { value, headers } of records) taken.push(`${String(value)} ${headers['ce_id']}`);
        },
      },
    );
    const stop = async (): Promise<void> => {
      over.abort();
      await done;
    };
    stops.push(stop);
    return { taken, said, stop };
  }

  it('is read from its beginning, and goes on where it was', { timeout: LIMIT_MS }, async () => {
    const topic = newTopic();
    await create(topic);
    await write(topic, ['a', 'b']);
    const first = reading(topic);
    await vi.waitUntil(() => first.taken.length === 2, WITHIN);
    await first.stop();
    await write(topic, ['c']);

    const second = reading(topic);
    await vi.waitUntil(() => second.taken.length === 1, WITHIN);

    expect(first.taken).toEqual(['a é a', 'b é b']);
    expect(second.taken).toEqual(['c é c']);
  });

  it(
    'is gone on with where its retention took some away meanwhile, and that is said',
    { timeout: LIMIT_MS },
    async () => {
      const topic = newTopic();
      await create(topic, 1);
      await write(topic, ['a']);
      const first = reading(topic);
      await vi.waitUntil(() => first.taken.length === 1, WITHIN);
      await first.stop();
      await write(topic, ['b', 'c']);
      await withAdmin(async (admin) => {
        // It has to have heard of the topic.
        const [held] = await admin.fetchTopicOffsets(topic);
        const offset = String(Number(held?.high) - 1);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
      });

      const second = reading(topic);
      await vi.waitUntil(() => second.taken.length === 1, WITHIN);

      expect(second.taken).toEqual(['c é c']);
      expect(second.said.filter((said) => said === 'messages were deleted before they were read')).toHaveLength(1);
    },
  );

  it('is waited for where it is not there yet', { timeout: LIMIT_MS }, async () => {
    const topic = newTopic();
    const reader = reading(topic);
    await vi.waitUntil(() => reader.said.includes('a topic cannot be read, which is tried again'), WITHIN);

    await create(topic);
    await write(topic, ['late']);

    await vi.waitUntil(() => reader.taken.length === 1, WITHIN);
    expect(reader.taken).toEqual(['late é late']);
  });

  it('is read whole when it gets more partitions', { timeout: LIMIT_MS }, async () => {
    const topic = newTopic();
    await create(topic, 1);
    await write(topic, ['first']);
    const reader = reading(topic, { brokers }, 200);
    await vi.waitUntil(() => reader.taken.length === 1, WITHIN);

    await withAdmin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] }));
    await write(topic, ['second'], 1);

    await vi.waitUntil(() => reader.taken.length === 2, WITHIN);
    expect(reader.taken).toEqual(['first é first', 'second é second']);
  });

  describe('of brokers with TLS that ask who reads', () => {
    const secured = 'unavailable' in kafka ? undefined : kafka.secured;
    const access = (
      mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512',
      password = user.password,
    ): BrokerAccess => ({
      brokers: secured?.brokers ?? [],
      tls: { ca: secured?.ca },
      sasl: { mechanism, username: user.username, password },
    });

    it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('%s', { timeout: LIMIT_MS }, async (mechanism) => {
      const topic = newTopic();
      await create(topic);
      await write(topic, ['kept']);

      const reader = reading(topic, access(mechanism));

      await vi.waitUntil(() => reader.taken.length === 1, WITHIN);
      expect(reader.taken).toEqual(['kept é kept']);
    });

    it('is refused with another password, and that is said', { timeout: LIMIT_MS }, async () => {
      const topic = newTopic();
      await create(topic);
      await write(topic, ['kept']);

      const reader = reading(topic, access('scram-sha-512', 'guessed'));

      await vi.waitUntil(() => reader.said.includes('a topic cannot be read, which is tried again'), WITHIN);
      expect(reader.taken).toEqual([]);
    });

    it(
      'holds the log of Leadline too, and lets nobody in who trusts another authority',
      { timeout: LIMIT_MS },
      async () => {
        const logger: KafkaLogger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
        const options = { clientId: 'test', prefix: `secured-${run}.`, logger };
        const log = await openKafkaLog({ ...options, ...access('scram-sha-256') });
        const [position] = await log.append('control', [
          { key: 'k', value: Buffer.from('v'), time: 1_768_478_400_000 },
        ]);
        await log.close();
        const distrusting = openKafkaLog({ ...options, ...access('scram-sha-256'), tls: { ca: undefined } });

        expect(position).toEqual({ partition: 0, offset: 0 });
        await expect(distrusting).rejects.toThrow('cannot be used');
      },
    );
  });
});
