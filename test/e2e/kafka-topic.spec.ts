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
    await expect.poll(() => known(first.client), WITHIN).toEqual({ ...alsoKnown, deployments: ['d-1', 'd-2'] });

    // when it is killed, and more is written before it is there again
    await first.app.kill();
    await write([structured('d-3'), binary('d-1')]);
    const second = await started();

    // then each counts once, and the source is known by its name
    const counted = { ...alsoKnown, deployments: ['d-1', 'd-2', 'd-3'] };
    await expect.poll(() => known(second.client), WITHIN).toEqual(counted);
    const hook = await second.client.request('/hooks/bus', { method: 'POST', body: '{}' });
    expect(hook.status).toBe(401);
    expect((await second.app.stop()).code).toBe(0);
  });
});

const alsoKnown = { quarantined: ['bus: unreadable_body'], sources: ['bus'] };

/** What was put aside twice, as a producer that tries again may have written it, is shown twice, and told once here. */
async function known(client: Client) {
  const { deployments, quarantine, sources } = await client.graphql<{
    deployments: { nodes: { reportedId: string }[] };
    quarantine: { nodes: { endpoint: string; code: string }[] };
    sources: { endpoint: string }[];
  }>(`{
    deployments(first: 10, where: { services: ["shop"] }) { nodes { reportedId } }
    quarantine(first: 10) { nodes { endpoint code } }
    sources { endpoint }
  }`);
  return {
    deployments: deployments.nodes.map(({ reportedId }) => reportedId).toSorted(),
    quarantined: [...new Set(quarantine.nodes.map(({ endpoint, code }) => `${endpoint}: ${code}`))],
    sources: sources.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint === 'bus'),
  };
}
