import type { LeadlineEvent } from '@leadline/events';
import { BodyReading, isRecord, type Place } from './body-reading.js';
import { type JsonBody, parseJson, textOf } from './json-body.js';
import { jsonOf } from './once-parsed.js';
import type { Delivery, HookRequest, Normalized, RejectionCode } from './source.js';

/** A JSON body with what is needed to understand it. */
export interface JsonHook {
  readonly body: Place;
  readonly reading: BodyReading;
  /** In lower case; those that hold secrets are gone. */
  readonly headers: HookRequest['headers'];
}

/** What became of a body; whether all that was read of it fits is asked afterwards. */
export type Understood = Normalized;

export const says = (...events: readonly LeadlineEvent[]): Understood => ({ outcome: 'events', events });
export const ignored = (reason: string): Understood => ({ outcome: 'ignored', reason });
export const rejected = (code: RejectionCode, message: string, pointer = ''): Understood => ({
  outcome: 'rejected',
  code,
  message,
  pointer,
});

/** What was understood of JSON that stands in a text of the body: its own places lie within that text. */
export function insideOf(understood: Understood, what: string, pointer: string): Understood {
  if (understood.outcome !== 'rejected') return understood;
  return rejected(understood.code, `in ${what}${understood.pointer}: ${understood.message}`, pointer);
}

/** What a stranger wrote, short enough to be repeated in a reason. */
export const quoted = (text: string): string => `"${text.slice(0, 64)}"`;

/** Has the JSON object that was sent understood; what does not fit is told with its place. */
export function understandJson(delivery: Delivery, understand: (hook: JsonHook) => Understood): Normalized {
  const { normalized, lostDigits } = attempt(jsonOf(delivery), delivery, understand);
  return lostDigits ? exactly(textOf(delivery.body), delivery, understand) : normalized;
}

/** The same for JSON that stood inside something else: a form, or a text within another JSON. */
export function understandText(text: string, around: Around, understand: (hook: JsonHook) => Understood): Normalized {
  const { normalized, lostDigits } = attempt(parseJson(text), around, understand);
  return lostDigits ? exactly(text, around, understand) : normalized;
}

/** With what a body came. */
type Around = Pick<Delivery, 'headers' | 'receivedAt'>;

/** Parsed so that no number loses digits. */
const exactly = (text: string, around: Around, understand: (hook: JsonHook) => Understood): Normalized =>
  attempt(parseJson(text, { exactIntegers: true }), around, understand).normalized;

function attempt(
  json: JsonBody,
  { headers, receivedAt }: Around,
  understand: (hook: JsonHook) => Understood,
): { readonly normalized: Normalized; readonly lostDigits: boolean } {
  if (json.outcome !== 'json') {
    const code = json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex';
    return { normalized: rejected(code, json.message), lostDigits: false };
  }
  if (!isRecord(json.value)) return { normalized: rejected('invalid_body', 'expected an object'), lostDigits: false };
  const reading = new BodyReading(receivedAt);
  const understood = understand({ body: { fields: json.value, pointer: '' }, reading, headers });
  const normalized: Normalized = reading.misfit === null ? understood : { outcome: 'rejected', ...reading.misfit };
  return { normalized, lostDigits: reading.lostDigits };
}

/** The text of a member at the top of a JSON body, for senders that name the event nowhere else; "" where there is none. */
export function memberOf(request: HookRequest, ...path: readonly string[]): string {
  const json = jsonOf(request);
  let value = json.outcome === 'json' ? json.value : undefined;
  for (const name of path) value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof value === 'string' ? value.slice(0, 64) : '';
}
