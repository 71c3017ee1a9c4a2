import { exactDuration } from '../format/duration.js';
import type { MetricId, SourceStandingFragment } from '../generated/graphql.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the last 7 days: whoever sends less often may well be silent for a day. */
const REGULAR = 14;

/** Leadline's own endpoint: its configuration and corrections, which come when somebody makes them. */
const OWN = new Set(['leadline']);

/** Tools that send incidents and nothing else. */
const incidentTools = new Set([
  'pagerduty',
  'opsgenie',
  'alertmanager',
  'grafana',
  'statuspage',
  'incidentio',
  'jira',
  'servicenow',
]);

export const isOwn = ({ source }: SourceStandingFragment): boolean => OWN.has(source);

/** How long an endpoint that used to send regularly has sent nothing, in milliseconds; null: it is not silent. */
export function silentFor(source: SourceStandingFragment, now: number): number | null {
  const { lastReceivedAt, last7Days, last24Hours } = source;
  if (isOwn(source) || lastReceivedAt === null) return null;
  const received = ({ normalized, ignored, quarantined }: typeof last7Days): number =>
    normalized + ignored + quarantined;
  const silence = now - Date.parse(lastReceivedAt);
  return silence > DAY_MS && received(last7Days) >= REGULAR && received(last24Hours) === 0 ? silence : null;
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
