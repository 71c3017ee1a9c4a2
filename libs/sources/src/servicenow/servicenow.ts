import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { type JsonHook, memberOf, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** ServiceNow has no outgoing webhook: the business rule of the setup sends the fields of an incident. */
export const servicenow: Source = {
  id: 'servicenow',
  title: 'ServiceNow',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'state'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** States of an incident, by number and by name: 6 and 7 end it, 8 takes it back. */
const closed = new Set(['6', '7', 'resolved', 'closed']);
const cancelled = new Set(['8', 'canceled', 'cancelled']);

function understand({ body, reading }: JsonHook): Understood {
  const said = inOneSpelling(body);
  const id = reading.requiredKey(said, 'sys_id');
  const state = (reading.key(said, 'state') ?? reading.requiredText(said, 'state')).toLowerCase();
  // ServiceNow writes times in UTC without saying so.
  const openedAt = reading.requiredMoment(said, 'opened_at', 'UTC');
  const resolvedAt = reading.moment(said, 'resolved_at', 'UTC') ?? reading.moment(said, 'closed_at', 'UTC');
  const ended = closed.has(state) || cancelled.has(state);
  const updatedAt = reading.moment(said, 'sys_updated_on', 'UTC') ?? (ended ? resolvedAt : undefined) ?? openedAt;
  if (ended && resolvedAt === undefined) reading.requiredMoment(said, 'resolved_at', 'UTC');
  return says(
    eventOf(
      'incident',
      { id: `servicenow:${id}:${state}:${updatedAt}`, source: 'servicenow', time: updatedAt },
      {
        id: `servicenow/${id}`,
        ...attributesOf(reading, said),
        startedAt: openedAt,
        detectedAt: openedAt,
        resolvedAt: ended ? resolvedAt : null,
        status: cancelled.has(state) ? 'false_positive' : null,
        source: 'servicenow',
        occurredAt: updatedAt,
        revision: revisionOf(updatedAt, ended ? 8 : 2),
      },
    ),
  );
}

/** Rules that others wrote name the same fields in camel case: "sysId" for "sys_id". */
function inOneSpelling(place: Place): Place {
  const { fields, pointer } = place;
  if (!Object.keys(fields).some((name) => /[A-Z]/.test(name))) return place;
  const named = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return { fields: Object.fromEntries([...named, ...Object.entries(fields)]), pointer };
}

/** "1" or "1 - Critical" is a priority; it stays as it was written, with P before a number alone. */
function attributesOf(reading: BodyReading, body: Place): Partial<EventData<'incident'>> {
  const priority = reading.key(body, 'severity') ?? reading.key(body, 'priority');
  return {
    service: reading.text(body, 'business_service') ?? reading.text(body, 'cmdb_ci'),
    severity: priority !== undefined && /^\d$/.test(priority) ? `P${priority}` : priority,
    title: reading.text(body, 'short_description'),
    url: reading.link(body, 'url'),
    number: reading.text(body, 'number'),
  };
}
