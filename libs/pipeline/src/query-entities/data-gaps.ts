import { type MetricId, Parameters } from '@leadline/metrics';
import type { DataGap, FindDataGaps } from './types.js';

const DAY = 86_400_000;
const WINDOW_DAYS = 28;
/** An incident open for longer was probably never closed; a deployment, never reported to its end. */
const OPEN_INCIDENT_DAYS = 7;
const OPEN_DEPLOYMENT_DAYS = 1;
/** A share of deployments whose commits are not known, from which on lead times speak of the others alone. */
const MOST_UNKNOWN = 0.1;
/** Names that are told as examples. */
const MOST_NAMES = 5;

const every: readonly MetricId[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_LEAD_TIME',
  'CHANGE_FAIL_RATE',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'DEPLOYMENT_REWORK_RATE',
];
const failures: readonly MetricId[] = ['CHANGE_FAIL_RATE', 'FAILED_DEPLOYMENT_RECOVERY_TIME'];

/** What is missing for which metric, with the next step; empty: nothing that can be seen. Two statements. */
export const dataGaps: FindDataGaps = async (analytics, now) => {
  const bind = new Parameters();
  const at = bind.bind('Int64', now);
  const since = bind.bind('Int64', now - WINDOW_DAYS * DAY);
  const deploymentsSql = `
SELECT countIf(is_recent) AS recent, countIf(is_recent AND tier = 'production') AS production,
  countIf(is_recent AND is_carrier) AS carriers, countIf(is_recent AND is_carrier AND is_known) AS known,
  countIf(state.status = 'in_progress' AND state.startedAt > 0
    AND state.startedAt < ${bind.bind('Int64', now - OPEN_DEPLOYMENT_DAYS * DAY)}) AS unfinished,
  arraySlice(arraySort(groupUniqArrayIf(environment, is_recent)), 1, ${MOST_NAMES}) AS environments
FROM (
  SELECT environment, tier, arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    last_instant >= ${since} AS is_recent,
    arrayFirst(l -> l.knownFrom <= ${at} AND ${at} < l.knownUntil, links) AS link,
    tier = 'production' AND state.status = 'succeeded' AND state.kind != 'flag' AND link.noBaseline = 0 AS is_carrier,
    link.basis != '' AND empty(link.waiting) AS is_known
  FROM deployments FINAL
  WHERE notEmpty(base)
)
WHERE state.id != ''`;
  const incidentsSql = `
SELECT count() AS incidents,
  countIf(state.valid = 1 AND ifNull(state.resolvedAt, ${bind.bind('Int64', Number.MAX_SAFE_INTEGER)}) > ${at}
    AND state.startedAt < ${bind.bind('Int64', now - OPEN_INCIDENT_DAYS * DAY)}) AS open,
  arraySlice(arraySort(groupUniqArrayIf((state.service, toString(source)), state.service NOT IN (
    SELECT service FROM deployments FINAL WHERE notEmpty(base) AND tier = 'production'
  ))), 1, ${MOST_NAMES}) AS elsewhere
FROM (
  SELECT source, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
  FROM incidents FINAL
  WHERE notEmpty(states)
)
WHERE state.service != ''`;
  const [deployments] = await analytics.query<DeploymentFacts>({ sql: deploymentsSql, params: bind.values });
  const [incidents] = await analytics.query<IncidentFacts>({ sql: incidentsSql, params: bind.values });
  return gapsIn(deployments ?? noDeployments, incidents ?? noIncidents);
};

interface DeploymentFacts {
  /** In any environment, in the last 28 days. */
  readonly recent: number;
  readonly production: number;
  /** Those that brought something after what was there, and those of them whose commits are known. */
  readonly carriers: number;
  readonly known: number;
  readonly unfinished: number;
  readonly environments: readonly string[];
}
const noDeployments: DeploymentFacts = {
  recent: 0,
  production: 0,
  carriers: 0,
  known: 0,
  unfinished: 0,
  environments: [],
};

interface IncidentFacts {
  readonly incidents: number;
  readonly open: number;
  /** Services that have incidents and no production deployment, each with the source that tells of them. */
  readonly elsewhere: readonly (readonly [service: string, source: string])[];
}
const noIncidents: IncidentFacts = { incidents: 0, open: 0, elsewhere: [] };

