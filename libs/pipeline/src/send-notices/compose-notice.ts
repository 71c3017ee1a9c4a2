import { filledLinks, type NamedLink } from '@leadline/events';
import { plainName } from '@leadline/insights';
import { metricById, metricIds } from '@leadline/metrics';
import type { Notice, NoticeEntry } from '@leadline/ports';
import { alertText } from '../control/notice-ledger.js';
import type { AlertItem, NoticeItem } from '../control/notice-record.js';
import type { AlertRow } from '../query-alerts/query-alerts.js';
import type { DeploymentSummary } from '../query-entities/types.js';
import { nameOf, type News } from './due-notices.js';

/** What the words of a notice take beside the news. */
export interface NoticeWords {
  /** Where the dashboard is, without a slash at the end. */
  readonly address: string;
  readonly organisation: string;
  /** A deployment that is not among the news, by its id: that of an alert. */
  readonly deployments: ReadonlyMap<string, DeploymentSummary>;
  /** Links of services by their names, with places to fill in. */
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Most that one notice names. */
const MOST_ENTRIES = 20;
/** Longest address that is told. */
const MOST_ADDRESS = 1_000;
const URGENCY = ['page', 'ticket', 'inform'] as const;

type Detail = NoticeEntry['details'][number];

/** A notice of these things, in words; names in it are as senders gave them, on one line each. */
export function composeNotice(
  { id, at, items }: { readonly id: string; readonly at: number; readonly items: readonly NoticeItem[] },
  news: News,
  words: NoticeWords,
): Notice {
  const rank = (item: NoticeItem): number => (item.of === 'alert' ? URGENCY.indexOf(item.severity) : URGENCY.length);
  const entries = items
    .toSorted((a, b) => rank(a) - rank(b))
    .map((item) => (item.of === 'alert' ? alertEntry(item, news, words) : deploymentEntry(item, news, words)));
  const [first] = entries;
  const title =
    entries.length === 1 && first !== undefined
      ? first.headline
      : `${words.organisation}: ${entries.length} notices, first: ${first?.headline ?? ''}`;
  return {
    id,
    at,
    title: plainName(title, 150),
    entries: entries.slice(0, MOST_ENTRIES),
    more: Math.max(0, entries.length - MOST_ENTRIES),
  };
}

function alertEntry(item: AlertItem, { alerts, now }: News, words: NoticeWords): NoticeEntry {
  const { address, deployments } = words;
  const { rule, key, environment, service } = item.alert;
  const row = alerts.find((alert) => alertText(nameOf(alert)) === alertText(item.alert));
  const deployment = row?.deployment == null ? undefined : deployments.get(row.deployment);
  const word = {
    opened: item.severity,
    escalated: `now ${item.severity}`,
    resolved: 'over',
    passed: 'was, and is over',
  }[item.event];
  const place = [row?.services.join(', ') ?? service, environment].filter(Boolean).join(' in ');
  const what = row?.what ?? `${rule} ${key}: what is known now raises it no more`;
  const details = [
    { name: 'Rule', text: rule },
    ...(row === undefined ? [] : valueDetails(row)),
    ...(deployment === undefined ? [] : deploymentDetails(deployment)),
    ...(row?.trafficShare == null ? [] : [{ name: 'Traffic', text: `${row.trafficShare} %` }]),
    { name: 'Since', text: new Date(row?.since ?? Date.parse(item.since)).toISOString() },
    ...(row?.resolvedAt == null ? [] : [{ name: 'Until', text: new Date(row.resolvedAt).toISOString() }]),
    { name: 'For', text: row?.audience.map((each) => each.replaceAll('_', ' ')).join(', ') ?? '' },
  ].filter(({ text }) => text !== '');
  const links = linksOf({ service: row?.services[0] ?? service, environment }, deployment, words);
  const lacksRunbook = item.severity === 'page' && place !== '' && !links.some(({ name }) => /runbook/i.test(name));
  return {
    kind: 'alert',
    event: item.event,
    headline: line(`${word}: ${place === '' ? '' : `${place}: `}${what}`, 250),
    details: [
      ...details.map(({ name, text }) => ({ name, text: line(text, 250) })),
      ...linkDetails(links),
      ...(lacksRunbook ? [{ name: 'Runbook', text: 'none is configured' }] : []),
    ],
    url: row?.deployment == null ? `${address}/on-call` : deploymentUrl(address, row.deployment),
    data: {
      rule,
      key,
      severity: item.severity,
      services: row?.services ?? [service].filter(Boolean),
      environment,
      what,
      value: row?.value ?? null,
      threshold: row?.threshold ?? null,
      since: new Date(row?.since ?? Date.parse(item.since)).toISOString(),
      resolvedAt:
        item.event === 'resolved' || item.event === 'passed' ? new Date(row?.resolvedAt ?? now).toISOString() : null,
      deployment: deployment === undefined ? null : deploymentData(deployment),
      links,
    },
  };
}

/** Where to look further: of the deployment it is about, else of the service alone. */
function linksOf(
  place: { readonly service: string; readonly environment: string | null },
  deployment: DeploymentSummary | undefined,
  { links }: NoticeWords,
): NamedLink[] {
  const { service } = deployment ?? place;
  const known = deployment === undefined ? place : { ...deployment, deployment: deployment.reportedId };
  return filledLinks(links.get(service), known);
}

/** A shortened address would lead elsewhere: one that is too long is left out. */
const linkDetails = (links: readonly NamedLink[]): Detail[] =>
  links.flatMap(({ name, url }) => (url.length > MOST_ADDRESS ? [] : [{ name: line(name, 40), text: url }]));

function valueDetails({ rule, key, value, threshold }: AlertRow): Detail[] {
  if (value === null) return [];
  const metric = metricIds.find((id) => id === key.split(' ')[0]);
  const isTime =
    ['GATE_WAITING', 'TRAIN_LATE', 'SOURCE_SILENT', 'DEPENDENCY_OUTAGE'].includes(rule) ||
    (rule === 'METRIC_THRESHOLD' && metric !== undefined && metricById(metric).unit === 'SECONDS') ||
    (rule === 'DRIFT' && (threshold ?? 0) >= 3_600);
  const text = (amount: number): string => (isTime ? timeText(amount) : String(Number(amount.toPrecision(4))));
  return [{ name: 'Value', text: `${text(value)}${threshold === null ? '' : ` (limit ${text(threshold)})`}` }];
}

function timeText(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
  ] as const;
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? ['s', 1];
  return `${Number((seconds / size).toFixed(1))} ${unit}`;
}

