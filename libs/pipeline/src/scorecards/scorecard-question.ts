import type { ScorecardScope, SentMail } from '@leadline/insights';
import { civilBuckets, type CivilBucket, type MetricOptions, type Scope } from '@leadline/metrics';

/** What a scorecard is asked. */
export interface ScorecardQuestion {
  readonly scope: ScorecardScope;
  /** The last full weeks end here at the latest, epoch milliseconds. */
  readonly until: number;
  /** Zone of weeks and days. */
  readonly timeZone: string;
  /** Epoch milliseconds: only what was known then counts. */
  readonly asOf: number;
  readonly options: MetricOptions;
  /** Weekly mails that a mail server took: `control` knows them, not the warehouse. */
  readonly mails: readonly SentMail[];
  /** Ids of deployments that Leadline's own channels were told of: `control` knows them too. */
  readonly told: ReadonlySet<string>;
}

const DAY = 86_400_000;
const WEEKS = 12;

/** The last twelve full weeks before a moment, oldest first. */
export function fullWeeks({
  until,
  timeZone,
  asOf,
  options,
}: Omit<ScorecardQuestion, 'scope' | 'mails' | 'told'>): CivilBucket[] {
  const end = Math.min(until, asOf);
  const window = { from: end - (WEEKS + 2) * 7 * DAY, to: end, timeZone };
  return civilBuckets(window, 'WEEK', end, options.weekStart)
    .filter(({ partial }) => !partial)
    .slice(-WEEKS);
}

/** The scope of the numbers of a scorecard. */
export function metricScope(scope: ScorecardScope): Scope {
  switch (scope.kind) {
    case 'organisation':
      return {};
    case 'team':
      return { teams: [scope.name] };
    case 'service':
      return { services: [scope.name] };
  }
}
