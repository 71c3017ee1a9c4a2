import { expect, test } from 'vitest';
import { memberOf, ignored, understandJson } from './json-hook.js';
import { OnceParsed } from './once-parsed.js';
import type { Delivery } from './source.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sent = { endpoint: 'azure', receivedAt: 0, headers: {}, body: bytes('{"eventType":"git.push"}') };

test('who is asked second sees the very JSON that the first was given', () => {
  const delivery = new OnceParsed(sent);
  let seen: unknown;
  understandJson(delivery, ({ body }) => {
    seen = body.fields;
    return ignored('seen');
  });
  expect(memberOf(delivery, 'eventType')).toBe('git.push');
  expect(delivery.json).toEqual({ outcome: 'json', value: { eventType: 'git.push' } });
  expect(delivery.json.outcome === 'json' && delivery.json.value).toBe(seen);
});

test('what has another body is parsed anew', () => {
  const delivery: Delivery = new OnceParsed(sent);
  expect(memberOf(delivery, 'eventType')).toBe('git.push');
  expect(memberOf({ ...delivery, body: bytes('{"eventType":"build.complete"}') }, 'eventType')).toBe('build.complete');
});

test('a number that lost digits is read again with all of them', () => {
  const delivery = new OnceParsed({ ...sent, body: bytes('{"id":12345678901234567890}') });
  expect(memberOf(delivery, 'id')).toBe('');
  let id: string | undefined;
  understandJson(delivery, ({ body, reading }) => {
    id = reading.requiredKey(body, 'id');
    return ignored('seen');
  });
  expect(id).toBe('12345678901234567890');
});
