import { type EventData, eventOf } from '@leadline/events';
import type { Place } from '../body-reading.js';
import { ignored, type JsonHook, quoted, rejected, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';

/**
 * A threshold was crossed, which Sentry calls an incident itself: of each project that its rule watches.
 * https://docs.sentry.io/organization/integrations/integration-platform/webhooks/metric-alerts/
 */
export function metricAlert({ body, reading }: JsonHook, data: Place): Understood {
  const action = reading.requiredText(body, 'action');
  if (reading.misfit === null && !['open', 'warning', 'critical', 'resolved'].includes(action)) {
    return ignored(`${quoted(action)} is no state of an alert`);
  }
  const alert = reading.requiredObject(data, 'metric_alert');
  const id = reading.requiredKey(alert, 'id');
  const startedAt = reading.requiredInstant(alert, 'date_started');
  const detectedAt = reading.instant(alert, 'date_detected') ?? startedAt;
  const at = action === 'resolved' ? reading.requiredInstant(alert, 'date_closed') : detectedAt;
  const projects = reading.texts(alert, 'projects') ?? [];
  if (reading.misfit === null && projects.length === 0) {
    return rejected('invalid_body', 'expected the projects it is of', `${alert.pointer}/projects`);
  }
  const rule = reading.object(alert, 'alert_rule');
  const said: Omit<EventData<'incident'>, 'id'> = {
    startedAt,
    detectedAt,
    resolvedAt: action === 'resolved' ? at : null,
    ...(action !== 'resolved' && { severity: action }),
    environment: reading.text(rule, 'environment'),
    title: reading.text(rule, 'name') ?? reading.text(alert, 'title'),
    url: reading.link(data, 'web_url'),
    source: 'sentry',
    occurredAt: at,
    revision: revisionOf(at, { open: 1, warning: 2, critical: 3 }[action] ?? 8),
  };
  const events = [...new Set(projects)].map((project) =>
    eventOf(
      'incident',
      { id: `sentry:metric_alert:${id}:${project}:${action}:${at}`, source: 'sentry', time: at },
      { id: `sentry/metric_alert/${id}/${project}`, service: project, ...said },
    ),
  );
  return says(...events);
}
