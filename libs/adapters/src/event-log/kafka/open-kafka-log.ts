import type { EventLog } from '@leadline/ports';
import type { TopicKind } from './topic-settings.js';

/** Takes what the log and kafkajs have to say; a pino logger is one. */
export interface KafkaLogger {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
  debug(details: object, message: string): void;
}

/** How brokers are reached, and as whom. */
export interface BrokerAccess {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** null or absent: without TLS. `ca` as PEM; undefined: the authorities that Node trusts. */
  readonly tls?: { readonly ca: string | undefined } | null;
  /** null or absent: they ask nobody's name. */
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

export interface KafkaLogOptions extends BrokerAccess {
  /** How this process is named in the brokers' logs. */
  readonly clientId: string;
  /** Partitions of topics that do not exist yet (default 12; `control` always has one). */
  readonly topicPartitions?: Partial<Readonly<Record<Exclude<TopicKind, 'control'>, number>>>;
  /** Begins the name of every topic and group (default `leadline.`). */
  readonly prefix?: string;
  /** Key, headers and value of one record together (default 26 MiB). */
  readonly maxRecordBytes?: number;
  /** A member of a group not heard of for so long loses its partitions to the others (default 15 s). */
  readonly sessionTimeoutMs?: number;
  /** A consumer whose fetches have not ended for so long is taken down and made anew (default 60 s). */
  readonly stalledAfterMs?: number;
  /** Default: warnings and errors to standard error. */
  readonly logger?: KafkaLogger;
}

/**
 * The log in Kafka. Creates the topics that are missing and checks those that exist: rejects with `TopicUnfit` where
 * one would lose records, and with `LogUnavailable` where no broker answers.
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  // Loading kafkajs takes a third of a second, which embedded installations should not have to spend.
  const { KafkaLog } = await import('./kafka-log.js');
  return KafkaLog.open(options);
}