function deploymentEntry(item: Extract<NoticeItem, { of: 'deployment' }>, news: News, words: NoticeWords): NoticeEntry {
  const { address, deployments } = words;
  const found = news.deployments.find(({ id }) => id === item.deployment) ?? deployments.get(item.deployment);
  const word = { started: 'started', finished: 'finished', failed: 'failed', rolled_back: 'rolled back' }[item.event];
  const name = found === undefined ? 'a deployment' : `${found.service} in ${found.environment}`;
  const links = found === undefined ? [] : linksOf(found, found, words);
  return {
    kind: 'deployment',
    event: item.event,
    headline: line(`${name}: deployment ${word}`, 250),
    details: [
      ...(found === undefined ? [] : deploymentDetails(found)).map((one) => ({ ...one, text: line(one.text, 250) })),
      ...linkDetails(links),
    ],
    url: deploymentUrl(address, item.deployment),
    data: { deployment: found === undefined ? { id: item.deployment } : deploymentData(found), links },
  };
}

function deploymentDetails(deployment: DeploymentSummary): Detail[] {
  const { reportedId, version, sha, changeCount, flags, teams, targets, url } = deployment;
  return [
    { name: 'Deployment', text: reportedId },
    { name: 'Version', text: version ?? sha?.slice(0, 12) ?? '' },
    { name: 'Changes', text: String(changeCount) },
    { name: 'Flags', text: flags.join(', ') },
    { name: 'Targets', text: targets.join(', ') },
    { name: 'Owner', text: teams.join(', ') },
    { name: 'Its own page', text: url !== null && /^https?:\/\//.test(url) ? url : '' },
  ].filter(({ text }) => text !== '');
}

const deploymentData = (deployment: DeploymentSummary) => ({
  id: deployment.id,
  reportedId: deployment.reportedId,
  service: deployment.service,
  environment: deployment.environment,
  status: deployment.status,
  kind: deployment.kind,
  version: deployment.version,
  sha: deployment.sha,
  changes: deployment.changeCount,
  flags: deployment.flags,
  teams: deployment.teams,
  startedAt: deployment.startedAt === null ? null : new Date(deployment.startedAt).toISOString(),
  finishedAt: deployment.finishedAt === null ? null : new Date(deployment.finishedAt).toISOString(),
});

const deploymentUrl = (address: string, id: string): string => `${address}/deployments/${encodeURIComponent(id)}`;

const line = (text: string, most: number): string => plainName(text, most);
