import { createHash } from 'node:crypto';
import { eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { isRecord } from '../body-reading.js';
import { type JsonBody, parseJson, textOf } from '../json-body.js';
import { memberOf, rejected, says } from '../json-hook.js';
import { jsonOf } from '../once-parsed.js';
import { standardWebhookId, verifyStandardWebhook } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { standardWebhookOf, type TestOccasion } from '../test-event.js';
import { bodies } from './test-events.js';

/** Any tool: signed as Standard Webhooks has it, or with a token. What its bodies mean, the catalogue's mapping says. */
export const standard: Source = {
  id: 'standard',
  title: 'Any other tool (Standard Webhooks)',
  deliveryId: standardWebhookId,
  eventName: (request) => memberOf(request, 'type'),
  verify,
  normalize,
  testEvents: jsonTestEvents(bodies, prove),
};

/** Only secrets of the form "whsec_…" are keys: another text would decode to a weak one. Others are tokens. */
function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const keys = secrets.filter((secret) => secret.startsWith('whsec_'));
  const signed = verifyStandardWebhook(request, keys, now);
  if (signed.outcome === 'verified' || signed.reason === 'stale') return signed;
  const tokens = secrets.filter((secret) => !secret.startsWith('whsec_'));
  const token = verifyHookToken(request, tokens);
  return token.outcome === 'refused' && token.reason === 'missing_signature' ? signed : token;
}

/** A test event is proven as the secret is: by a key or by a token. */
function prove(body: Uint8Array, occasion: TestOccasion): Readonly<Record<string, string>> {
  const isKey = occasion.secret.startsWith('whsec_');
  return { ...standardWebhookOf(body, occasion), ...(!isKey && byToken(body, occasion)) };
}

/** Keeps the body as it came: what it means may be declared, or declared otherwise, long after. */
function normalize(delivery: Delivery): Normalized {
  const json = carefullyParsed(delivery);
  if (json.outcome !== 'json') {
    return rejected(json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex', json.message);
  }
  const { endpoint, headers, body } = delivery;
  const id = standardWebhookId(delivery) ?? createHash('sha256').update(body).digest('hex');
  const sentAt = sentAtOf(headers);
  const event = eventOf(
    'foreign',
    { id: `standard:${endpoint}:${id}`, source: endpoint, time: sentAt },
    {
      endpoint,
      id,
      body: json.value,
      // What is sent again is dated anew: the first time holds.
      ...(sentAt !== undefined && { sentAt, revision: -Date.parse(sentAt) }),
    },
  );
  return says(event);
}

/** Parsed with the care that a body needs which is copied whole; by far the most are the same without. */
function carefullyParsed(delivery: Delivery): JsonBody {
  const json = jsonOf(delivery);
  if (json.outcome !== 'json') return json;
  const { buffer, byteOffset, byteLength } = delivery.body;
  const isEscaped = Buffer.from(buffer, byteOffset, byteLength).includes('\\u');
  if (!isEscaped && !needsCare(json.value)) return json;
  return parseJson(textOf(delivery.body), { copiedWhole: true, exactIntegers: true });
}

/** The least integer of sixteen digits: text of such numbers is kept, as they may have lost some. */
const LONG_INTEGER = 1e15;

/** Whether any number may have lost digits, or any member has a name that a copy would take for its prototype. */
function needsCare(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) >= LONG_INTEGER;
  if (Array.isArray(value)) {
    for (const item of value) if (mayNeedCare(item) && needsCare(item)) return true;
  } else if (isRecord(value)) {
    for (const name in value) {
      if (name === '__proto__' || (mayNeedCare(value[name]) && needsCare(value[name]))) return true;
    }
  }
  return false;
}

/** Most members are texts: they are passed over without a call. */
const mayNeedCare = (value: unknown): boolean => typeof value === 'number' || typeof value === 'object';

/** When a signed message was sent; the timestamp of an unsigned one proves nothing. */
function sentAtOf(headers: HookRequest['headers']): string | undefined {
  const signed = headers['webhook-signature'] ?? headers['svix-signature'];
  const timestamp = headers['webhook-timestamp'] ?? headers['svix-timestamp'] ?? '';
  return signed !== undefined && /^\d{9,11}$/.test(timestamp)
    ? new Date(Number(timestamp) * 1000).toISOString()
    : undefined;
}
