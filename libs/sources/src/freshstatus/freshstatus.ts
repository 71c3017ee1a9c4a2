import { eventOf } from '@leadline/events';
import type { Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Freshstatus: webhooks of a status page. They sign nothing. */
export const freshstatus: Source = {
  id: 'freshstatus',
  title: 'Freshstatus',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event_data', 'event_type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** Events of an incident, in the order in which they happen within an instant. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['INCIDENT_OPEN', 0],
  ['INCIDENT_UPDATE', 3],
  ['INCIDENT_CLOSE', 8],
  ['INCIDENT_CLOSED', 8],
]);

function understand({ body, reading }: JsonHook): Understood {
  const event = reading.requiredObject(body, 'event_data');
  const type = reading.requiredText(event, 'event_type');
  const rank = ranks.get(type);
  if (reading.misfit === null && rank === undefined)
    return ignored(`${quoted(type)} neither opens nor closes an incident`);
  const said = incidentIn(body);
  const id = `${reading.requiredKey(event, 'account_id')}/${reading.requiredKey(said, 'id')}`;
  const startedAt = reading.requiredMoment(said, 'start_time');
  const at = reading.requiredMoment(event, 'event_created_on');
  const closed = rank === 8;
  const services = (reading.text(said, 'affected_services') ?? '').split(',').map((name) => name.trim());
  return says(
    eventOf(
      'incident',
      { id: `freshstatus:${id}:${type}:${at}`, source: 'freshstatus', time: at },
      {
        id: `freshstatus/${id}`,
        service: services[0] === '' ? undefined : services[0],
        labels: services.length > 1 ? services.map((name) => `service:${name}`) : undefined,
        startedAt,
        detectedAt: startedAt,
        resolvedAt: closed ? (reading.moment(said, 'end_time') ?? at) : null,
        // What is on a status page is there because users notice.
        userFacing: true,
        title: reading.text(said, 'title'),
        source: 'freshstatus',
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

/** What is read of the incident. It writes the word None where nothing is. */
const incidentIn = ({ fields, pointer }: Place): Place => ({
  fields: {
    id: unlessNone(fields['id']),
    title: unlessNone(fields['title']),
    start_time: unlessNone(fields['start_time']),
    end_time: unlessNone(fields['end_time']),
    affected_services: unlessNone(fields['affected_services']),
  },
  pointer,
});

const unlessNone = (value: unknown): unknown => (value === 'None' ? undefined : value);
