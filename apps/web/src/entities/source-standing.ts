import { exactDuration } from '../format/duration.js';
import type { MetricId, SourceStandingFragment } from '../generated/graphql.js';

/** Leadline's own endpoint: its configuration and corrections, which come when somebody makes them. */
const OWN = new Set(['leadline']);

/** Tools that send incidents and nothing else. */
const incidentTools = new Set([
  'alertmanager',
  'datadog',
  'firehydrant',
  'freshstatus',
  'grafana-alerting',
  'grafana-oncall',
  'incident-io',
  'jira',
  'newrelic',
  'opsgenie',
  'pagerduty',
  'pingdom',
  'rootly',
  'sentry',
  'servicenow',
  'splunk-oncall',
  'squadcast',
  'statuspage',
]);

export const isOwn = ({ source }: SourceStandingFragment): boolean => OWN.has(source);

/** For how long an endpoint has sent nothing that usually sends, in milliseconds; null: it is not silent. */
export function silentFor({ silent, lastReceivedAt }: SourceStandingFragment, now: number): number | null {
  return silent && lastReceivedAt !== null ? Math.max(0, now - Date.parse(lastReceivedAt)) : null;
}

/** What to say on the tile of a metric: "pagerduty silent 26 h 10 min". */
export function staleTexts(
  sources: readonly SourceStandingFragment[],
  metric: MetricId,
  now: number,
): readonly string[] {
  const isOfIncidents = metric === 'CHANGE_FAIL_RATE' || metric === 'FAILED_DEPLOYMENT_RECOVERY_TIME';
  return sources
    .filter(({ source }) => isOfIncidents || !incidentTools.has(source))
    .flatMap((source) => {
      const silence = silentFor(source, now);
      return silence === null ? [] : [`${source.endpoint} silent ${exactDuration(silence / 1000)}`];
    });
}
