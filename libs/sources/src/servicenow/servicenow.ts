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
  const named = spellingOf(body);
  const id = reading.requiredKey(body, named('sys_id'));
  const state = (reading.key(body, named('state')) ?? reading.requiredText(body, named('state'))).toLowerCase();
  // ServiceNow writes times in UTC without saying so.
  const openedAt = reading.requiredMoment(body, named('opened_at'), 'UTC');
  const resolvedAt =
    reading.moment(body, named('resolved_at'), 'UTC') ?? reading.moment(body, named('closed_at'), 'UTC');
  const ended = closed.has(state) || cancelled.has(state);
  const updatedAt =
    reading.moment(body, named('sys_updated_on'), 'UTC') ?? (ended ? resolvedAt : undefined) ?? openedAt;
  if (ended && resolvedAt === undefined) reading.requiredMoment(body, named('resolved_at'), 'UTC');
  return says(
    eventOf(
      'incident',
      { id: `servicenow:${id}:${state}:${updatedAt}`, source: 'servicenow', time: updatedAt },
      {
        id: `servicenow/${id}`,
        ...attributesOf(reading, body, named),
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

type Field = keyof typeof inCamelCase;

/** Rules that others wrote name the same fields in camel case. */
const inCamelCase = {
  sys_id: 'sysId',
  state: 'state',
  opened_at: 'openedAt',
  resolved_at: 'resolvedAt',
  closed_at: 'closedAt',
  sys_updated_on: 'sysUpdatedOn',
  severity: 'severity',
  priority: 'priority',
  business_service: 'businessService',
  cmdb_ci: 'cmdbCi',
  short_description: 'shortDescription',
  url: 'url',
  number: 'number',
} as const;

function spellingOf({ fields }: Place): (name: Field) => string {
  return (name) => {
    const isOther = fields[name] === undefined && Object.hasOwn(fields, inCamelCase[name]);
    return isOther ? inCamelCase[name] : name;
  };
}

/** "1" or "1 - Critical" is a priority; it stays as it was written, with P before a number alone. */
function attributesOf(
  reading: BodyReading,
  body: Place,
  named: (name: Field) => string,
): Partial<EventData<'incident'>> {
  const priority = reading.key(body, named('severity')) ?? reading.key(body, named('priority'));
  return {
    service: reading.text(body, named('business_service')) ?? reading.text(body, named('cmdb_ci')),
    severity: priority !== undefined && /^\d$/.test(priority) ? `P${priority}` : priority,
    title: reading.text(body, named('short_description')),
    url: reading.link(body, named('url')),
    number: reading.text(body, named('number')),
  };
}
