import type { LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange } from '../flag-facts.js';
import { textOf } from '../json-body.js';
import { ignored, type JsonHook, rejected, says, type Understood, understandText } from '../json-hook.js';
import { type TimestampedHmacScheme, verifyTimestampedHmac } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedAtBy } from '../test-event.js';
import { bodies } from './test-events.js';

const ID = 'x-configcat-webhook-id';
const TIMESTAMP = 'x-configcat-webhook-timestamp';

/**
 * https://configcat.com/docs/advanced/notifications-webhooks/#verifying-webhook-requests: id, timestamp and body follow
 * each other without separator, and the key is the whole text "configcat_whsk_…".
 */
const scheme = (id: string): TimestampedHmacScheme => ({
  header: 'x-configcat-webhook-signature-v1',
  algorithm: 'sha256',
  encoding: 'base64',
  prefix: '',
  separator: ',',
  signed: (timestamp, body) => [id, timestamp, body],
  unit: 's',
  toleranceS: 5 * 60,
});

/** ConfigCat: notification webhooks with the body of the setup, or the list of changes alone. */
export const configcat: Source = {
  id: 'configcat',
  title: 'ConfigCat',
  deliveryId: (request) => request.headers[ID] ?? null,
  eventName: () => 'change',
  verify,
  normalize,
  testEvents: jsonTestEvents(
    bodies,
    (body, occasion) => ({
      [ID]: occasion.id,
      ...signedAtBy(scheme(occasion.id), body, occasion, (timestamp, signature) => ({
        [TIMESTAMP]: timestamp,
        [scheme(occasion.id).header]: signature,
      })),
    }),
    (_, id, at) => ({ [ID]: id, [TIMESTAMP]: String(Math.floor(Date.parse(at) / 1000)) }),
  ),
};

function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const { [ID]: id, [TIMESTAMP]: timestamp } = request.headers;
  if (!id) return { outcome: 'refused', reason: 'missing_signature' };
  return verifyTimestampedHmac(scheme(id), request, timestamp, secrets, now);
}

/** The variable ##ChangeDetails## is a list; a body of it alone is read as if it stood in the setup's template. */
function normalize(delivery: Delivery): Normalized {
  const text = textOf(delivery.body);
  const isList = text.trimStart().startsWith('[');
  const understood = understandText(isList ? `{"changes":${text}}` : text, delivery, understand);
  return isList && understood.outcome === 'rejected'
    ? { ...understood, pointer: understood.pointer.replace(/^\/changes/, '') }
    : understood;
}

function understand({ body, reading, headers }: JsonHook): Understood {
  const at = reading.momentInHeader(headers, TIMESTAMP);
  if (at === undefined) return rejected('invalid_body', 'no X-ConfigCat-Webhook-Timestamp header says when');
  const id = headers[ID] ?? at;
  const environment = reading.text(body, 'environment');
  const events = reading
    .requiredObjects(body, 'changes')
    .flatMap((change, index) => changeOf(reading, change, { key: `${id}/${index}`, at, environment }) ?? []);
  return events.length > 0 || reading.misfit !== null
    ? says(...events)
    : ignored("it changes nobody's sight of a flag");
}

function changeOf(
  reading: BodyReading,
  change: Place,
  said: { readonly key: string; readonly at: string; readonly environment: string | undefined },
): LeadlineEvent | undefined {
  const flag = reading.requiredText(change, 'settingKey');
  if (reading.text(change, 'event') !== 'changed') return undefined;
  const exposure = exposureIn(reading.text(change, 'details') ?? '');
  return exposure === undefined ? undefined : flagChange({ source: 'configcat', flag, ...said, exposure });
}

/** What became of a setting stands only in words: "false ➔ true", or percentages that were added ("+ 20% true"). */
function exposureIn(details: string): Exposure | undefined {
  const added = [...details.matchAll(/^[ \t]*\+ (\d{1,3})% (\S+)[ \t\r]*$/gm)];
  if (added.length > 0) {
    const shown = added.reduce((sum, [, share, value]) => sum + (value === 'false' ? 0 : Number(share)), 0);
    return shown <= 100 ? shown : null;
  }
  const turned = /: (?:true|false|on|off) [➔➞→] (true|false|on|off)[ \t\r]*$/m.exec(details)?.[1];
  if (turned !== undefined) return turned === 'true' || turned === 'on' ? 100 : 0;
  return /targeting|percentage|[➔➞→]/i.test(details) ? null : undefined;
}
