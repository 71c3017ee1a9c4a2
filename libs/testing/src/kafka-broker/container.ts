import { request } from 'node:http';
import type { KafkaForTests } from '../kafka-broker.js';
import { freePorts } from './ports.js';

const IMAGE = 'apache/kafka:4.1.1';

/** Kafka's own image, where a Docker daemon answers. */
export async function startFromContainer(): Promise<KafkaForTests> {
  if (!(await dockerAnswers())) return { unavailable: 'no Docker daemon answers' };
  const { GenericContainer, Wait } = await import('testcontainers');
  const [port = 0] = await freePorts(1);
  try {
    const container = await new GenericContainer(IMAGE)
      .withExposedPorts({ container: port, host: port })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
        // Clients come back by the address the broker tells them, so inside and outside have to agree on the port.
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      })
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start();
    return { brokers: [`127.0.0.1:${port}`], stop: async () => void (await container.stop()) };
  } catch (error) {
    return { unavailable: `${IMAGE} did not start: ${String(error)}` };
  }
}

/** `GET /_ping` of the daemon, on its socket or where DOCKER_HOST says. */
function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const where = host.startsWith('unix://')
    ? { socketPath: host.slice('unix://'.length) }
    : { host: new URL(host).hostname, port: new URL(host).port };
  return new Promise((resolve) => {
    const ping = request({ ...where, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy()).once('error', () => resolve(false));
    ping.end();
  });
}
