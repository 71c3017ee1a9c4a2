import { hash } from 'node:crypto';
import { canonicalJson, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from './body-reading.js';
import { ignored, type JsonHook, quoted, rejected, says, type Understood } from './json-hook.js';
import { revisionOf } from './revision.js';
import { severityOf } from './severity.js';

/**
 * Alerts in the form Prometheus' Alertmanager gave them and Grafana took over: one body holds several, firing and
 * resolved together, and is sent again every `repeat_interval`. Each firing of one set of labels is an incident.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertsOf({ body, reading }: JsonHook, source: string): Understood {
  const alerts = reading.requiredObjects(body, 'alerts');
  const events: LeadlineEvent[] = [];
  for (const alert of alerts) {
    const understood = alertOf(reading, alert, source);
    if (understood.outcome === 'rejected') return understood;
    if (understood.outcome === 'events') events.push(...understood.events);
  }
  if (events.length > 0 || reading.misfit !== null) return says(...events);
  return ignored(alerts.length === 0 ? 'no alert in it' : 'alerts of severity "none" are heartbeats, no incidents');
}

function alertOf(reading: BodyReading, alert: Place, source: string): Understood {
  const labels = reading.requiredObject(alert, 'labels');
  const status = reading.requiredText(alert, 'status');
  const startedAt = reading.requiredMoment(alert, 'startsAt');
  if (reading.text(labels, 'severity') === 'none') return ignored('a heartbeat');
  if (reading.misfit !== null) return says();
  switch (status) {
    case 'firing':
      return says(incidentOf(reading, alert, { labels, source, startedAt, resolvedAt: null }));
    case 'resolved': {
      const resolvedAt = reading.moment(alert, 'endsAt');
      if (resolvedAt === undefined) {
        return rejected('invalid_body', 'the alert is resolved and has no end', `${alert.pointer}/endsAt`);
      }
      if (Date.parse(resolvedAt) < Date.parse(startedAt)) {
        return rejected('invalid_body', 'the alert ends before it starts', `${alert.pointer}/endsAt`);
      }
      return says(incidentOf(reading, alert, { labels, source, startedAt, resolvedAt }));
    }
    default:
      return rejected('invalid_body', `${quoted(status)} is no status of an alert`, `${alert.pointer}/status`);
  }
}

interface Firing {
  readonly labels: Place;
  readonly source: string;
  readonly startedAt: string;
  readonly resolvedAt: string | null;
}

function incidentOf(reading: BodyReading, alert: Place, firing: Firing): LeadlineEvent {
  const { labels, source, startedAt, resolvedAt } = firing;
  const annotations = reading.object(alert, 'annotations');
  const at = resolvedAt ?? startedAt;
  const key = `${fingerprintOf(reading, alert, labels)}/${Date.parse(startedAt)}`;
  const name = reading.text(labels, 'alertname');
  return eventOf(
    'incident',
    { id: `${source}:${key}:${resolvedAt === null ? 'firing' : 'resolved'}`, source, time: at },
    {
      id: `${source}/${key}`,
      service: firstIn(reading, labels, SERVICE_LABELS),
      environment: firstIn(reading, labels, ENVIRONMENT_LABELS),
      severity: severityOf(reading.text(labels, 'severity')),
      startedAt,
      detectedAt: startedAt,
      resolvedAt,
      title: reading.text(annotations, 'summary') ?? name,
      url: reading.link(alert, 'generatorURL'),
      labels: labelTexts(labels),
      source,
      occurredAt: at,
      revision: revisionOf(at, resolvedAt === null ? 0 : 8),
    },
  );
}

/** Labels that name a service by convention, the plainest first; the scrape job is mostly named after it. */
const SERVICE_LABELS = ['service', 'service_name', 'app', 'application', 'app_kubernetes_io_name', 'job'];

/** Labels that name an environment by convention. */
const ENVIRONMENT_LABELS = ['environment', 'env', 'deployment_environment'];

const firstIn = (reading: BodyReading, labels: Place, names: readonly string[]): string | undefined =>
  names.map((name) => reading.text(labels, name)).find((value) => value !== undefined);

/** "key:value" of each label, sorted. */
function labelTexts({ fields }: Place): string[] {
  const texts: string[] = [];
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value === 'string') texts.push(`${name}:${value}`);
  }
  return texts.sort();
}

/** Alertmanager's own key of a set of labels; before version 0.19 it sent none. */
function fingerprintOf(reading: BodyReading, alert: Place, labels: Place): string {
  return reading.text(alert, 'fingerprint') ?? hash('sha256', canonicalJson(labels.fields), 'hex').slice(0, 16);
}
