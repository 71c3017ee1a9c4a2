import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, quoted, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';

/**
 * V2 webhooks, which PagerDuty sends no more but many proxies still do: several messages a body, each with the incident
 * as it was then and the log entry that says when.
 */
export function messagesOf({ body, reading }: JsonHook): Understood {
  const messages = reading.objects(body, 'messages');
  const events = messages.flatMap((message) => incidentOf(reading, message) ?? []);
  if (events.length > 0 || reading.misfit !== null) return says(...events);
  const names = messages.map((message) => quoted(reading.text(message, 'event') ?? '')).join(', ');
  return ignored(`no message tells of an incident that Leadline measures: ${names || 'there is none'}`);
}

const MEASURED = new Map([
  ['incident.trigger', 0],
  ['incident.acknowledge', 4],
  ['incident.unacknowledge', 5],
  ['incident.resolve', 8],
]);

function incidentOf(reading: BodyReading, message: Place): LeadlineEvent | undefined {
  const type = reading.requiredText(message, 'event');
  const rank = MEASURED.get(type);
  if (rank === undefined) return undefined;
  const incident = reading.requiredObject(message, 'incident');
  const service = reading.requiredObject(incident, 'service');
  const openedAt = reading.requiredInstant(incident, 'created_at');
  const [entry] = reading.objects(message, 'log_entries');
  const at = (entry && reading.instant(entry, 'created_at')) ?? reading.requiredInstant(message, 'created_on');
  const id = reading.requiredText(incident, 'id');
  return eventOf(
    'incident',
    { id: `pagerduty:${id}:${type}:${at}`, source: 'pagerduty', time: at },
    {
      id: `pagerduty/${id}`,
      service: reading.requiredText(service, 'id'),
      serviceName: reading.text(service, 'name') ?? reading.text(service, 'summary'),
      severity: reading.text(reading.object(incident, 'priority'), 'summary') ?? reading.text(incident, 'urgency'),
      title: reading.text(incident, 'title'),
      url: reading.link(incident, 'html_url'),
      source: 'pagerduty',
      startedAt: openedAt,
      detectedAt: openedAt,
      ...transitionOf(type, at),
      occurredAt: at,
      revision: revisionOf(at, rank),
    },
  );
}

function transitionOf(type: string, at: string): Partial<EventData<'incident'>> {
  switch (type) {
    case 'incident.acknowledge':
      return { acknowledgedAt: at, resolvedAt: null };
    case 'incident.unacknowledge':
      return { acknowledgedAt: null };
    case 'incident.resolve':
      return { resolvedAt: at };
    default:
      return { resolvedAt: null };
  }
}
