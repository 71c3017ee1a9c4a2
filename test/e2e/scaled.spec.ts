import { describeWithKafka, startClickHouse, startKafka } from '@leadline/testing';
import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allDeployments, metricsOf, storedDeliveries } from '../fault/numbers.js';
import { SECRET, Sender } from '../fault/sender.js';
import { deploymentId, expectedOf, ONCE, SERVICE, workload } from '../fault/workload.js';
import { type AppName, type AppProcess, endApps, startApp } from './app-process.js';
import { clientOf } from './client.js';

// The product names its topics itself: a broker that others use would have theirs, so this takes one of its own.
process.env['KAFKA_BROKERS'] = '';
const kafka = await startKafka();

const DEPLOYMENTS = 36;
const LIMIT_MS = 300_000;

describeWithKafka('one app per role', kafka, (brokers) => {
  let clickhouse: Awaited<ReturnType<typeof startClickHouse>>;
  let start: (app: AppName) => AppProcess;

  beforeAll(async () => {
    clickhouse = await startClickHouse();
    const url = new URL(clickhouse.url);
    url.username = clickhouse.username;
    url.password = encodeURIComponent(clickhouse.password);
    const env = { KAFKA_BROKERS: brokers.join(','), CLICKHOUSE_URL: url.href, LEADLINE_CONFIG: '/dev/null' };
    start = (app) => startApp(app, { ...env, LEADLINE_SECRET_GITHUB: SECRET });
  });
  afterAll(async () => {
    await endApps();
    await clickhouse.stop();
  });

  it('counts everything once though a processor is killed at work', { timeout: LIMIT_MS }, async () => {
    // given every role, two processors sharing the work, all started at once
    const ingest = start('ingest');
    const api = start('api');
    const killed = start('processor');
    const survivor = start('processor');
    const sending = clientOf(await ingest.address);
    const asking = clientOf(await api.address);
    await Promise.all([killed.address, survivor.address]);
    const gone = Promise.race([killed.ended, survivor.ended]).then(({ code, stderr }): never => {
      throw new Error(`a processor ended (${code}) before its time:\n${stderr}`);
    });
    while ((await membersOf(brokers)).join() !== '2,2,2') await Promise.race([pause(500), gone]);
    gone.catch(() => undefined);

    // when they work, and one of them is killed while more arrives
    const deliveries = workload(DEPLOYMENTS);
    const sender = new Sender(deliveries);
    await sender.sendTo(sending, Math.floor(deliveries.length / 2));
    const rest = sender.sendTo(sending);
    await sender.reached(Math.floor(deliveries.length * 0.7));
    await killed.kill();
    await rest;
    expect(sender.acknowledged.size).toBe(deliveries.length);
    for (const position of new Set(sender.acknowledged.values())) await asking.counted(position);

    // then the other one has done it all, and nothing is there twice
    expect(await membersOf(brokers)).toEqual([1, 1, 1]);
    const indexes = Array.from({ length: DEPLOYMENTS }, (_, index) => index);
    for (const service of [SERVICE, ONCE]) {
      const ids = indexes.map((index) => deploymentId(service, index)).toSorted();
      expect(await allDeployments(asking, service)).toEqual(ids);
    }
    expect(await metricsOf(asking, SERVICE)).toMatchObject(expectedOf(DEPLOYMENTS));
    const stored = (await storedDeliveries(asking)).filter((body) => !body.includes('catalogue'));
    expect(stored.toSorted()).toEqual(deliveries.map(({ body }) => body).toSorted());

    // and deriving everything again finds every row as it is
    expect(await asking.admin('rebuild', { compare: true })).toMatchObject({ equal: true, differences: [] });

    // and every process ends in order
    const ended = await Promise.all([ingest, api, survivor].map((app) => app.stop()));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

/** How many members each of the product's groups has, by the broker's word. */
async function membersOf(brokers: string[]): Promise<number[]> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ids = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    const { groups } = await admin.describeGroups(ids.filter((id) => id.startsWith('leadline.')));
    return groups.map(({ members }) => members.length);
  } finally {
    await admin.disconnect();
  }
}
