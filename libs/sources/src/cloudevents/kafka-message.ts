import type { HookRequest } from '../source.js';

/** A message of a topic, with its headers as text. */
export interface KafkaMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

const ATTRIBUTE = /^ce_([a-z0-9]+)$/;

/**
 * The request that would say the same: in binary mode the attributes stand in headers `ce_…`, in structured mode
 * `content-type` begins with `application/cloudevents` and the value is the envelope. Values of headers are UTF-8 in Kafka
 * and percent-encoded in HTTP. The key of a message says nothing that its attributes do not.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function requestOfKafkaMessage({ headers, value }: KafkaMessage): HookRequest {
  const sent: Record<string, string> = {};
  for (const [header, text] of Object.entries(headers)) {
    const name = header.toLowerCase();
    const attribute = ATTRIBUTE.exec(name)?.[1];
    if (attribute !== undefined) sent[`ce-${attribute}`] = percentEncoded(text);
    else if (name === 'content-type') sent[name] = text;
  }
  return { headers: sent, body: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
}

/** As the HTTP binding has it (3.1.3.2): all but printable ASCII, and what would be read as something else. */
const percentEncoded = (text: string): string => text.replaceAll(/[^\x21\x23\x24\x26-\x7e]+/gu, encodeURIComponent);
