import type { ServiceShare } from '../notable/figures.js';
import { plainName } from '../wording/plain-name.js';
import { counted, grouped, lastedText, shortTime, twoDigits } from '../wording/quantities.js';
import type { DeploymentFact, DigestInput, FlagFact, IncidentFact } from './digest-input.js';
import type { Digest, DigestBar, DigestItem } from './digest.js';
import type { Links } from './links.js';

const MOST_DEPLOYMENTS = 3;
const MOST_INCIDENTS = 3;
const MOST_BARS = 5;
const MOST_FLAGS = 8;

/** Failed deployments, rollbacks and incidents of the week: those still open first, then the latest. */
export function disturbances(input: DigestInput, links: Links): Digest['disturbances'] {
  const { deployed, deployments, incidents } = input;
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const shownIncidents = [...open, ...incidents.filter(({ resolvedAt }) => resolvedAt !== null)].slice(
    0,
    MOST_INCIDENTS,
  );
  const failedFirst = deployments.toSorted((a, b) => Number(b.isFailed) - Number(a.isFailed) || b.at - a.at);
  const shownDeployments = failedFirst.slice(0, MOST_DEPLOYMENTS);
  const left = incidents.length - shownIncidents.length + (deployments.length - shownDeployments.length);
  return {
    summary: [
      `${grouped(deployed.failed)} of ${counted(deployed.total, 'deployment')} of the week failed`,
      `${counted(incidents.length, 'incident')}${open.length === 0 ? '' : `, ${grouped(open.length)} still open`}.`,
    ].join('; '),
    items: [
      ...shownIncidents.map((incident) => incidentItem(incident, input, links)),
      ...shownDeployments.map((deployment) => deploymentItem(deployment, input, links)),
    ],
    more: left === 0 ? null : `and ${grouped(left)} more`,
  };
}

function incidentItem(incident: IncidentFact, { timeZone, asOf }: DigestInput, links: Links): DigestItem {
  const { id, service, title, severity, startedAt, resolvedAt } = incident;
  const state =
    resolvedAt === null
      ? `open for ${lastedText(asOf - startedAt)}`
      : `over after ${lastedText(resolvedAt - startedAt)}`;
  const about = [severity, title.toLowerCase().startsWith(service.toLowerCase()) ? null : service].flatMap((text) =>
    text === null || text === '' ? [] : [plainName(text, 40)],
  );
  return {
    judgement: resolvedAt === null ? 'worse' : 'unclear',
    text: `${[about.join(', '), plainName(title) || 'incident'].filter(Boolean).join(': ')}; since ${shortTime(startedAt, timeZone)}, ${state}.`,
    link: { text: plainName(id, 40), url: links.service(service) },
  };
}

function deploymentItem(deployment: DeploymentFact, { timeZone }: DigestInput, links: Links): DigestItem {
  const { id, service, version, at, isFailed, isRollback } = deployment;
  const what = [...(isRollback ? ['rolled back'] : []), ...(isFailed ? ['failed'] : [])].join(' and ');
  const name = [service, ...(version === null ? [] : [version])].map((text) => plainName(text, 40)).join(' ');
  return {
    judgement: isFailed ? 'worse' : 'unclear',
    text: `${name}, ${shortTime(at, timeZone)}: ${what}.`,
    link: { text: 'deployment', url: links.deployment(id) },
  };
}

/** The services with most failed deployments, by name: no ranking. */
export function failureBars(shares: readonly ServiceShare[]): DigestBar[] {
  const failing = shares.filter(({ now }) => now.k > 0).toSorted((a, b) => b.now.k - a.now.k);
  const shown = failing.slice(0, MOST_BARS).toSorted((a, b) => (a.service < b.service ? -1 : 1));
  const longest = Math.max(1, ...shown.map(({ now }) => now.n));
  return shown.map(({ service, now }) => ({
    label: plainName(service, 40),
    failed: now.k / longest,
    rest: (now.n - now.k) / longest,
    text: `${grouped(now.k)} of ${grouped(now.n)}`,
  }));
}

/** What the last change of each flag in the week did: "On for all: a, b.", "Begun: c at 10 %.", "Off: d." */
export function releases(flags: readonly FlagFact[]): string[] {
  const last = new Map([...flags].sort((a, b) => a.at - b.at).map((fact) => [fact.flag, fact]));
  const facts = [...last.values()].sort((a, b) => (a.flag < b.flag ? -1 : 1));
  const line = (title: string, of: readonly FlagFact[], text: (fact: FlagFact) => string): string[] => {
    if (of.length === 0) return [];
    const more = of.length > MOST_FLAGS ? ` and ${grouped(of.length - MOST_FLAGS)} more` : '';
    return [`${title}: ${of.slice(0, MOST_FLAGS).map(text).join(', ')}${more}.`];
  };
  const name = ({ flag }: FlagFact): string => plainName(flag, 60);
  return [
    ...line(
      'On for all',
      facts.filter(({ exposure }) => exposure === 1),
      name,
    ),
    ...line(
      'On for some',
      facts.filter(({ exposure }) => exposure !== null && exposure > 0 && exposure < 1),
      (fact) => `${name(fact)} at ${twoDigits((fact.exposure ?? 0) * 100)}\u00A0%`,
    ),
    ...line(
      'Off',
      facts.filter(({ exposure }) => exposure === 0),
      name,
    ),
    ...line(
      'Changed',
      facts.filter(({ exposure }) => exposure === null),
      name,
    ),
  ];
}
