import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/**
 * Datadog monitors by the webhooks integration. Its body is whatever the user makes of Datadog's variables: understood
 * are the names of the template in the setup, and those that others commonly give the same variables.
 */
export const datadog: Source = {
  id: 'datadog',
  title: 'Datadog',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'alert_transition'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

type Turn = 'opens' | 'stays' | 'closes';

/** https://docs.datadoghq.com/integrations/webhooks/#variables: ALERT_TRANSITION, and ALERT_TYPE where it is not sent. */
const turns: ReadonlyMap<string, Turn> = new Map([
  ['triggered', 'opens'],
  ['re-triggered', 'stays'],
  ['renotify', 'stays'],
  ['warn', 'opens'],
  ['re-warn', 'stays'],
  ['no data', 'opens'],
  ['re-no data', 'stays'],
  ['recovered', 'closes'],
  ['error', 'opens'],
  ['warning', 'opens'],
  ['success', 'closes'],
]);

function understand({ body, reading }: JsonHook): Understood {
  const transition = firstOf(reading, body, ['alert_transition', 'transition', 'alert_type']);
  if (transition === undefined) reading.requiredText(body, 'alert_transition');
  if (transition?.startsWith('$') === true) {
    return rejected('invalid_body', `Datadog did not fill in ${quoted(transition)}`, '/alert_transition');
  }
  const turn = turns.get(transition?.toLowerCase() ?? '');
  if (reading.misfit === null && turn === undefined) {
    return ignored(`${quoted(transition ?? '')} neither raises nor settles an alert`);
  }
  const at = momentOf(reading, body);
  const key = keyOf(reading, body);
  if (turn === 'stays') return ignored('the alert was raised before and is only repeated');
  const closes = turn === 'closes';
  return says(
    eventOf(
      'incident',
      {
        id: `datadog:${key}:${closes ? 'recovered' : 'triggered'}:${Date.parse(at) || 0}`,
        source: 'datadog',
        time: at,
      },
      {
        id: `datadog/${key}`,
        ...attributesOf(reading, body),
        ...(closes ? { resolvedAt: at } : { startedAt: at, detectedAt: at, resolvedAt: null }),
        source: 'datadog',
        occurredAt: at,
        revision: revisionOf(at, closes ? 8 : 0),
      },
    ),
  );
}

const firstOf = (reading: BodyReading, body: Place, names: readonly string[]): string | undefined =>
  names.map((name) => reading.text(body, name)).find((value) => value !== undefined);

/** `$DATE` and `$LAST_UPDATED` in milliseconds, or `$DATE_POSIX` in seconds. */
function momentOf(reading: BodyReading, body: Place): string {
  const name = ['date', 'date_posix', 'last_updated'].find((member) => (body.fields[member] ?? '') !== '');
  return reading.requiredMoment(body, name ?? 'date');
}

/**
 * One id from when an alert triggers until it recovers. A template without `$ALERT_CYCLE_KEY` leaves the monitor and what
 * it was raised for: then the incidents of both are one that opens and closes again.
 */
function keyOf(reading: BodyReading, body: Place): string {
  const cycle = firstOf(reading, body, ['alert_cycle_key', 'cycle_key']);
  if (cycle !== undefined) return cycle;
  const monitor = ['monitor_id', 'alert_id'].map((name) => reading.key(body, name)).find((id) => id !== undefined);
  const scope = firstOf(reading, body, ['alert_scope', 'scopes', 'scope']);
  const id = monitor ?? reading.requiredKey(body, 'alert_cycle_key');
  return scope === undefined ? `monitor/${id}` : `monitor/${id}/${scope}`;
}

function attributesOf(reading: BodyReading, body: Place): Omit<EventData<'incident'>, 'id'> {
  const tags = tagsOf(reading, body);
  const named = firstOf(reading, body, ['service', 'service_name']);
  return {
    service: tagged(tags, 'service') ?? named,
    environment: tagged(tags, 'env') ?? firstOf(reading, body, ['env', 'environment']),
    severity: severityOf(firstOf(reading, body, ['alert_priority', 'priority', 'severity'])),
    title: firstOf(reading, body, ['title', 'event_title', 'alert_title']),
    url: reading.link(body, 'url') ?? reading.link(body, 'link') ?? reading.link(body, 'event_url'),
    labels: tags,
  };
}

/** `$TAGS` as "env:prod, service:shop", or as a list. */
function tagsOf(reading: BodyReading, body: Place): string[] {
  const listed = reading.texts(body, 'tags') ?? (reading.text(body, 'tags') ?? '').split(',');
  return listed.map((tag) => tag.trim()).filter((tag) => tag !== '');
}

function tagged(tags: readonly string[], name: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1);
}
