import {
  type DataQuality,
  type DeploymentFact,
  type DigestInput,
  digestMetrics,
  type FlagFact,
  type IncidentFact,
  type NotableFinding,
  type Outlier,
  outlierFinding,
  weeksUntil,
} from '@leadline/insights';
import type { MetricOptions, Scope, Window } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { listFlagChanges } from '../query-entities/flag-changes.js';
import { listIncidents } from '../query-entities/incidents.js';
import { listDeployments } from '../query-entities/list-deployments.js';
import { servicesOfTeams } from '../query-entities/services.js';
import { listSources } from '../query-entities/sources.js';
import { queryOutliers } from '../query-outliers/query-outliers.js';
import type { OutlierQuery } from '../query-outliers/scan-question.js';
import type { DigestQuestion, WriterDeps } from './digest-writer.js';

/** Most entities of a kind a mail counts; it names a few of them. */
const MOST_LISTED = 500;

interface FoundOutlier {
  readonly outlier: Outlier;
  /** What its group is. */
  readonly by: 'team' | 'service';
}

/** Outliers that a mail about everybody, or one team, may tell. */
export async function findingsOf(
  { analytics, catalogue, asOf }: WriterDeps,
  { team, timeZone }: DigestQuestion,
  query: { readonly window: Window; readonly options: MetricOptions; readonly scope: Scope },
): Promise<NotableFinding[]> {
  const found = await outliersToTell(analytics, { ...query, asOf, teams: team === null ? 'all' : { only: team } });
  const name = team ?? catalogue.organisation.name;
  return found.map(({ outlier, by }) => outlierFinding(outlier, { by, name, timeZone }));
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
    const answer = await queryOutliers(analytics, { ...query, scope, ids: digestMetrics, by: { dimension } });
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

/** What happened in the week itself, latest first. */
export async function eventsOf(
  { analytics, catalogue, asOf }: WriterDeps,
  { team, week, timeZone }: DigestQuestion,
): Promise<Pick<DigestInput, 'deployments' | 'incidents' | 'flags'>> {
  const span = weeksUntil(week, 1, timeZone);
  const teams = team === null ? {} : { teams: [team] };
  const page = { first: MOST_LISTED, asOf };
  const failed = await listDeployments(analytics, { ...page, where: { ...teams, ...span, failed: true } });
  const rollbacks = await listDeployments(analytics, { ...page, where: { ...teams, ...span, kinds: ['rollback'] } });
  const begun = await listIncidents(analytics, catalogue, { ...page, where: { ...teams, ...span } });
  const open = await listIncidents(analytics, catalogue, { ...page, where: { ...teams, open: true, to: span.to } });
  const services = team === null ? undefined : servicesOfTeams(catalogue, [team], asOf);
  const flags =
    services?.length === 0
      ? { items: [] }
      : await listFlagChanges(analytics, { ...page, where: { ...(services && { services }), ...span } });
  const isProduction = ({ tier }: { readonly tier: string }): boolean => tier === 'production';
  const deployments = byId([...failed.items, ...rollbacks.items]).filter(isProduction);
  return {
    deployments: deployments
      .map((deployment): DeploymentFact => ({
        id: deployment.id,
        service: deployment.service,
        version: deployment.version,
        environment: deployment.environment,
        at: deployment.finishedAt ?? deployment.startedAt ?? span.from,
        isRollback: deployment.kind === 'rollback',
        isFailed: deployment.failed,
      }))
      .toSorted((a, b) => b.at - a.at),
    incidents: byId([...open.items, ...begun.items])
      .filter(({ counts }) => counts)
      .map(({ id, service, title, severity, startedAt, resolvedAt }): IncidentFact => ({
        id,
        service,
        title,
        severity,
        startedAt,
        resolvedAt,
      })),
    flags: flags.items.filter(isProduction).map(({ flag, services: affected, at, exposure }): FlagFact => ({
      flag,
      services: affected,
      at,
      exposure: exposure === null ? null : exposure / 100,
    })),
  };
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

export async function qualityOf(
  { analytics, asOf, behind }: WriterDeps,
  withLeadTime: DataQuality['withLeadTime'],
): Promise<DataQuality> {
  const sources = await listSources(analytics, asOf);
  return {
    withLeadTime,
    silent: sources.flatMap(({ endpoint, silent, lastReceivedAt }) =>
      silent && lastReceivedAt !== null ? [{ endpoint, since: lastReceivedAt }] : [],
    ),
    quarantined: sources.reduce((sum, { openInQuarantine }) => sum + openInQuarantine, 0),
    behind,
  };
}
