import { eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { severityOf } from '../severity.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Grafana OnCall and IRM: outgoing webhooks that forward everything. They sign nothing. */
export const grafanaOncall: Source = {
  id: 'grafana-oncall',
  title: 'Grafana OnCall',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event', 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** States of an alert group, in their order. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['firing', 0],
  ['silenced', 2],
  ['acknowledged', 4],
  ['resolved', 8],
]);

/** https://grafana.com/docs/oncall/latest/configure/outgoing-webhooks/#event-types */
function understand({ body, reading }: JsonHook): Understood {
  const event = reading.requiredObject(body, 'event');
  const group = reading.requiredObject(body, 'alert_group');
  const state = reading.requiredText(group, 'state');
  const rank = ranks.get(state);
  if (reading.misfit === null && rank === undefined) return ignored(`the state ${quoted(state)} is unknown`);
  const id = reading.requiredText(group, 'id');
  const startedAt = reading.requiredInstant(group, 'created_at');
  const acknowledgedAt = reading.instant(group, 'acknowledged_at') ?? null;
  const resolvedAt = state === 'resolved' ? reading.requiredInstant(group, 'resolved_at') : null;
  // Of an escalation the time is not said: then what the group knows of itself is the latest.
  const at = reading.instant(event, 'time') ?? resolvedAt ?? acknowledgedAt ?? startedAt;
  const labels = reading.object(group, 'labels');
  const integration = reading.object(body, 'integration');
  const ofIntegration = integration && reading.object(integration, 'labels');
  const links = reading.object(group, 'permalinks');
  return says(
    eventOf(
      'incident',
      { id: `grafana-oncall:${id}:${state}:${at}`, source: 'grafana-oncall', time: at },
      {
        id: `grafana-oncall/${id}`,
        service:
          reading.text(labels, 'service') ??
          reading.text(labels, 'service_name') ??
          reading.text(ofIntegration, 'service') ??
          reading.text(integration, 'name'),
        environment: reading.text(labels, 'environment') ?? reading.text(labels, 'env'),
        severity: severityOf(reading.text(labels, 'severity') ?? reading.text(labels, 'urgency')),
        startedAt,
        detectedAt: startedAt,
        acknowledgedAt,
        resolvedAt,
        title: reading.text(group, 'title'),
        url: links === null ? undefined : reading.link(links, 'web'),
        source: 'grafana-oncall',
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}
