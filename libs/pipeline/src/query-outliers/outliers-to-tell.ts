import { doraMetrics, type Outlier } from '@leadline/insights';
import type { Analytics } from '@leadline/ports';
import { queryOutliers } from './query-outliers.js';
import type { OutlierQuery } from './scan-question.js';

interface FoundOutlier {
  readonly outlier: Outlier;
  /** What its group is. */
  readonly by: 'team' | 'service';
}

/** Which teams may stand out: whether one does is told by all of them, whatever the scope. */
type TeamsToTell = 'all' | 'none' | { readonly only: string };

/**
 * Outliers among the services and the teams: what went worse first, within it the surest. What concerns everything
 * together the five metrics say themselves, but for a single day. Of a team or service only the surest is told.
 */
export async function outliersToTell(
  analytics: Analytics,
  { teams, ...query }: Omit<OutlierQuery, 'ids' | 'by'> & { readonly teams: TeamsToTell },
): Promise<FoundOutlier[]> {
  const found: FoundOutlier[] = [];
  for (const by of teams === 'none' ? (['service'] as const) : (['team', 'service'] as const)) {
    const dimension = by === 'team' ? 'TEAM' : 'SERVICE';
    const scope = by === 'team' ? {} : query.scope;
    const answer = await queryOutliers(analytics, { ...query, scope, ids: doraMetrics, by: { dimension } });
    if (answer.outcome !== 'scan') continue;
    const own = answer.scan.outliers.filter(({ subject }) => by === 'service' || isOf(subject, teams));
    found.push(...own.map((outlier) => ({ outlier, by })));
  }
  const told = found
    .filter(({ outlier }) => outlier.subject.kind !== 'everything' || outlier.rule === 'unusual_day')
    // What went wrong is what somebody may have to do something about.
    .toSorted((a, b) => Number(b.outlier.direction === 'worse') - Number(a.outlier.direction === 'worse'));
  const bySubject = told.toReversed().map((one) => [subjectOf(one.outlier, one.by), one] as const);
  return [...new Map(bySubject).values()].toReversed();
}

const isOf = (subject: Outlier['subject'], teams: TeamsToTell): boolean =>
  typeof teams === 'string' ? teams === 'all' : subject.kind === 'group' && subject.group === teams.only;

function subjectOf({ subject, rule, measure }: Outlier, by: 'team' | 'service'): string {
  switch (subject.kind) {
    case 'everything':
      return `${rule} ${measure}`;
    case 'group':
      return `${by} ${subject.group}`;
    case 'deployment':
    case 'incident':
      return `${subject.kind} ${subject.record.id}`;
  }
}
