import type { EventProblem } from '@leadline/events';
import { isRecord } from '../body-reading.js';
import { parseJson, textOf } from '../json-body.js';
import type { HookRequest, RejectionCode } from '../source.js';

/** The envelopes of a request as they were sent, unchecked, or what keeps them from being read. */
export type ReadCloudEvents =
  | {
      readonly outcome: 'events';
      readonly envelopes: readonly unknown[];
      /** Whether they came as a list: pointers into a list begin with the position. */
      readonly batch: boolean;
    }
  | { readonly outcome: 'problems'; readonly code: RejectionCode; readonly problems: readonly EventProblem[] };

/** Most events of one request. */
export const MOST_EVENTS = 10_000;

/**
 * Reads the three content modes of the CloudEvents HTTP binding (structured, batch, binary), and plain JSON: an
 * envelope, a CDEvent, or a list of either.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readCloudEvents(request: HookRequest): ReadCloudEvents {
  const mediaType = mediaTypeOf(request);
  const isBinary = !mediaType.startsWith('application/cloudevents') && isBinaryMode(request);
  if (isBinary && mediaType !== '' && !/[/+]json$/.test(mediaType)) {
    return unreadable('unreadable_body', `data of type ${mediaType} cannot be read: send JSON`);
  }
  const text = textOf(request.body);
  const json = isBinary && text.trim() === '' ? undefined : parseJson(text, { copiedWhole: true });
  if (json !== undefined && json.outcome !== 'json') {
    return unreadable(json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex', json.message);
  }
  if (isBinary)
    return { outcome: 'events', envelopes: [{ ...attributesOf(request), data: json?.value }], batch: false };
  return listed(json?.value, mediaType);
}

function listed(value: unknown, mediaType: string): ReadCloudEvents {
  const mustBeBatch = mediaType === 'application/cloudevents-batch+json';
  const mustBeSingle = mediaType === 'application/cloudevents+json';
  if (Array.isArray(value) && !mustBeSingle) {
    if (value.length <= MOST_EVENTS) return { outcome: 'events', envelopes: value.map(withPlainData), batch: true };
    return unreadable('invalid_body', `${value.length} events: send at most ${MOST_EVENTS} in one request`);
  }
  if (isRecord(value) && !mustBeBatch) return { outcome: 'events', envelopes: [withPlainData(value)], batch: false };
  return unreadable('invalid_body', `expected ${mustBeBatch ? 'a list of events' : 'an event as JSON object'}`);
}

/**
 * The envelope with `data` in place of `data_base64`, in which SDKs send data they hold as bytes (CloudEvents JSON format,
 * 3.1.1). What is no JSON stays where it is, and is missed where data belongs.
 */
function withPlainData(envelope: unknown): unknown {
  if (!isRecord(envelope)) return envelope;
  const { data_base64: encoded } = envelope;
  if (typeof encoded !== 'string' || envelope['data'] !== undefined) return envelope;
  const json = parseJson(textOf(Buffer.from(encoded, 'base64')), { copiedWhole: true });
  if (json.outcome !== 'json') return envelope;
  const { data_base64: _, ...others } = envelope;
  return { ...others, data: json.value };
}

/** Content type without its parameters, in lower case. */
function mediaTypeOf({ headers }: HookRequest): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const ATTRIBUTE = /^ce-([a-z0-9]+)$/;

/** Whether the envelope is spread over headers: the ones that every CloudEvent must have, so that any tells. */
export function isBinaryMode({ headers }: HookRequest): boolean {
  return ['ce-specversion', 'ce-type', 'ce-id', 'ce-source'].some((name) => headers[name] !== undefined);
}

/** The attributes that stand in headers, by their names without the prefix. */
export function attributesOf({ headers }: HookRequest): Record<string, string> {
  const attributes = Object.entries(headers).flatMap(([header, value]) => {
    const name = ATTRIBUTE.exec(header)?.[1];
    return name === undefined ? [] : [[name, percentDecoded(value)] as const];
  });
  return Object.fromEntries(attributes);
}

/** Headers hold what is not printable ASCII as percent-encoded UTF-8; what is not well encoded is meant literally. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function unreadable(code: RejectionCode, message: string): ReadCloudEvents {
  return { outcome: 'problems', code, problems: [{ pointer: '', message }] };
}