function gapsIn(deployments: DeploymentFacts, incidents: IncidentFacts): DataGap[] {
  return [...deploymentGaps(deployments), ...commitGaps(deployments), ...incidentGaps(incidents, deployments)];
}

function deploymentGaps({ recent, production, unfinished, environments }: DeploymentFacts): DataGap[] {
  if (recent === 0) {
    const message = `No deployment arrived in the last ${WINDOW_DAYS} days`;
    const fix =
      'Connect what deploys (a hook: docs/reference/senders.md, or "leadline report deployment" in the pipeline); "leadline sources" shows what arrives';
    return [{ code: 'no_deployments', metrics: every, message, fix }];
  }
  const gaps: DataGap[] = [];
  if (production === 0) {
    const message = `No deployment went to an environment of tier production; there are ${environments.join(', ')}`;
    const fix = `Say in leadline.yaml which is: environments: { ${yamlText(environments[0] ?? 'live')}: { tier: production } }`;
    gaps.push({ code: 'no_production', metrics: every, message, fix });
  }
  if (unfinished > 0) {
    const message = `${counted(unfinished, 'deployment is', 'deployments are')} in progress for more than a day: nobody told how ${unfinished === 1 ? 'it' : 'they'} ended`;
    const fix =
      'Have the end told too: by the event of the hook that has it, or leadline report deployment --id <id> --status succeeded';
    gaps.push({ code: 'deployments_open', metrics: every, message, fix });
  }
  return gaps;
}

function commitGaps({ carriers, known }: DeploymentFacts): DataGap[] {
  if (carriers === 0) return [];
  const metrics: readonly MetricId[] = ['CHANGE_LEAD_TIME'];
  const fix =
    'Import the history (leadline import git .), let the forge send pushes, or list the commits (leadline report deployment --previous)';
  if (known === 0) {
    const message = 'The commits of no production deployment are known: lead times cannot be known';
    return [{ code: 'no_commits', metrics, message, fix }];
  }
  const unknown = carriers - known;
  if (unknown / carriers <= MOST_UNKNOWN) return [];
  const message = `The commits of ${unknown} of ${carriers} production deployments are not all known: lead times are those of the others`;
  return [{ code: 'commits_unknown', metrics, message, fix }];
}

function incidentGaps({ incidents, open, elsewhere }: IncidentFacts, { production }: DeploymentFacts): DataGap[] {
  if (incidents === 0) {
    const message =
      'No incidents from anywhere: recovery cannot be known, and only rollbacks, fixes and failed rollouts count as failures';
    const fix =
      'Connect what tells of incidents (PagerDuty, Alertmanager, Jira and others: docs/reference/senders.md; or issues with an incident label), or report them: leadline report incident';
    return [{ code: 'no_incidents', metrics: failures, message, fix }];
  }
  const gaps: DataGap[] = [];
  const [first] = elsewhere;
  // Where nothing goes to production, no name is the wrong one.
  if (first !== undefined && production > 0) {
    const [service, source] = first;
    const names = [...new Set(elsewhere.map(([name]) => name))];
    const message = `Incidents name services that deploy nothing to production: ${names.join(', ')}`;
    const aliases = `aliases: { ${source === '' ? '<its source>' : yamlText(source)}: [${yamlText(service)}] }`;
    const fix = `Say in leadline.yaml whose they are: services: { <its service>: { ${aliases} } }`;
    gaps.push({ code: 'incidents_elsewhere', metrics: failures, message, fix });
  }
  if (open > 0) {
    const message = `${counted(open, 'incident is', 'incidents are')} open for more than ${OPEN_INCIDENT_DAYS} days: recoveries wait for their end`;
    const fix = 'Close them where they were opened, or here: leadline report incident --id <id> --resolved-at <when>';
    gaps.push({ code: 'incidents_open', metrics: ['FAILED_DEPLOYMENT_RECOVERY_TIME'], message, fix });
  }
  return gaps;
}

/** JSON strings are YAML strings, whatever a sender called it. */
const yamlText = (text: string): string => (/^[A-Za-z][\w-]*$/.test(text) ? text : JSON.stringify(text));

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
