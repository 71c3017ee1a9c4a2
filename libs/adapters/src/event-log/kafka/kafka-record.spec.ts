import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { fromMessage, toMessage } from './kafka-record.js';

/** A message as kafkajs reads it, with headers as bytes. */
function message(headers: Record<string, string | string[]>): KafkaMessage {
  const bytes = (value: string | string[]) =>
    Array.isArray(value) ? value.map((each) => Buffer.from(each)) : Buffer.from(value);
  return {
    key: Buffer.from('d-1'),
    value: Buffer.from('{}'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, bytes(value)])),
    timestamp: '1768478400000',
    offset: '7',
    attributes: 0,
  };
}

describe('A record in Kafka', () => {
  it('has its headers in one', () => {
    const headers = { endpoint: 'github', 'http.x-github-event': 'push' };

    const sent = toMessage({ key: 'd-1', value: Buffer.from('{}'), headers, time: 1_768_478_400_000 }, 2);

    expect(sent.headers).toEqual({ 'leadline.headers': '{"endpoint":"github","http.x-github-event":"push"}' });
    expect(fromMessage(message({ 'leadline.headers': String(sent.headers?.['leadline.headers']) }), 2)).toEqual({
      key: 'd-1',
      value: Buffer.from('{}'),
      headers,
      time: 1_768_478_400_000,
      partition: 2,
      offset: 7,
    });
  });

  it('is read where each header is one of its own, the last counting of two with one name', () => {
    const { headers } = fromMessage(message({ endpoint: 'github', source: ['gitlab', 'github'] }), 0);

    expect(headers).toEqual({ endpoint: 'github', source: 'github' });
  });

  it.each(['{"endpoint"', '["github"]', 'null', '{"endpoint":7}'])(
    'is read where somebody wrote %s in ours',
    (text) => {
      const { headers } = fromMessage(message({ endpoint: 'github', 'leadline.headers': text }), 0);

      expect(headers).toEqual({ endpoint: 'github', 'leadline.headers': text });
    },
  );
});
