import { describe, expect, test } from 'vitest';
import { MOST_EVENTS, readCloudEvents } from './read-cloud-events.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (body: string, headers: Record<string, string>) => readCloudEvents({ headers, body: bytes(body) });
const envelope = { specversion: '1.0', id: '1', source: 's', type: 't', data: { a: 1 } };
const one = JSON.stringify(envelope);

describe('content modes', () => {
  test.each([
    ['structured', 'application/cloudevents+json; charset=utf-8', one, false],
    ['structured, in capitals', 'Application/CloudEvents+JSON', one, false],
    ['batch', 'application/cloudevents-batch+json', `[${one}]`, true],
    ['plain JSON', 'application/json', one, false],
    ['a plain list', 'application/json', `[${one}]`, true],
    ['no content type', '', one, false],
  ])('%s', (_, contentType, body, batch) => {
    expect(read(body, { 'content-type': contentType })).toEqual({ outcome: 'events', envelopes: [envelope], batch });
  });

  test('binary: the envelope from headers, decoded, the data from the body', () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'a%20b%E2%82%AC',
      'ce-source': '/ci/100%',
      'ce-type': 't',
      'ce-traceparent': '00-1',
      authorization: 'Bearer x',
    };
    expect(read('{"a":1}', headers)).toEqual({
      outcome: 'events',
      envelopes: [
        { specversion: '1.0', id: 'a b€', source: '/ci/100%', type: 't', traceparent: '00-1', data: { a: 1 } },
      ],
      batch: false,
    });
  });

  test('binary without data', () => {
    expect(read('', { 'ce-id': '1' })).toEqual({
      outcome: 'events',
      envelopes: [{ id: '1', data: undefined }],
      batch: false,
    });
  });

  test('data as base64 is data, alone and in a batch', () => {
    const { data, ...others } = envelope;
    const encoded = JSON.stringify({ ...others, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') });
    const json = { 'content-type': 'application/cloudevents+json' };
    expect(read(encoded, json)).toEqual({ outcome: 'events', envelopes: [envelope], batch: false });
    expect(read(`[${encoded}]`, {})).toEqual({ outcome: 'events', envelopes: [envelope], batch: true });
  });

  test('base64 of what is no JSON is left for the check to miss data', () => {
    const { data, ...others } = envelope;
    const opaque = { ...others, data_base64: Buffer.from('<xml/>').toString('base64') };
    expect(data).toEqual({ a: 1 });
    expect(read(JSON.stringify(opaque), {})).toMatchObject({ envelopes: [opaque] });
  });

  test('an empty batch is a batch', () => {
    expect(read('[]', { 'content-type': 'application/cloudevents-batch+json' })).toMatchObject({ envelopes: [] });
  });
});

describe('what cannot be read', () => {
  test.each([
    ['a list where one event was announced', 'application/cloudevents+json', '[]', 'invalid_body'],
    ['one event where a list was announced', 'application/cloudevents-batch+json', one, 'invalid_body'],
    ['a text', 'application/json', '"event"', 'invalid_body'],
    ['half an event', 'application/json', '{"id":', 'unreadable_body'],
    ['nothing', 'application/json', '', 'unreadable_body'],
    ['too deep', 'application/json', '['.repeat(300), 'too_complex'],
    [
      'too many',
      'application/json',
      `[${Array(MOST_EVENTS + 1)
        .fill('{}')
        .join(',')}]`,
      'invalid_body',
    ],
  ])('%s', (_, contentType, body, code) => {
    expect(read(body, { 'content-type': contentType })).toMatchObject({
      outcome: 'problems',
      code,
      problems: [{ pointer: '', message: expect.stringMatching(/./) }],
    });
  });

  test('binary data that is no JSON', () => {
    expect(read('<event/>', { 'ce-id': '1', 'content-type': 'application/xml' })).toMatchObject({
      problems: [{ message: 'data of type application/xml cannot be read: send JSON' }],
    });
  });

  test('as many as are allowed are read', () => {
    const body = `[${Array(MOST_EVENTS).fill('{}').join(',')}]`;
    expect(read(body, { 'content-type': 'application/json' })).toMatchObject({ outcome: 'events' });
  });
});
