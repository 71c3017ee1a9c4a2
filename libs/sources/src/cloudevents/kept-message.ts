import { eventOf, type KnownEvent } from '@leadline/events';
import { isRecord } from '../body-reading.js';
import { inUtc } from '../rfc3339.js';
import type { CdCloudEvent } from './as-cdevent.js';
import { type CdEvent, cdEvent } from './cdevents-message.js';
import { eventIdOf } from './identity.js';

/**
 * Attribute of an event under which the CDEvent it was made from stands as it was told, so that it can be told again
 * unchanged. No number is made from it.
 */
export const CD_EVENT = 'cdEvent';

/**
 * Longest message (bytes as it was sent, or else characters of JSON) that is kept beside a fact, which is read whenever its
 * entity changes. A longer one is told again in Leadline's words.
 */
const LONGEST_BESIDE = 64 * 1024;
/** The same of a message that no fact is made of: it is read when it is told again, but there are no words for it. */
const LONGEST_ALONE = 512 * 1024;

/**
 * The message as an attribute to be kept. One that came in few bytes is short, and its JSON need not be written to know:
 * written again it is at most six times as long, where it is all numbers ("9e20").
 */
export function kept(message: unknown, sentBytes: number, longest = LONGEST_BESIDE): { readonly [CD_EVENT]?: unknown } {
  const isShort = sentBytes <= LONGEST_BESIDE || JSON.stringify(message).length <= longest;
  return isShort ? { [CD_EVENT]: message } : {};
}

/** A message that no fact is made of, as an event that holds it and nothing else; none where it is too long. */
export function keptAlone({ context, subject }: CdEvent, message: unknown, sentBytes: number): KnownEvent[] {
  const { [CD_EVENT]: whole } = kept(message, sentBytes, LONGEST_ALONE);
  if (!isRecord(whole)) return [];
  const id = eventIdOf(context.source, context.id);
  const time = inUtc(context.timestamp);
  const envelope = { id, source: subject.source ?? context.source, time };
  return [{ kind: 'cdevent', event: eventOf('cdevent', envelope, { id, cdEvent: whole, occurredAt: time }) }];
}

/** The message an event was made from, in its envelope; null: it was not made from one. */
export function keptIn(data: Readonly<Record<string, unknown>>): CdCloudEvent | null {
  const message = data[CD_EVENT];
  const parsed = isRecord(message) ? cdEvent.safeParse(message) : undefined;
  return parsed?.success ? enveloped(parsed.data, message as CdCloudEvent['data']) : null;
}

/** https://github.com/cdevents/spec/blob/main/cloudevents-binding.md */
function enveloped({ context, subject }: CdEvent, data: CdCloudEvent['data']): CdCloudEvent {
  return {
    specversion: '1.0',
    id: context.id,
    source: context.source,
    type: context.type,
    subject: subject.id,
    time: context.timestamp,
    datacontenttype: 'application/json',
    data,
  };
}
