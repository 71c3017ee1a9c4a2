import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import { type TimestampedHmacScheme, verifyTimestampedHmac } from '../signature.js';
import type { HookRequest, Source, Verification } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedAtBy } from '../test-event.js';
import { bodies } from './test-events.js';

const HEADER = 'x-rootly-signature';

/** https://docs.rootly.com/configuration/webhooks: timestamp and body follow each other without separator. */
const signature: TimestampedHmacScheme = {
  header: HEADER,
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
  signed: (timestamp, body) => [timestamp, body],
  unit: 's',
  toleranceS: 5 * 60,
};

/** Rootly: outgoing webhooks. */
export const rootly: Source = {
  id: 'rootly',
  title: 'Rootly',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event', 'type'),
  verify,
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, occasion) =>
    signedAtBy(signature, body, occasion, (timestamp, signed) => ({ [HEADER]: `t=${timestamp},${signed}` })),
  ),
};

/** "t=1492774588,v1=6657a8…" */
function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const [, timestamp, signed] = /^t=(\d{1,12}),\s*(v1=[^,]*)$/.exec(request.headers[HEADER] ?? '') ?? [];
  if (signed === undefined) {
    return { outcome: 'refused', reason: request.headers[HEADER] ? 'invalid_signature' : 'missing_signature' };
  }
  const parted = { headers: { [HEADER]: signed }, body: request.body };
  return verifyTimestampedHmac(signature, parted, timestamp, secrets, now);
}

/** What happened to an incident, in the order in which it happens within a millisecond. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['incident.in_triage', 0],
  ['incident.created', 1],
  ['incident.updated', 3],
  ['incident.mitigated', 5],
  ['incident.resolved', 8],
  ['incident.cancelled', 9],
  ['incident.deleted', 9],
]);

/** https://docs.rootly.com/configuration/event-payloads */
function understand({ body, reading }: JsonHook): Understood {
  const event = reading.requiredObject(body, 'event');
  const type = reading.requiredText(event, 'type');
  const rank = ranks.get(type);
  if (reading.misfit === null && rank === undefined) {
    return ignored(
      type.startsWith('alert.')
        ? 'an alert is no incident until somebody declares one'
        : `${quoted(type)} tells nothing of an incident that Leadline measures`,
    );
  }
  const data = reading.requiredObject(body, 'data');
  const kind = reading.text(data, 'kind');
  if (kind !== undefined && /^(test|example|scheduled)/.test(kind))
    return ignored(`an incident of the kind ${quoted(kind)} is none`);
  const at = reading.requiredInstant(event, 'issued_at');
  return says(
    eventOf(
      'incident',
      { id: `rootly:${reading.requiredText(event, 'id')}`, source: 'rootly', time: at },
      {
        id: `rootly/${reading.requiredKey(data, 'id')}`,
        ...attributesOf(reading, data),
        ...timesOf(reading, data),
        ...(type === 'incident.cancelled' && { status: 'false_positive', resolvedAt: at }),
        ...(type === 'incident.deleted' && { status: 'false_positive', resolvedAt: at }),
        source: 'rootly',
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

function timesOf(reading: BodyReading, data: Place): Partial<EventData<'incident'>> {
  const startedAt = reading.instant(data, 'started_at') ?? reading.requiredInstant(data, 'created_at');
  const acknowledgedAt = reading.instant(data, 'acknowledged_at');
  return {
    startedAt,
    detectedAt: reading.instant(data, 'detected_at') ?? reading.instant(data, 'created_at') ?? startedAt,
    acknowledgedAt,
    resolvedAt: reading.instant(data, 'resolved_at') ?? null,
  };
}

function attributesOf(reading: BodyReading, data: Place): Partial<EventData<'incident'>> {
  const services = reading.objects(data, 'services').flatMap((service) => reading.text(service, 'name') ?? []);
  const severity = reading.object(data, 'severity');
  const environments = reading.objects(data, 'environments').flatMap((place) => reading.text(place, 'name') ?? []);
  return {
    service: services[0],
    // Of several one may be production: then it counts.
    environment: environments.length === 1 ? environments[0] : undefined,
    labels: services.length > 1 ? services.map((name) => `service:${name}`) : undefined,
    severity: severityOf(reading.text(severity, 'name') ?? reading.text(severity, 'slug')),
    title: reading.text(data, 'title'),
    url: reading.link(data, 'url') ?? reading.link(data, 'short_url'),
  };
}
