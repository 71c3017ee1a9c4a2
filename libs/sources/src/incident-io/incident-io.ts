import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import { standardWebhookId, verifyStandardWebhook } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { standardWebhookOf } from '../test-event.js';
import { bodies } from './test-events.js';

/** incident.io: webhooks, signed as Standard Webhooks (Svix). */
export const incidentIo: Source = {
  id: 'incident-io',
  title: 'incident.io',
  deliveryId: (request) => standardWebhookId(request),
  eventName: (request) => memberOf(request, 'event_type'),
  // Another text than a key of this form would decode to a weak one.
  verify: (request, secrets, now) =>
    verifyStandardWebhook(
      request,
      secrets.filter((secret) => secret.startsWith('whsec_')),
      now,
    ),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, occasion) => standardWebhookOf(body, occasion)),
};

/** Categories of an incident's status: https://api-docs.incident.io/tag/Incident-Statuses-V1 */
const closing: ReadonlyMap<string, string | null> = new Map([
  ['learning', null],
  ['closed', null],
  ['declined', 'false_positive'],
  ['canceled', 'false_positive'],
  ['merged', 'duplicate'],
]);

/** https://api-docs.incident.io/tag/Webhooks. What the event is about stands under the event's own name. */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'event_type');
  if (reading.misfit === null && !/^public_incident\.incident_(created|updated|status_updated)_v2$/.test(type)) {
    return ignored(`${quoted(type)} tells nothing of an incident that Leadline measures`);
  }
  const payload = reading.requiredObject(body, type);
  const changed = reading.object(payload, 'incident');
  const incident = changed ?? payload;
  const mode = reading.text(incident, 'mode');
  if (mode === 'test' || mode === 'tutorial') return ignored(`an incident of the mode ${mode} is none`);
  const id = reading.requiredText(incident, 'id');
  const openedAt = reading.requiredInstant(incident, 'created_at');
  const updatedAt = reading.instant(incident, 'updated_at') ?? openedAt;
  const status = (changed && reading.object(payload, 'new_status')) ?? reading.object(incident, 'incident_status');
  const category = reading.text(status, 'category');
  const times = timestampsOf(reading, incident);
  const startedAt = times.get('impact started at') ?? times.get('reported at') ?? openedAt;
  return says(
    eventOf(
      'incident',
      { id: `incident-io:${id}:${type}:${updatedAt}`, source: 'incident-io', time: updatedAt },
      {
        id: `incident-io/${id}`,
        service: fieldOf(reading, incident, /^(affected )?services?$/i),
        environment: fieldOf(reading, incident, /^(affected )?environments?$/i),
        severity: severityOf(reading.text(reading.object(incident, 'severity'), 'name')),
        startedAt,
        detectedAt: times.get('identified at') ?? times.get('reported at') ?? openedAt,
        acknowledgedAt: times.get('accepted at'),
        ...closingOf(
          category,
          times.get('fixed at') ?? times.get('resolved at'),
          changed === null ? undefined : updatedAt,
        ),
        title: reading.text(incident, 'name'),
        url: reading.link(incident, 'permalink'),
        source: 'incident-io',
        occurredAt: updatedAt,
        revision: revisionOf(updatedAt, rankOf(type, category)),
      },
    ),
  );
}

function rankOf(type: string, category: string | undefined): number {
  if (category !== undefined && closing.has(category)) return 8;
  return type.includes('created') ? 0 : 4;
}

/** A change of status says when it was; any other event leaves that to the incident's own timestamps. */
function closingOf(
  category: string | undefined,
  resolvedAt: string | undefined,
  changedAt: string | undefined,
): Partial<EventData<'incident'>> {
  if (category === undefined || !closing.has(category)) return { resolvedAt: null, status: null };
  const at = resolvedAt ?? changedAt;
  const status = closing.get(category) ?? undefined;
  return { ...(at !== undefined && { resolvedAt: at }), ...(status !== undefined && { status }) };
}

/** Timestamps an organisation keeps, by name in small letters. */
function timestampsOf(reading: BodyReading, incident: Place): Map<string, string> {
  const times = new Map<string, string>();
  for (const entry of reading.objects(incident, 'incident_timestamp_values')) {
    const name = reading.text(reading.object(entry, 'incident_timestamp'), 'name')?.toLowerCase();
    const value = reading.object(entry, 'value');
    const at = value === null ? undefined : reading.instant(value, 'value');
    if (name !== undefined && at !== undefined) times.set(name, at);
  }
  return times;
}

/** The only value of the custom field of such a name. */
function fieldOf(reading: BodyReading, incident: Place, called: RegExp): string | undefined {
  const entries = reading.objects(incident, 'custom_field_entries').filter((entry) => {
    const name = reading.text(reading.object(entry, 'custom_field'), 'name');
    return name !== undefined && called.test(name);
  });
  const values = entries.flatMap((entry) => reading.objects(entry, 'values'));
  const names = values.map((value) => {
    const [catalogued, option] = [reading.object(value, 'value_catalog_entry'), reading.object(value, 'value_option')];
    return reading.text(catalogued, 'name') ?? reading.text(option, 'value') ?? reading.text(value, 'value_text');
  });
  return names.length === 1 ? names[0] : undefined;
}
