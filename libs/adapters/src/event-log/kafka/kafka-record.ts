import type { LogRecord, StoredRecord } from '@leadline/ports';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';

/** Holds all headers of a record as one JSON object: kafkajs makes several buffers for each header it sends. */
const HEADERS = 'leadline.headers';

type Headers = Readonly<Record<string, string>>;

/** A record for kafkajs; the partition is decided before. */
export function toMessage({ key, value, headers, time }: LogRecord, partition: number): Message {
  return {
    key: Buffer.from(key),
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: headers === undefined ? {} : { [HEADERS]: JSON.stringify(headers) },
    timestamp: String(time),
    partition,
  };
}

export function fromMessage(message: KafkaMessage, partition: number): StoredRecord {
  return {
    key: message.key?.toString() ?? '',
    value: message.value ?? new Uint8Array(),
    headers: headersOf(message.headers ?? {}),
    time: Number(message.timestamp),
    partition,
    offset: Number(message.offset),
  };
}

/** Together or, as other producers and older versions write them, one by one. */
function headersOf(headers: IHeaders): Headers {
  const together = HEADERS in headers ? headersIn(headerText(headers[HEADERS])) : undefined;
  if (together !== undefined) return together;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)]));
}

/** Undefined of a text that is not ours. */
function headersIn(text: string): Headers | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isHeaders(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isHeaders(value: unknown): value is Headers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((header) => typeof header === 'string');
}

/** Other producers may have written a header twice; the last one counts, as in a map. */
function headerText(value: Buffer | string | (Buffer | string)[] | undefined): string {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return one?.toString() ?? '';
}
