import type { Topic } from '@leadline/ports';
import { READABLE_COMPRESSION } from './compression.js';

/** `events` and `touched` exist per generation and are declared once. */
export type TopicKind = 'deliveries' | 'quarantine' | 'control' | 'events' | 'touched';

export const DEFAULT_PARTITIONS = 12;
/** Kafka's own encoding of a record and of the batch that holds it. */
const BATCH_OVERHEAD_BYTES = 64 * 1024;

export function kindOf(topic: Topic): TopicKind {
  switch (topic) {
    case 'deliveries':
    case 'quarantine':
    case 'control':
      return topic;
    default:
      return topic.startsWith('events.') ? 'events' : 'touched';
  }
}

/** `control` is one sequence: the first claim in it wins. */
export function partitionsOf(kind: TopicKind, configured: Partial<Readonly<Record<TopicKind, number>>>): number {
  return kind === 'control' ? 1 : (configured[kind] ?? DEFAULT_PARTITIONS);
}

/** Copies of each partition, and how many of them have to have a record before it is acknowledged. */
export function replication(brokers: number): { factor: number; minInSync: number } {
  return { factor: Math.min(3, brokers), minInSync: brokers >= 3 ? 2 : 1 };
}

/** What a topic is created with. Nothing is ever deleted by age or size: a generation's topics are dropped as a whole. */
export function settingsFor(brokers: number, maxRecordBytes: number): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(maxRecordBytes + 2 * 1024 * 1024),
    'min.insync.replicas': String(replication(brokers).minInSync),
    'compression.type': 'producer',
    'message.timestamp.type': 'CreateTime',
    // Since Kafka 4 a record an hour ahead of the broker's clock is refused; an import may bring such times.
    'message.timestamp.after.max.ms': '9223372036854775807',
  };
}

/** A setting under which records would be lost or refused. */
export interface Unfit {
  readonly setting: string;
  readonly is: string;
  readonly shouldBe: string;
  readonly because: string;
}

/** What is wrong with a topic that exists; `settings` are in force, whether set on the topic or for the broker. */
export function unfitSettings(
  settings: ReadonlyMap<string, string>,
  { kind, brokers, maxRecordBytes }: { kind: TopicKind; brokers: number; maxRecordBytes: number },
): readonly Unfit[] {
  const wanted = settingsFor(brokers, maxRecordBytes);
  const unfit: Unfit[] = [];
  const check = (setting: string, fits: (value: string) => boolean, because: string) => {
    const is = settings.get(setting);
    if (is !== undefined && !fits(is)) unfit.push({ setting, is, shouldBe: wanted[setting] ?? '', because });
  };
  const isForEver = (value: string) => Number(value) < 0;
  if (kind === 'deliveries' || kind === 'control') {
    check('retention.ms', isForEver, 'records would be deleted by age, and everything is computed from them');
    check('retention.bytes', isForEver, 'records would be deleted by size, and everything is computed from them');
  }
  check('cleanup.policy', (value) => value === 'delete', 'records would be thinned out by key');
  const needed = maxRecordBytes + BATCH_OVERHEAD_BYTES;
  check(
    'max.message.bytes',
    (value) => Number(value) >= needed,
    `records of up to ${maxRecordBytes} bytes are accepted`,
  );
  const compressed = 'brokers would compress records in a way that cannot be read here';
  check('compression.type', (value) => READABLE_COMPRESSION.includes(value), compressed);
  const { minInSync } = replication(brokers);
  const acknowledged = 'a record would be acknowledged that one broken disk can take away';
  check('min.insync.replicas', (value) => Number(value) >= minInSync, acknowledged);
  return unfit;
}

/** A topic that exists is set up in a way that breaks what Leadline promises; says how to change it. */
export class TopicUnfit extends Error {
  constructor(
    readonly topic: string,
    readonly settings: readonly Unfit[],
  ) {
    const list = settings.map(
      ({ setting, is, shouldBe, because }) => `${setting} is ${is}, not ${shouldBe}: ${because}`,
    );
    const change = settings.map(({ setting, shouldBe }) => `${setting}=${shouldBe}`).join(',');
    super(
      `Kafka topic ${topic} is unfit: ${list.join('; ')}. Change it with "kafka-configs.sh --bootstrap-server BROKER ` +
        `--alter --entity-type topics --entity-name ${topic} --add-config ${change}".`,
    );
    this.name = 'TopicUnfit';
  }
}
