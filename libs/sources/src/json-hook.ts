import type { LeadlineEvent } from '@leadline/events';
import { BodyReading, isRecord, type Place } from './body-reading.js';
import { parseJson, textOf } from './json-body.js';
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

/** What a stranger wrote, short enough to be repeated in a reason. */
export const quoted = (text: string): string => `"${text.slice(0, 64)}"`;

/** Parses a JSON object that was sent and has it understood; what does not fit is told with its place. */
export function understandJson(delivery: Delivery, understand: (hook: JsonHook) => Understood): Normalized {
  return understandText(textOf(delivery.body), delivery, understand);
}

/** The same for JSON that stood inside something else: a form, or a text within another JSON. */
export function understandText(
  text: string,
  { headers, receivedAt }: Pick<Delivery, 'headers' | 'receivedAt'>,
  understand: (hook: JsonHook) => Understood,
): Normalized {
  const attempt = (exactIntegers: boolean): Normalized => {
    const json = parseJson(text, { exactIntegers });
    if (json.outcome !== 'json') {
      return rejected(json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex', json.message);
    }
    if (!isRecord(json.value)) return rejected('invalid_body', 'expected an object');
    const reading = new BodyReading(receivedAt);
    const understood = understand({ body: { fields: json.value, pointer: '' }, reading, headers });
    if (reading.lostDigits && !exactIntegers) return attempt(true);
    return reading.misfit === null ? understood : { outcome: 'rejected', ...reading.misfit };
  };
  return attempt(false);
}

/** The text of a member at the top of a JSON body, for senders that name the event nowhere else; "" where there is none. */
export function memberOf({ body }: HookRequest, ...path: readonly string[]): string {
  const json = parseJson(textOf(body));
  let value = json.outcome === 'json' ? json.value : undefined;
  for (const name of path) value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof value === 'string' ? value.slice(0, 64) : '';
}
