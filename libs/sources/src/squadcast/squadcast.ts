import { type EventData, eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Squadcast: outgoing webhooks, version 2. They sign nothing and send headers of one's own. */
export const squadcast: Source = {
  id: 'squadcast',
  title: 'Squadcast',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event', 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

const ranks: ReadonlyMap<string, number> = new Map([
  ['incident.triggered', 0],
  ['incident.reassigned', 2],
  ['incident.acknowledged', 4],
  ['incident.suppressed', 7],
  ['incident.resolved', 8],
]);

/** https://support.squadcast.com/integrations/outgoing-webhooks */
function understand({ body, reading }: JsonHook): Understood {
  const event = reading.requiredObject(body, 'event');
  const type = reading.requiredText(event, 'type');
  const rank = ranks.get(type);
  if (reading.misfit === null && rank === undefined) {
    return ignored(`${quoted(type)} tells nothing of an incident that Leadline measures`);
  }
  const data = reading.requiredObject(reading.requiredObject(body, 'data'), 'resource_data');
  const at = reading.requiredMoment(event, 'timestamp');
  const openedAt = reading.requiredMoment(data, 'created_at');
  const tags = reading.object(data, 'tags');
  const severity = tags && reading.object(tags, 'severity');
  const place = tags && (reading.object(tags, 'environment') ?? reading.object(tags, 'env'));
  return says(
    eventOf(
      'incident',
      { id: `squadcast:${reading.requiredText(event, 'id')}`, source: 'squadcast', time: at },
      {
        id: `squadcast/${reading.requiredText(data, 'id')}`,
        service: reading.requiredText(reading.requiredObject(data, 'service'), 'name'),
        environment: reading.text(place, 'value'),
        severity: severityOf(reading.text(data, 'priority') ?? reading.text(severity, 'value')),
        startedAt: openedAt,
        detectedAt: openedAt,
        ...transitionOf(type, at),
        title: reading.text(data, 'message'),
        url: reading.link(data, 'url'),
        source: 'squadcast',
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

function transitionOf(type: string, at: string): Partial<EventData<'incident'>> {
  switch (type) {
    case 'incident.acknowledged':
      return { acknowledgedAt: at, resolvedAt: null };
    case 'incident.suppressed':
      return { resolvedAt: at, status: 'false_positive' };
    case 'incident.resolved':
      return { resolvedAt: at };
    default:
      return { resolvedAt: null };
  }
}
