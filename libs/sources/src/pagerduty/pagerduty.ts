import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { signedBy } from '../test-event.js';
import { messagesOf } from './v2.js';
import { bodies } from './test-events.js';

/** https://developer.pagerduty.com/docs/verifying-webhook-signatures: any of several signatures is enough. */
const signature: HmacScheme = {
  header: 'x-pagerduty-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
  separator: ',',
};

/** PagerDuty: webhook subscriptions (V3), and what is left of V2 extensions. */
export const pagerduty: Source = {
  id: 'pagerduty',
  title: 'PagerDuty',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event', 'event_type'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

function understand(hook: JsonHook): Understood {
  const { body, reading } = hook;
  if (body.fields['event'] === undefined && body.fields['messages'] !== undefined) return messagesOf(hook);
  const event = reading.requiredObject(body, 'event');
  const type = reading.requiredText(event, 'event_type');
  if (type === 'pagey.ping') return ignored('pagey.ping: PagerDuty tried whether the hook works');
  const data = reading.requiredObject(event, 'data');
  if (!type.startsWith('incident.') || reading.text(data, 'type') !== 'incident') {
    return ignored(`${quoted(type)} tells nothing of an incident that Leadline measures`);
  }
  const at = reading.requiredInstant(event, 'occurred_at');
  const id = reading.requiredText(event, 'id');
  const incident = eventOf(
    'incident',
    { id: `pagerduty:${id}`, source: 'pagerduty', time: at },
    {
      occurredAt: at,
      revision: revisionOf(at, rankOf(type)),
      ...transitionOf(reading, type, at, data),
      ...incidentOf(reading, data),
    },
  );
  return says(incident);
}

/** https://developer.pagerduty.com/docs/webhooks-overview#incident */
function incidentOf(reading: BodyReading, data: Place): EventData<'incident'> {
  const service = reading.requiredObject(data, 'service');
  const priority = reading.object(data, 'priority');
  return {
    id: `pagerduty/${reading.requiredText(data, 'id')}`,
    // The id, as the catalogue's aliases name it: people rename services.
    service: reading.requiredText(service, 'id'),
    serviceName: reading.text(service, 'summary'),
    severity: severityOf(reading.text(priority, 'summary') ?? reading.text(data, 'urgency')),
    title: reading.text(data, 'title'),
    url: reading.link(data, 'html_url'),
    source: 'pagerduty',
  };
}

/** What the event changed. Older bodies lack `created_at`: then the trigger's own instant is the opening. */
function transitionOf(reading: BodyReading, type: string, at: string, data: Place): Partial<EventData<'incident'>> {
  const openedAt = reading.instant(data, 'created_at') ?? (type === 'incident.triggered' ? at : undefined);
  const opened = openedAt === undefined ? {} : { startedAt: openedAt, detectedAt: openedAt };
  switch (type) {
    case 'incident.acknowledged':
      return { ...opened, acknowledgedAt: at, resolvedAt: null };
    case 'incident.unacknowledged':
      return { ...opened, acknowledgedAt: null };
    case 'incident.resolved': {
      const reason = reading.text(reading.object(data, 'resolve_reason'), 'type');
      return { ...opened, resolvedAt: at, ...(reason === 'merge_resolve_reason' && { status: 'duplicate' }) };
    }
    case 'incident.triggered':
      return { ...opened, resolvedAt: null };
    case 'incident.reopened':
      // Whatever it was resolved as, it is no more.
      return { ...opened, resolvedAt: null, status: null };
    default:
      return opened;
  }
}

/** Lifecycle of what PagerDuty stamps with one instant. */
function rankOf(type: string): number {
  switch (type) {
    case 'incident.triggered':
      return 0;
    case 'incident.resolved':
      return 8;
    case 'incident.reopened':
      return 9;
    default:
      return 4;
  }
}
