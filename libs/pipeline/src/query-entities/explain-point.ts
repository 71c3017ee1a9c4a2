import { evidenceRuleOf, metricById, type MetricOptions, optionsFor } from '@leadline/metrics';
import { blamedUnder } from './blamed-deployments.js';
import { deploymentSummaries } from './deployment-summaries.js';
import { optionInForce } from './option-in-force.js';
import { incidentIn, type IncidentRow, incidentsStatement } from './incidents.js';
import { phaseTexts } from './phase-texts.js';
import { servicesOfTeams } from './services.js';
import {
  type Blame,
  type ExplainedIncident,
  type ExplainedPoint,
  type ExplainIncidents,
  type IncidentReason,
  type IncidentSummary,
  MOST_EXPLAINED,
  type OptionInForce,
  type PointReference,
  type RulesInForce,
} from './types.js';

/** The rule and the options that a point was made by. */
export function explainPoint(point: PointReference): ExplainedPoint {
  const { metric, phase, options } = point;
  return {
    metric,
    phase: phase ?? null,
    ...meaningOf(point),
    made: evidenceRuleOf(point)?.made ?? null,
    options: optionsIn(options),
    serviceRules: rulesIn(options),
  };
}

function meaningOf({ metric, phase }: PointReference) {
  const { title, summary, source } = metricById(metric);
  if (phase === undefined) return { title, rule: summary, source };
  return { title: `${title}: ${phaseTexts[phase].title}`, rule: phaseTexts[phase].rule, source };
}

const optionsIn = (options: MetricOptions): OptionInForce[] =>
  Object.entries(optionsFor(options, null)).map(([name, value]) => optionInForce(name, value));

/** Rules that some services have in place of the options. */
const rulesIn = ({ ofServices = [] }: MetricOptions): RulesInForce[] =>
  ofServices.map(({ services, rules }) => ({
    services,
    options: Object.entries(rules).map(([name, value]) => optionInForce(name, value)),
  }));

/** Which incidents are failures in a number, and why the others are none. Four statements. */
export const explainIncidents: ExplainIncidents = async (analytics, catalogue, point) => {
  const { window, asOf, options } = point;
  const { services, owned } = servicesIn(point, (teams) => servicesOfTeams(catalogue, teams, asOf));
  const rows = await analytics.query<IncidentRow>(
    incidentsStatement({
      where: { from: window.from, to: window.to, ...(services === undefined ? {} : { services }) },
      asOf,
      services: owned,
      limit: MOST_EXPLAINED,
    }),
  );
  const incidents = rows.map((row) => incidentIn(row, asOf));
  const blamed = await blamedUnder(analytics, incidents, { asOf, options });
  const named = await deploymentSummaries(analytics, [...new Set(incidents.flatMap((one) => one.causedBy))], asOf);
  return incidents.map((incident): ExplainedIncident => {
    const blames = blamed.get(incident.id) ?? [];
    const isElsewhere = isOutside(incident, point.scope);
    const counted = !isElsewhere && blames.some(({ counts }) => counts);
    const isCauseKnown = incident.causedBy.some((id) => named.has(id));
    return {
      incident,
      counted,
      blames,
      reason: counted
        ? null
        : isElsewhere
          ? 'not_production'
          : reasonOf(incident, blames, isCauseKnown, optionsFor(options, incident.service)),
    };
  });
};

/** Whether it is known to be of an environment that is neither production nor asked for. */
const isOutside = ({ environment, tier }: IncidentSummary, { environments = [] }: PointReference['scope']): boolean =>
  environment !== null && tier !== null && tier !== 'production' && !environments.includes(environment);

/** Services a point is about; undefined: it is not narrowed so. */
function servicesIn(
  { by, group, scope }: PointReference,
  ownedBy: (teams: readonly string[]) => string[],
): { services: readonly string[] | undefined; owned: readonly string[] | undefined } {
  const grouped = (dimension: 'SERVICE' | 'TEAM'): string | undefined => {
    const index = by.findIndex((candidate) => candidate.dimension === dimension);
    return index < 0 ? undefined : (group[index] ?? undefined);
  };
  const service = grouped('SERVICE');
  const team = grouped('TEAM');
  const teams = team === undefined ? scope.teams : [team];
  return {
    services: service === undefined ? (scope.services?.length ? scope.services : undefined) : [service],
    owned: teams?.length ? ownedBy(teams) : undefined,
  };
}

function reasonOf(
  { status, counts, causedBy, severity, userFacing }: IncidentSummary,
  blames: readonly Blame[],
  isCauseKnown: boolean,
  { minSeverity, excludeNonUserFacing }: MetricOptions,
): IncidentReason {
  if (status === 'false_positive' || status === 'duplicate') return status;
  if (!counts) return 'not_caused_by_change';
  if (causedBy.length > 0 && !isCauseKnown) return 'cause_unknown';
  if (blames.length === 0) return 'no_deployment';
  const [floor, own] = [rankOf(minSeverity), rankOf(severity)];
  if (floor !== null && own !== null && own > floor) return 'below_severity';
  return excludeNonUserFacing && !userFacing ? 'not_user_facing' : 'not_near';
}

/** N of sevN. */
function rankOf(severity: string | null): number | null {
  const rank = /^sev(\d+)$/i.exec(severity ?? '')?.[1];
  return rank === undefined ? null : Number(rank);
}
