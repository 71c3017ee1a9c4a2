import { afterAll, describe, expect, it } from 'vitest';
import { startFromContainer } from './kafka-broker/container.js';
import { startFromJars } from './kafka-broker/jars.js';
import { selfSigned } from './self-signed.js';

const DAY_MS = 86_400_000;

export interface RunningKafka {
  /** `host:port` of each broker. */
  readonly brokers: string[];
  stop(): Promise<void>;
  /** What can be done to a broker that is a process of this machine; absent for any other. */
  readonly process?: BrokerProcess;
  /** A second way to the same brokers, with TLS, that asks for the name; where it was asked for. */
  readonly secured?: { readonly brokers: string[]; readonly ca: string };
}

/** Faults of a broker. */
export interface BrokerProcess {
  /** Kills it; what it had acknowledged stays in its directory. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  /** It goes on existing and accepting connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
}

export type KafkaForTests = RunningKafka | { readonly unavailable: string };

/**
 * A Kafka 4 broker for the tests of one spec file: the one named in KAFKA_BROKERS, else a container where a Docker
 * daemon answers, else Apache Kafka's own jars (about 5 s to start; fetched by Maven once). To be called at the top of
 * a spec, so that what follows can depend on the answer.
 */
export async function startKafka(): Promise<KafkaForTests> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { brokers: given.split(',').map((broker) => broker.trim()), stop: async () => {} };
  const container = await startFromContainer();
  if (!('unavailable' in container)) return container;
  const jars = await startFromJars();
  if (!('unavailable' in jars)) return jars;
  return { unavailable: `no Kafka: KAFKA_BROKERS is not set; ${container.unavailable}; ${jars.unavailable}` };
}

/** The same with a listener that asks for the name, always from the jars; its certificate is for "localhost". */
export async function startSecuredKafka(user: {
  readonly username: string;
  readonly password: string;
}): Promise<KafkaForTests> {
  const now = Date.now();
  const jars = await startFromJars({ certificate: selfSigned('localhost', now - DAY_MS, now + DAY_MS), ...user });
  return 'unavailable' in jars ? { unavailable: `no Kafka: ${jars.unavailable}` } : jars;
}

/**
 * A suite that needs the broker, which is stopped after it. Without one it is skipped with the reason, or fails where
 * LEADLINE_REQUIRE_KAFKA is 1, as in CI.
 */
export function describeWithKafka(name: string, kafka: KafkaForTests, suite: (brokers: string[]) => void): void {
  describe(`${name} and its broker`, () => {
    if (!('unavailable' in kafka)) {
      afterAll(() => kafka.stop());
      suite(kafka.brokers);
      return;
    }
    it('needs a Kafka broker', ({ skip }) => {
      expect(process.env['LEADLINE_REQUIRE_KAFKA'], kafka.unavailable).not.toBe('1');
      skip(kafka.unavailable);
    });
  });
}
