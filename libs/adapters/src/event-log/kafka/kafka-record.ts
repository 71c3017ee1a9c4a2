import type { LogRecord, StoredRecord } from '@leadline/ports';
import type { KafkaMessage, Message } from 'kafkajs';

/** A record for kafkajs; the partition is decided before. */
export function toMessage({ key, value, headers, time }: LogRecord, partition: number): Message {
  return {
    key: Buffer.from(key),
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: { ...headers },
    timestamp: String(time),
    partition,
  };
}

export function fromMessage(message: KafkaMessage, partition: number): StoredRecord {
  return {
    key: message.key?.toString() ?? '',
    value: message.value ?? new Uint8Array(),
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [name, headerText(value)]),
    ),
    time: Number(message.timestamp),
    partition,
    offset: Number(message.offset),
  };
}

/** Other producers may have written a header twice; the last one counts, as in a map. */
function headerText(value: Buffer | string | (Buffer | string)[] | undefined): string {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return one?.toString() ?? '';
}
