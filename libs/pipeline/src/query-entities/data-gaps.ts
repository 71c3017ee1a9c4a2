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
  arraySlice(arraySort(groupUniqArrayIf(state.service, state.service NOT IN (
    SELECT service FROM deployments FINAL WHERE notEmpty(base) AND tier = 'production'
  ))), 1, ${MOST_NAMES}) AS elsewhere
FROM (
  SELECT arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
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
  /** Services that have incidents and no production deployment. */
  readonly elsewhere: readonly string[];
}
const noIncidents: IncidentFacts = { incidents: 0, open: 0, elsewhere: [] };

function gapsIn(deployments: DeploymentFacts, incidents: IncidentFacts): DataGap[] {
  return [...deploymentGaps(deployments), ...commitGaps(deployments), ...incidentGaps(incidents)];
}

function deploymentGaps({ recent, production, unfinished, environments }: DeploymentFacts): DataGap[] {
  if (recent === 0) {
    const message = `No deployment arrived in the last ${WINDOW_DAYS} days`;
    const fix =
      'Connect what deploys (a hook, or "leadline report deployment" in the pipeline), and see "sources" for what arrives';
    return [{ code: 'no_deployments', metrics: every, message, fix }];
  }
  const gaps: DataGap[] = [];
  if (production === 0) {
    const message = `No deployment went to an environment of tier production; there are ${environments.join(', ')}`;
    const fix = `Say in leadline.yaml which is: environments: { ${environments[0] ?? 'live'}: { tier: production } }`;
    gaps.push({ code: 'no_production', metrics: every, message, fix });
  }
  if (unfinished > 0) {
    const message = `${unfinished} deployments are in progress for more than a day: nobody told how they ended`;
    const fix = 'Report the end too: leadline report deployment --status succeeded, or the status event of the hook';
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

function incidentGaps({ incidents, open, elsewhere }: IncidentFacts): DataGap[] {
  if (incidents === 0) {
    const message =
      'No incidents from anywhere: recovery cannot be known, and only rollbacks, fixes and failed rollouts count as failures';
    const fix =
      'Connect what tells of incidents (issues with an incident label, POST /events), or report them: leadline report incident';
    return [{ code: 'no_incidents', metrics: failures, message, fix }];
  }
  const gaps: DataGap[] = [];
  if (elsewhere.length > 0) {
    const message = `Incidents name services that deploy nothing to production: ${elsewhere.join(', ')}`;
    const fix =
      'Map their names in leadline.yaml, e.g. services: { shop: { aliases: { pagerduty: ["' + elsewhere[0] + '"] } } }';
    gaps.push({ code: 'incidents_elsewhere', metrics: failures, message, fix });
  }
  if (open > 0) {
    const message = `${open} incidents are open for more than ${OPEN_INCIDENT_DAYS} days: recoveries wait for their end`;
    const fix = 'Close them where they were opened, or here: leadline report incident --id <id> --resolved-at <when>';
    gaps.push({ code: 'incidents_open', metrics: ['FAILED_DEPLOYMENT_RECOVERY_TIME'], message, fix });
  }
  return gaps;
}
