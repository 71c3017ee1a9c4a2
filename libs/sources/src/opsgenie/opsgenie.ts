import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { bodies } from './test-events.js';

/** Opsgenie, and Jira Service Management's alerts: outgoing webhook integration. It signs nothing. */
export const opsgenie: Source = {
  id: 'opsgenie',
  title: 'Opsgenie',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'action'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** Actions that change what Leadline keeps, with their order among those of one millisecond. */
const measured: ReadonlyMap<string, number> = new Map([
  ['Create', 0],
  ['AddTags', 2],
  ['RemoveTags', 2],
  ['UpdatePriority', 2],
  ['UpdateMessage', 2],
  ['Acknowledge', 4],
  ['UnAcknowledge', 5],
  ['Close', 8],
  ['Delete', 9],
]);

/** Actions that tell what the alert is now; the others may leave tags and entity out. */
const describing = ['Create', 'AddTags', 'RemoveTags', 'UpdatePriority', 'UpdateMessage'];

function understand({ body, reading }: JsonHook): Understood {
  const action = reading.requiredText(body, 'action');
  const rank = measured.get(action);
  if (reading.misfit === null && rank === undefined) {
    return ignored(`${quoted(action)} changes nothing of an alert that Leadline measures`);
  }
  const alert = reading.requiredObject(body, 'alert');
  const openedAt = reading.requiredMoment(alert, 'createdAt');
  // Alerts say when they were created in milliseconds, and when they were updated in nanoseconds.
  const at = action === 'Create' ? openedAt : reading.requiredMoment(alert, 'updatedAt');
  const id = reading.requiredText(alert, 'alertId');
  return says(
    eventOf(
      'incident',
      { id: `opsgenie:${id}:${action}:${at}`, source: 'opsgenie', time: at },
      {
        id: `opsgenie/${id}`,
        startedAt: openedAt,
        detectedAt: openedAt,
        ...transitionOf(action, at),
        ...alertOf(reading, alert, describing.includes(action)),
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

/** Attributes of an alert: https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/ */
function alertOf(reading: BodyReading, alert: Place, whole: boolean): Omit<EventData<'incident'>, 'id'> {
  const tags = reading.texts(alert, 'tags') ?? [];
  const tagged = tags.map((tag) => /^service:\s*(.+)$/i.exec(tag)?.[1]).find((name) => name !== undefined);
  const details = reading.object(alert, 'details');
  const named = tagged ?? reading.text(details, 'service');
  const place = tags.map((tag) => /^env(?:ironment)?:\s*(.+)$/i.exec(tag)?.[1]).find((name) => name !== undefined);
  return {
    service: named ?? (whole ? reading.text(alert, 'entity') : undefined),
    environment: place ?? reading.text(details, 'environment') ?? reading.text(details, 'env'),
    severity: priorityOf(reading, alert),
    title: reading.text(alert, 'message'),
    labels: whole || tags.length > 0 ? tags : undefined,
    source: 'opsgenie',
  };
}

/** "P1" to "P5"; old bodies write the number alone. */
function priorityOf(reading: BodyReading, alert: Place): string | undefined {
  const number = reading.integer(alert, 'priority');
  return number === undefined ? reading.text(alert, 'priority') : `P${number}`;
}

function transitionOf(action: string, at: string): Pick<EventData<'incident'>, 'acknowledgedAt' | 'resolvedAt'> {
  switch (action) {
    case 'Create':
      return { acknowledgedAt: undefined, resolvedAt: null };
    case 'Acknowledge':
      return { acknowledgedAt: at, resolvedAt: undefined };
    case 'UnAcknowledge':
      return { acknowledgedAt: null, resolvedAt: undefined };
    case 'Close':
    case 'Delete':
      return { acknowledgedAt: undefined, resolvedAt: at };
    default:
      return { acknowledgedAt: undefined, resolvedAt: undefined };
  }
}
