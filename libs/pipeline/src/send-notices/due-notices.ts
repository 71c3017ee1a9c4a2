import {
  type AlertTold,
  attemptsAt,
  deploymentsTold,
  isMoreUrgent,
  itemText,
  type NoticeAttempts,
  type NoticeLedger,
  noticesIn,
  toldOf,
} from '../control/notice-ledger.js';
import type { AlertNamed, NoticeItem } from '../control/notice-record.js';
import type { AlertRow } from '../query-alerts/query-alerts.js';
import type { DeploymentSummary } from '../query-entities/types.js';
import { isWithin } from '../query-metrics/team-paths.js';
import type { Channel, DeploymentEvent } from './notice-channel.js';

/** What there is to tell, as of an instant. */
export interface News {
  readonly now: number;
  readonly alerts: readonly AlertRow[];
  /** Of production, lately. */
  readonly deployments: readonly DeploymentSummary[];
  /** Owners of a service now. */
  readonly teamsOf: (service: string) => readonly string[];
}

/** What opens again within this time is the same alert (metrics-deployment.md E): until then nobody knows that it is over. */
const SETTLED_MS = 30 * 60_000;
/** What was over for longer is no news. */
const LATEST_MS = 24 * 3_600_000;
/** A deployment that ended, or began, longer ago is no news. */
export const DEPLOYMENTS_MS = 6 * 3_600_000;

/** What an alert is known by. */
export const nameOf = ({ rule, key, environment, services, deployment }: AlertRow): AlertNamed => ({
  rule,
  key,
  environment,
  service: services[0] ?? '',
  // A check is one, whichever deployment it looks at.
  occurrence: rule === 'POLICY' ? '' : (deployment ?? ''),
});

/** What a channel is to be told now, and was not. */
export function newsFor(channel: Channel, ledger: NoticeLedger, news: News): NoticeItem[] {
  const began = ledger.channels.get(channel.name);
  if (began === undefined) return [];
  return [...alertNews(channel, ledger, news, began), ...deploymentNews(channel, ledger, news, began)];
}

function alertNews(channel: Channel, ledger: NoticeLedger, news: News, began: number): NoticeItem[] {
  const isTold = (alert: AlertRow): boolean => toldOf(ledger, channel.name, nameOf(alert))?.isOver === false;
  // Whoever was told that it opened is told that it is over, whatever the channel is for by now.
  const wanted = news.alerts.filter((alert) => isTold(alert) || (channel.alerts && isFor(channel, alert, news)));
  const byName = new Map<string, AlertRow>();
  // Open ones come first, then the latest: that is what is told of one that opened several times.
  for (const alert of wanted) {
    const name = itemName(alert);
    if (!byName.has(name)) byName.set(name, alert);
  }
  const told = [...byName.values()].flatMap((alert) =>
    itemOf(alert, toldOf(ledger, channel.name, nameOf(alert)), { now: news.now, began }),
  );
  const gone = [...(ledger.alerts.get(channel.name)?.values() ?? [])].filter(
    ({ isOver, alert }) => !isOver && !news.alerts.some((row) => itemName(row) === nameText(alert)),
  );
  return [
    ...told,
    ...gone.map(({ alert, round, severity, since }): NoticeItem => ({
      of: 'alert',
      alert,
      round,
      severity,
      event: 'resolved',
      since: new Date(since).toISOString(),
    })),
  ];
}

const nameText = (alert: AlertNamed): string =>
  itemText({ of: 'alert', alert, round: 1, event: 'opened', severity: 'inform', since: '' });
const itemName = (alert: AlertRow): string => nameText(nameOf(alert));

function itemOf(
  alert: AlertRow,
  told: AlertTold | undefined,
  { now, began }: { readonly now: number; readonly began: number },
): NoticeItem[] {
  const { severity, since, resolvedAt } = alert;
  const item = { of: 'alert', alert: nameOf(alert), severity, since: new Date(since).toISOString() } as const;
  if (told?.isOver === false) {
    const { round } = told;
    if (resolvedAt !== null) {
      return now - resolvedAt >= SETTLED_MS ? [{ ...item, severity: told.severity, round, event: 'resolved' }] : [];
    }
    return isMoreUrgent(severity, told.severity) ? [{ ...item, round, event: 'escalated' }] : [];
  }
  const round = (told?.round ?? 0) + 1;
  if (resolvedAt === null) return [{ ...item, round, event: 'opened' }];
  // What was told to be over, or was so before, is no news.
  const isNew = since > (told?.at ?? began) && now - resolvedAt >= SETTLED_MS && now - resolvedAt < LATEST_MS;
  return isNew ? [{ ...item, round, event: 'passed' }] : [];
}

function isFor({ rules, severity, teams, services }: Channel, alert: AlertRow, { teamsOf }: News): boolean {
  if (rules.length > 0 && !rules.includes(alert.rule)) return false;
  if (isMoreUrgent(severity, alert.severity)) return false;
  if (teams.length + services.length === 0) return true;
  return alert.services.some(
    (service) => services.includes(service) || teamsOf(service).some((team) => isWithin(team, teams)),
  );
}

function deploymentNews(channel: Channel, ledger: NoticeLedger, news: News, began: number): NoticeItem[] {
  const { teams, services, deployments: wanted } = channel;
  const told = deploymentsTold(ledger, channel.name);
  return news.deployments.flatMap((deployment): NoticeItem[] => {
    const event = eventOf(deployment);
    const at = deployment.finishedAt ?? deployment.startedAt ?? 0;
    if (event === null || !wanted.includes(event) || at < Math.max(began, news.now - DEPLOYMENTS_MS)) return [];
    const isAsked =
      teams.length + services.length === 0 ||
      services.includes(deployment.service) ||
      deployment.teams.some((team) => isWithin(team, teams));
    const item = { of: 'deployment', deployment: deployment.id, event } as const;
    return isAsked && !told.has(itemText(item)) ? [item] : [];
  });
}

function eventOf({ status, kind }: DeploymentSummary): DeploymentEvent | null {
  switch (status) {
    case 'in_progress':
      return 'started';
    case 'succeeded':
      return kind === 'rollback' ? 'rolled_back' : 'finished';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return null;
  }
}

/** Deployments that notices tell of which somebody wants once more: they may be no news any more. */
export const deploymentsAsked = (ledger: NoticeLedger): string[] =>
  [...ledger.asked]
    .flatMap((post) => attemptsAt(ledger, post)?.[0]?.claim.items ?? [])
    .flatMap((item) => (item.of === 'deployment' ? [item.deployment] : []));

/** Notices of a channel that were refused for now and whose time has come again, or that somebody wants once more. */
export const dueAgain = (ledger: NoticeLedger, channel: string, now: number): NoticeAttempts[] =>
  noticesIn(ledger).filter((attempts) => {
    const { claim, settlement } = attempts.at(-1) ?? {};
    if (claim?.channel !== channel) return false;
    if (ledger.asked.has(claim.post)) return true;
    return settlement?.outcome === 'deferred' && settlement.retryAt !== null && Date.parse(settlement.retryAt) <= now;
  });
