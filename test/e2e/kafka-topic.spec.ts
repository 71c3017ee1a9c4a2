import { describeWithKafka, startKafka } from '@leadline/testing';
import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AppProcess, endApps, startApp } from './app-process.js';
import { type Client, clientOf } from './client.js';

const kafka = await startKafka();
const LIMIT_MS = 300_000;
const WITHIN = { timeout: 120_000, interval: 250 };

const deploymentOf = (id: string) => ({
  id,
  service: 'shop',
  environment: 'production',
  status: 'succeeded',
  finishedAt: '2026-03-02T10:00:00Z',
  sha: 'a'.repeat(40),
});
const attributes = (id: string) => ({
  specversion: '1.0',
  id,
  source: 'ci.example.org',
  type: 'dev.leadline.deployment.recorded',
});

const structured = (id: string): Message => ({
  value: JSON.stringify({ ...attributes(id), data: deploymentOf(id) }),
  headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
});
const binary = (id: string): Message => ({
  value: JSON.stringify(deploymentOf(id)),
  headers: {
    ...Object.fromEntries(Object.entries(attributes(id)).map(([name, value]) => [`ce_${name}`, value])),
    'content-type': 'application/json',
  },
});

describeWithKafka('an organisation whose events lie in a topic', kafka, (brokers) => {
  const topic = `platform-events-${Date.now().toString(36)}`;
  let directory: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-topic-'));
    const file = join(directory, 'leadline.yaml');
    const kafkaOf = `{ topic: ${topic}, brokers: [${brokers.map((broker) => `"${broker}"`).join(', ')}] }`;
    await writeFile(file, `endpoints:\n  bus:\n    source: cloudevents\n    kafka: ${kafkaOf}\n`);
    env = { LEADLINE_DATA: join(directory, 'data'), LEADLINE_CONFIG: file };
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: false });
    await admin.disconnect();
  });
  afterAll(async () => {
    await endApps();
    await rm(directory, { recursive: true, force: true });
  });

  async function write(messages: Message[]): Promise<void> {
    const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
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

  async function started(): Promise<{ readonly app: AppProcess; readonly client: Client }> {
    const app = startApp('standalone', env);
    return { app, client: clientOf(await app.address) };
  }

  it('has each of them counted once, whatever is written, restarted and killed', { timeout: LIMIT_MS }, async () => {
    // given events in both modes, one of them twice, and what is no event
    await write([structured('d-1'), binary('d-2'), binary('d-2'), { value: 'no JSON', headers: {} }]);
    const first = await started();
    await vi.waitUntil(async () => (await known(first.client)).quarantined === 1, WITHIN);
    await vi.waitUntil(async () => (await known(first.client)).deployments.length === 2, WITHIN);

    // when it is killed, and more is written before it is there again
    await first.app.kill();
    await write([structured('d-3'), binary('d-1')]);
    const second = await started();
    await vi.waitUntil(async () => (await known(second.client)).deployments.length === 3, WITHIN);

    // then each counts once, and the source is known by its name
    expect(await known(second.client)).toEqual({
      deployments: ['d-1', 'd-2', 'd-3'],
      quarantined: 1,
      sources: ['bus'],
    });
    const hook = await second.client.request('/hooks/bus', { method: 'POST', body: '{}' });
    expect(hook.status).toBe(401);
    expect((await second.app.stop()).code).toBe(0);
  });
});

async function known(client: Client) {
  const { deployments, quarantine, sources } = await client.graphql<{
    deployments: { nodes: { reportedId: string }[] };
    quarantine: { nodes: { endpoint: string }[] };
    sources: { endpoint: string }[];
  }>(`{
    deployments(first: 10, where: { services: ["shop"] }) { nodes { reportedId } }
    quarantine(first: 10) { nodes { endpoint } }
    sources { endpoint }
  }`);
  return {
    deployments: deployments.nodes.map(({ reportedId }) => reportedId).toSorted(),
    quarantined: quarantine.nodes.filter(({ endpoint }) => endpoint === 'bus').length,
    sources: sources.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint === 'bus'),
  };
}
