import { type EventData, eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** New Relic: workflow webhooks with the default template. They sign nothing. */
export const newrelic: Source = {
  id: 'newrelic',
  title: 'New Relic',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'state'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

const ranks: ReadonlyMap<string, number> = new Map([
  ['CREATED', 0],
  ['ACTIVATED', 1],
  ['ACTIVE', 1],
  ['ACKNOWLEDGED', 4],
  ['CLOSED', 8],
]);

/** https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook */
function understand({ body, reading }: JsonHook): Understood {
  const state = reading.requiredText(body, 'state').toUpperCase();
  const rank = ranks.get(state);
  if (reading.misfit === null && rank === undefined) return ignored(`the state ${quoted(state)} is unknown`);
  const id = reading.requiredKey(body, 'id');
  const openedAt = reading.requiredMoment(body, 'createdAt');
  const updatedAt = reading.moment(body, 'updatedAt') ?? openedAt;
  const entities = reading.texts(body, 'impactedEntities') ?? [];
  return says(
    eventOf(
      'incident',
      { id: `newrelic:${id}:${state}:${updatedAt}`, source: 'newrelic', time: updatedAt },
      {
        id: `newrelic/${id}`,
        service: entities[0],
        labels: entities.length > 1 ? entities.map((name) => `entity:${name}`) : undefined,
        severity: reading.text(body, 'priority'),
        startedAt: openedAt,
        detectedAt: openedAt,
        ...transitionOf(state, reading.moment(body, 'closedAt') ?? updatedAt, reading.moment(body, 'acknowledgedAt')),
        title: reading.text(body, 'title'),
        url: reading.link(body, 'issueUrl'),
        source: 'newrelic',
        occurredAt: updatedAt,
        revision: revisionOf(updatedAt, rank ?? 0),
      },
    ),
  );
}

/** An acknowledged issue stays active, and the default template does not say that it was. */
function transitionOf(state: string, at: string, acknowledgedAt: string | undefined): Partial<EventData<'incident'>> {
  return {
    acknowledgedAt: acknowledgedAt ?? (state === 'ACKNOWLEDGED' ? at : undefined),
    resolvedAt: state === 'CLOSED' ? at : null,
  };
}
