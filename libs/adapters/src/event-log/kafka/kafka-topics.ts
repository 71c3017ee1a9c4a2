import type { Topic } from '@leadline/ports';
import kafkajs, { type Admin } from 'kafkajs';
import type { NewClient } from './kafka-clients.js';
import type { KafkaLogger } from './open-kafka-log.js';
import { type Bounds, topicBounds } from './topic-bounds.js';
import { settled } from './transient.js';
import {
  kindOf,
  partitionsOf,
  replication,
  settingsFor,
  type TopicKind,
  TopicUnfit,
  unfitSettings,
} from './topic-settings.js';

export interface TopicsOptions {
  readonly prefix: string;
  readonly maxRecordBytes: number;
  readonly topicPartitions: Partial<Readonly<Record<TopicKind, number>>>;
  readonly logger: KafkaLogger;
}

/** A topic that exists and is fit. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
}

/** Creates topics when they are first needed and checks those that are there already. */
export class KafkaTopics {
  readonly #admin: Admin;
  readonly #newClient: NewClient;
  readonly #options: TopicsOptions;
  readonly #brokers: number;
  readonly #ready = new Map<Topic, Promise<KafkaTopic>>();

  private constructor(admin: Admin, newClient: NewClient, options: TopicsOptions, brokers: number) {
    this.#admin = admin;
    this.#newClient = newClient;
    this.#options = options;
    this.#brokers = brokers;
  }

  static async open(admin: Admin, newClient: NewClient, options: TopicsOptions): Promise<KafkaTopics> {
    const { brokers } = await admin.describeCluster();
    if (brokers.length < 3) {
      const survives = 'what is acknowledged survives a killed process, not a lost disk';
      options.logger.warn(
        { brokers: brokers.length },
        `Kafka has ${brokers.length} broker(s) instead of three: ${survives}`,
      );
    }
    return new KafkaTopics(admin, newClient, options, brokers.length);
  }

  nameOf(topic: Topic): string {
    return `${this.#options.prefix}${topic}`;
  }

  /** The topic, created where it is missing. Rejects with {@link TopicUnfit}. */
  get(topic: Topic): Promise<KafkaTopic> {
    let ready = this.#ready.get(topic);
    if (ready === undefined) {
      ready = settled(() => this.#declare(topic));
      this.#ready.set(topic, ready);
      ready.catch(() => this.#ready.delete(topic));
    }
    return ready;
  }

  /** Of each partition of a topic that exists, by its name in Kafka. */
  bounds(name: string): Promise<readonly Bounds[]> {
    return topicBounds(this.#admin, this.#newClient, name);
  }

  async drop(topic: Topic): Promise<void> {
    const name = this.nameOf(topic);
    this.#ready.delete(topic);
    if ((await this.#admin.listTopics()).includes(name)) await this.#admin.deleteTopics({ topics: [name] });
    while ((await this.#admin.listTopics()).includes(name)) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async #declare(topic: Topic): Promise<KafkaTopic> {
    const name = this.nameOf(topic);
    const kind = kindOf(topic);
    const { maxRecordBytes, topicPartitions } = this.#options;
    const settings = settingsFor(this.#brokers, maxRecordBytes);
    const created =
      !(await this.#admin.listTopics()).includes(name) &&
      (await this.#admin.createTopics({
        // Kafka 4 may not know the topic yet when asked for its leaders, which kafkajs takes for a failure.
        waitForLeaders: false,
        topics: [
          {
            topic: name,
            numPartitions: partitionsOf(kind, topicPartitions),
            replicationFactor: replication(this.#brokers).factor,
            configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
          },
        ],
      }));
    if (!created) await this.#check(name, kind);
    const { length: partitions } = await this.bounds(name);
    if (kind === 'control' && partitions !== 1) throw controlIsDivided(name, partitions);
    return { name, partitions };
  }

  async #check(name: string, kind: TopicKind): Promise<void> {
    const { resources } = await this.#admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
    });
    const entries = resources[0]?.configEntries ?? [];
    const settings = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    const { maxRecordBytes } = this.#options;
    const unfit = unfitSettings(settings, { kind, brokers: this.#brokers, maxRecordBytes });
    if (unfit.length > 0) throw new TopicUnfit(name, unfit);
  }
}

function controlIsDivided(name: string, partitions: number): TopicUnfit {
  const because = 'it is one sequence, in which the first claim wins; it has to be created anew';
  return new TopicUnfit(name, [{ setting: 'partitions', is: String(partitions), shouldBe: '1', because }]);
}
