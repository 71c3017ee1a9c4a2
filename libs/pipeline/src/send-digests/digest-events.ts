import {
  type DataQuality,
  type DeploymentFact,
  type DigestInput,
  type FlagFact,
  type IncidentFact,
  type NotableFinding,
  outlierFinding,
  weeksUntil,
} from '@leadline/insights';
import type { MetricOptions, Scope, Window } from '@leadline/metrics';
import { listFlagChanges } from '../query-entities/flag-changes.js';
import { listIncidents } from '../query-entities/incidents.js';
import { listDeployments } from '../query-entities/list-deployments.js';
import { servicesOfTeams } from '../query-entities/services.js';
import { listSources } from '../query-entities/sources.js';
import { versionText } from '../query-entities/version-text.js';
import { outliersToTell } from '../query-outliers/outliers-to-tell.js';
import type { DigestQuestion, WriterDeps } from './digest-writer.js';

/** Most entities of a kind a mail counts; it names a few of them. */
const MOST_LISTED = 500;

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
        version: versionText(deployment.version, deployment.sha),
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
