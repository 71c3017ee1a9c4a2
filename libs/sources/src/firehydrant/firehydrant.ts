import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.firehydrant.com/docs/webhooks#verifying-requests */
const signature: HmacScheme = { header: 'fh-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

/** FireHydrant: webhooks subscribed to incidents. */
export const firehydrant: Source = {
  id: 'firehydrant',
  title: 'FireHydrant',
  deliveryId: () => null,
  eventName: (request) =>
    [memberOf(request, 'event', 'resource_type'), memberOf(request, 'event', 'operation')].filter(Boolean).join('.'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** https://docs.firehydrant.com/docs/webhooks#incident-event-payloads */
function understand({ body, reading }: JsonHook): Understood {
  const event = reading.object(body, 'event');
  const resource = reading.text(event, 'resource_type');
  if (resource !== undefined && resource !== 'incident') return ignored(`a ${quoted(resource)} is no incident`);
  const data = reading.requiredObject(body, 'data');
  const incident = reading.requiredObject(data, 'incident');
  const id = reading.requiredText(incident, 'id');
  const createdAt = reading.requiredMoment(incident, 'created_at');
  const milestone = reading.text(incident, 'current_milestone') ?? 'started';
  const times = milestonesOf(reading, incident);
  const startedAt = times.get('started') ?? createdAt;
  const resolved = CLOSED.includes(milestone);
  const resolvedAt = times.get('resolved') ?? reading.moment(incident, 'resolved_at');
  // The body does not say when it was sent: the latest milestone is when it was last known to change.
  const latest = [...times.values()].reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), createdAt);
  if (resolved && resolvedAt === undefined) reading.requiredMoment(incident, 'resolved_at');
  return says(
    eventOf(
      'incident',
      { id: `firehydrant:${id}:${milestone}:${latest}`, source: 'firehydrant', time: latest },
      {
        id: `firehydrant/${id}`,
        ...attributesOf(reading, incident),
        startedAt,
        detectedAt: times.get('detected') ?? createdAt,
        acknowledgedAt: times.get('acknowledged'),
        resolvedAt: resolved ? resolvedAt : null,
        source: 'firehydrant',
        occurredAt: latest,
        revision: revisionOf(latest, Math.max(MILESTONES.indexOf(milestone), 0)),
      },
    ),
  );
}

/** Milestones in their order: https://docs.firehydrant.com/docs/incident-milestones */
const MILESTONES = [
  'started',
  'detected',
  'acknowledged',
  'investigating',
  'identified',
  'mitigated',
  'resolved',
  'postmortem_started',
  'postmortem_completed',
  'closed',
];
const CLOSED = MILESTONES.slice(MILESTONES.indexOf('resolved'));

function milestonesOf(reading: BodyReading, incident: Place): Map<string, string> {
  const times = new Map<string, string>();
  for (const milestone of reading.objects(incident, 'milestones')) {
    const name = reading.text(milestone, 'type') ?? reading.text(milestone, 'slug') ?? reading.text(milestone, 'name');
    const at = reading.moment(milestone, 'occurred_at') ?? reading.moment(milestone, 'created_at');
    if (name !== undefined && at !== undefined) times.set(name.toLowerCase(), at);
  }
  return times;
}

function attributesOf(reading: BodyReading, incident: Place): Partial<EventData<'incident'>> {
  const impacted = reading.objects(incident, 'impacts').filter((impact) => reading.text(impact, 'type') === 'service');
  const services = [...reading.objects(incident, 'services'), ...impacted].flatMap((place) => {
    const impact = reading.object(place, 'impact');
    return reading.text(place, 'name') ?? reading.text(impact, 'name') ?? [];
  });
  const severity = reading.text(incident, 'severity') ?? reading.text(reading.object(incident, 'severity'), 'slug');
  return {
    service: services[0],
    labels: services.length > 1 ? services.map((name) => `service:${name}`) : undefined,
    severity: severity === 'UNSET' ? undefined : severityOf(severity),
    title: reading.text(incident, 'name'),
    url: reading.link(incident, 'incident_url'),
  };
}
