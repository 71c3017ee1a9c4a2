import { describe, expect, test } from 'vitest';
import { cloudevents } from './cloudevents.js';
import { requestOfKafkaMessage } from './kafka-message.js';
import { readCloudEvents } from './read-cloud-events.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array): string => new TextDecoder().decode(body);
const read = (headers: Record<string, string>, value: string) =>
  readCloudEvents(requestOfKafkaMessage({ headers, value: bytes(value) }));

describe('a message of Kafka', () => {
  test('in binary mode has its attributes in headers, as they are', () => {
    const headers = {
      ce_specversion: '1.0',
      ce_id: '100% of "é" 🚀',
      ce_source: '/ci/a b',
      CE_Type: 't',
      'content-type': 'application/json',
    };
    expect(read(headers, '{"a":1}')).toEqual({
      outcome: 'events',
      envelopes: [{ specversion: '1.0', id: '100% of "é" 🚀', source: '/ci/a b', type: 't', data: { a: 1 } }],
      batch: false,
    });
  });

  test('in structured mode has its envelope as value', () => {
    const envelope = { specversion: '1.0', id: '1', source: 's', type: 't', data: { a: 1 } };
    const headers = { 'Content-Type': 'application/cloudevents+json; charset=UTF-8', ce_id: 'of no meaning here' };
    expect(read(headers, JSON.stringify(envelope))).toEqual({ outcome: 'events', envelopes: [envelope], batch: false });
  });

  test('without any header is read as plain JSON', () => {
    expect(read({}, '{"id":"1"}')).toEqual({ outcome: 'events', envelopes: [{ id: '1' }], batch: false });
  });

  test('that was deleted, with nothing in it, is no event', () => {
    expect(read({}, '')).toMatchObject({ outcome: 'problems', code: 'unreadable_body' });
  });

  test('keeps no header that is not of the event', () => {
    const { headers, body } = requestOfKafkaMessage({
      headers: { ce_id: '1', authorization: 'Bearer x', 'x-trace': 'y' },
      value: bytes('{}'),
    });
    expect(headers).toEqual({ 'ce-id': '1' });
    expect(text(body)).toBe('{}');
  });

  test('is the same event as the one that came by HTTP', () => {
    const value = bytes('{"a":1}');
    const byKafka = requestOfKafkaMessage({ headers: { ce_id: 'é 1', ce_type: 't' }, value });
    const byHttp = { headers: { 'ce-id': '%C3%A9%201', 'ce-type': 't' }, body: value };
    expect(cloudevents.deliveryId(byKafka)).toBe(cloudevents.deliveryId(byHttp));
  });
});
