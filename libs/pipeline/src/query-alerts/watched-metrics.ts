import type { Catalogue } from '@leadline/events';
import type { WatchedMetric } from '@leadline/insights';
import { metricIds, type MetricOptions, type Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { statusOf } from '../metric-rows/point-status.js';
import { isWithin } from '../query-metrics/team-paths.js';
import { queryMetrics } from '../query-metrics/query-metrics.js';

const DAY = 86_400_000;
/** How far back windows are looked at. */
const LOOK_BACK = { day: 28 * DAY, week: 12 * 7 * DAY, month: 186 * DAY } as const;
const BUCKET = { day: 'DAY', week: 'WEEK', month: 'MONTH' } as const;
/** Most teams and services whose metrics are watched: each is a question of its own. */
export const MOST_WATCHED = 50;

/** Metrics that the configuration wants within bounds, of what the scope asks for: one question each. */
export async function watchedMetrics(
  analytics: Analytics,
  catalogue: Catalogue,
  { scope, asOf, options }: { readonly scope: Scope; readonly asOf: number; readonly options: MetricOptions },
): Promise<WatchedMetric[]> {
  const wanted = (catalogue.thresholds ?? [])
    .flatMap((threshold) => {
      const metric = metricIds.find((id) => id === threshold.metric);
      return metric === undefined ? [] : subjectsOf(threshold).map((subject) => ({ ...threshold, metric, subject }));
    })
    .filter(({ subject }) => isAskedFor(subject, scope))
    .slice(0, MOST_WATCHED);
  const watched: WatchedMetric[] = [];
  for (const { metric, subject, above = null, below = null, per, severity } of wanted) {
    const answer = await queryMetrics(analytics, catalogue, {
      ids: [metric],
      window: { from: asOf - LOOK_BACK[per], to: asOf, timeZone: catalogue.organisation.timeZone },
      bucket: BUCKET[per],
      by: [],
      scope: subject.scope,
      asOf,
      options,
    });
    // What cannot be asked of a team or a service has no value there.
    if (answer.outcome !== 'points') continue;
    watched.push({
      metric,
      subject: subject.name,
      services: subject.scope.services ?? [],
      above,
      below,
      severity,
      windows: answer.points
        .filter(({ partial, bucketEnd }) => !partial && bucketEnd <= asOf)
        .map((point) => ({
          until: point.bucketEnd,
          value: statusOf(point, point.bucketEnd, asOf) === 'INSUFFICIENT' ? null : point.value,
        })),
    });
  }
  return watched;
}

interface Subject {
  /** A team's path, a service's name; "": everybody. */
  readonly name: string;
  readonly scope: Pick<Scope, 'teams' | 'services'>;
}

function subjectsOf({ teams, services }: { readonly teams: readonly string[]; readonly services: readonly string[] }) {
  const named = [
    ...teams.map((team): Subject => ({ name: team, scope: { teams: [team] } })),
    ...services.map((service): Subject => ({ name: service, scope: { services: [service] } })),
  ];
  return named.length === 0 ? [{ name: '', scope: {} }] : named;
}

/** Everything where nothing is asked for in particular; else teams and services that are, and nobody else's numbers. */
function isAskedFor({ scope: { teams: [team] = [], services: [service] = [] } }: Subject, asked: Scope): boolean {
  const { teams = [], services = [], ...other } = asked;
  if (Object.values(other).some((names) => (names ?? []).length > 0)) return false;
  if (teams.length + services.length === 0) return true;
  if (team !== undefined) return teams.length > 0 && isWithin(team, teams);
  return service !== undefined && services.includes(service);
}
