import { tables } from '@leadline/tables';
import type { Named } from '../layers.js';
import type { MetricOptions } from '../options.js';
import type { Dimension, GroupBy, MetricQuestion, Scope } from '../query.js';
import { namedPerService } from '../service-rules.js';
import type { Parameters } from '../statement.js';
import { tagConditions } from '../tag-conditions.js';
import { carriedFlags, NO_FLAG } from './carried-flags.js';

/**
 * Expressions over one row of `deployments` for one query: what of it was known at asOf, and what of that counts.
 * Each is written once and named; the metrics are made of the names.
 */
export const rowExpressions = (query: MetricQuestion, bind: Parameters): Named =>
  namedPerService('service', query, bind, (own) => expressionsUnder(own, bind));

function expressionsUnder(query: MetricQuestion, bind: Parameters): Named {
  const { options } = query;
  const asOf = bind.bind('Int64', query.asOf);
  const held = (element: string): string => `${element}.knownFrom <= ${asOf} AND ${asOf} < ${element}.knownUntil`;
  const assumesAll = options.assumeExposed.includes('*');
  const assumesNone = options.assumeExposed.length === 0;
  const assumed = (): string =>
    bind.bind(
      'Array(String)',
      options.assumeExposed.filter((source) => source !== '*'),
    );
  return {
    ...heldElement('state', 'base', asOf),
    variant: assumesNone
      ? 'toUInt8(0)'
      : assumesAll
        ? 'toUInt8(exp2(length(exposureSources)) - 1)'
        : `toUInt8(arraySum((s, i) -> if(has(${assumed()}, s), exp2(i - 1), 0), exposureSources, arrayEnumerate(exposureSources)))`,
    // A number, as every other: what is made of truth values alone would be answered as one.
    is_assumed: assumesNone
      ? 'toUInt8(0)'
      : assumesAll
        ? 'notEmpty(state.unknownSources)'
        : `hasAny(state.unknownSources, ${assumed()})`,
    is_member: `state.status = 'succeeded' OR (state.status = 'failed' AND (state.exposed = 1 OR is_assumed))`,
    has_succeeded: `state.status = 'succeeded'`,
    is_rollback: `is_member AND state.verdict != 'excluded' AND state.kind = 'rollback'`,
    is_unplanned_repair: 'state.remedial = 1 AND state.planned = 0',
    is_of_unknown_exposure: `state.status = 'failed' AND NOT is_member AND notEmpty(state.unknownSources)`,
    lacks_baseline: 'held_links.noBaseline = 1',
    is_counted: `is_member AND state.verdict != 'excluded' AND has(${bind.bind('Array(String)', countedKinds(options))}, state.kind)`,
    instant: options.deployInstant === 'finished' ? 'state.finishedAt' : 'state.startedAt',
    in_window: `instant >= ${bind.bind('Int64', query.window.from)} AND instant < ${bind.bind('Int64', query.window.to)} AND instant <= ${asOf}`,
    // Rule 2 of 3.3, also where a retry repaired the attempt.
    failed_attempts: assumesAll
      ? 'state.failedAttempts'
      : `arrayFilter(a -> a.exposed = 1${assumesNone ? '' : ` OR has(${assumed()}, a.source)`}, state.failedAttempts)`,
    failed_in_rollout: `state.status = 'failed' OR notEmpty(failed_attempts)`,
    held_reasons: `arrayFilter(r -> ${held('r')} AND bitTest(r.variants, variant), reasons)`,
    acquitted_of: `arrayMap(a -> a.incident, arrayFilter(a -> ${held('a')} AND a.gapS <= ${bind.bind('Float64', options.timeWindowS)}, acquittals))`,
    speaking_reasons: `arrayFilter(r -> ${reasonCounts(options, bind)}, held_reasons)`,
    is_failed: `is_member AND (state.verdict = 'failed' OR (state.verdict != 'ok' AND (failed_in_rollout OR notEmpty(speaking_reasons))))`,
    is_failed_by_inference_alone: `is_failed AND state.verdict != 'failed' AND NOT failed_in_rollout AND NOT arrayExists(r -> r.authority != 'inferred', speaking_reasons)`,
    ...heldElement('held_links', 'links', asOf),
    ...knownNames(asOf),
    ...carriedFlags(held),
  };
}

/** The same with the owners: every name that the metrics of deployments share. */
export const deploymentNames = (query: MetricQuestion, bind: Parameters): Record<string, string> => ({
  ...rowExpressions(query, bind),
  owning_teams: owningTeamsAt('instant'),
});

/**
 * The element of a relation that held at asOf, member by member: ClickHouse keeps each member of an array of tuples by
 * itself, and reads, filters and sorts only those that are asked for.
 */
function heldElement(name: string, column: 'base' | 'links', asOf: string): Record<string, string> {
  const at = `${name}_at`;
  return {
    [at]: `arrayFirstIndex((f, u) -> f <= ${asOf} AND ${asOf} < u, ${column}.knownFrom, ${column}.knownUntil)`,
    ...Object.fromEntries(
      Object.keys(tables.deployments.columns[column].members ?? {}).map((member) => [
        `${name}.${member}`,
        `${column}.${member}[${at}]`,
      ]),
    ),
  };
}

/** What a deployment was found under at an instant: its repositories, and the flags that it names itself. */
export function knownNames(asOf: string): Record<string, string> {
  const held = (column: string, member: string): string =>
    `if(named_at = 0, ${column}, named_before.${member}[named_at])`;
  return {
    named_at: `arrayFirstIndex((f, u) -> f <= ${asOf} AND ${asOf} < u, named_before.knownFrom, named_before.knownUntil)`,
    known_repository: held('repository', 'repository'),
    known_others: held('other_repositories', 'otherRepositories'),
    known_flags: held('flags', 'flags'),
  };
}

/** Kinds that belong to C (metrics.md §2, "Counted"). */
export function countedKinds(options: MetricOptions): string[] {
  return [
    'change',
    'hotfix',
    ...(options.countConfig ? ['config'] : []),
    ...(options.countRollbacks ? ['rollback'] : []),
    ...(options.countRedeploys ? ['redeploy'] : []),
    ...(options.countFlags ? ['flag'] : []),
  ];
}

/** Whether a reason says that the deployment failed, under the options (rules 1, 3, 4 and 5 of 3.3). */
function reasonCounts(options: MetricOptions, bind: Parameters): string {
  const floor = options.minSeverity === null ? null : Number(options.minSeverity.slice(3));
  const incidentCounts = [
    ...(floor === null ? [] : [`(r.severity = 0 OR r.severity <= ${bind.bind('Int64', floor)})`]),
    ...(options.excludeNonUserFacing ? ['r.userFacing = 1'] : []),
  ];
  const and = (...conditions: string[]): string => (conditions.length === 0 ? 'true' : conditions.join(' AND '));
  const rules: [authority: string, condition: string][] = [['incident', and(...incidentCounts)]];
  if (options.rollbackImpliesFailure) {
    rules.push(['rollback', `r.gapS <= ${bind.bind('Float64', options.rollbackWindowS)}`]);
  }
  if (options.hotfixImpliesFailure) rules.push(['fix', 'true']);
  if (options.timeWindowAttribution) {
    const isNear = `r.gapS <= ${bind.bind('Float64', options.timeWindowS)}`;
    // A flag change that is nearer to the impact acquits the deployment.
    const isAcquitted = `has(acquitted_of, r.by)`;
    const acquittal = options.flagAttribution ? [`NOT ${isAcquitted}`] : [];
    rules.push(['inferred', and('is_counted', isNear, ...incidentCounts, ...acquittal)]);
  }
  return rules.map(([authority, condition]) => `(r.authority = '${authority}' AND ${condition})`).join(' OR ');
}

/** Groups are made from columns by name; names come from these lists alone. */
const groupColumns: Readonly<Partial<Record<Dimension, string>>> = {
  SERVICE: 'service',
  ENVIRONMENT: 'environment',
  TAG: 'tags[{key}]',
};

/** Of what a row may have several. */
const groupLists: Readonly<Partial<Record<Dimension, string>>> = {
  TEAM: `if(empty(owning_teams), [''], owning_teams)`,
  REPOSITORY: 'arrayPushFront(known_others, known_repository)',
  FLAG: `if(empty(carried), ['${NO_FLAG}'], carried)`,
  TARGET: `if(empty(state.targets), [''], state.targets)`,
};

/** Paths of the owners at an instant, with all their ancestors. */
export const owningTeamsAt = (instant: string, owners = 'owners'): string => `arrayDistinct(arrayFlatten(arrayMap(
    path -> arrayMap(depth -> arrayStringConcat(arraySlice(splitByChar('/', path), 1, depth), '/'), range(1, length(splitByChar('/', path)) + 1)),
    arrayMap(o -> o.team, arrayFilter(o -> o.from <= ${instant} AND ${instant} < o.until, ${owners})))))`;

export function groupExpression({ dimension, tagKey }: GroupBy, bind: Parameters): string {
  const list = groupLists[dimension];
  return list === undefined ? groupColumn({ dimension, tagKey: tagKey ?? '' }, bind) : `arrayJoin(${list})`;
}

/** The same as a list: all groups of a row by one dimension. */
export const groupsExpression = (by: GroupBy, bind: Parameters): string =>
  groupLists[by.dimension] ?? `[${groupColumn(by, bind)}]`;

const groupColumn = ({ dimension, tagKey }: GroupBy, bind: Parameters): string =>
  (groupColumns[dimension] ?? '').replace('{key}', () => bind.bind('String', tagKey ?? ''));

/** The environments of the scope; without one, those of tier production. */
export function environmentCondition({ environments }: Scope, bind: Parameters): string {
  return environments?.length ? `environment IN ${bind.bind('Array(String)', environments)}` : IS_PRODUCTION;
}

/**
 * The same on what a row has in every version: more may fit, and what a row's latest version says is judged above. Both of
 * what a team of the scope owned at some time: in one look, for all rows are read for each.
 *
 * @param hasPlace Whether only some environments are asked about.
 */
export function possiblePlaces(
  scope: Scope,
  hasPlace: boolean,
  bind: Parameters,
  { table, isProduction, owners }: PlacesOf = inDeployments,
): string[] {
  const { teams = [], environments } = scope;
  const environment = environments?.length
    ? `environment IN ${bind.bind('Array(String)', environments)}`
    : `environment IN (SELECT environment FROM ${table} WHERE ${isProduction})`;
  if (teams.length === 0) return hasPlace ? [environment] : [];
  const owned = ownedAtSomeTime(teams, owners, bind);
  const service = `service IN (SELECT service FROM ${table} WHERE ${owned})`;
  if (!hasPlace) return [service];
  if (environments?.length) return [environment, service];
  return [`(service, environment) IN (SELECT service, environment FROM ${table} WHERE ${isProduction} AND ${owned})`];
}

/** Where possible places are looked for: its expressions of production, and of the teams that ever owned a row. */
export interface PlacesOf {
  readonly table: string;
  readonly isProduction: string;
  readonly owners: string;
}

function ownedAtSomeTime(teams: readonly string[], owners: string, bind: Parameters): string {
  const isWithin = teams
    .map((team) => [bind.bind('String', team), bind.bind('String', `${team}/`)])
    .map(([whole, parent]) => `team = ${whole} OR startsWith(team, ${parent})`);
  return `arrayExists(team -> ${isWithin.join(' OR ')}, ${owners})`;
}

export const IS_PRODUCTION = `tier = 'production'`;

const inDeployments: PlacesOf = { table: 'deployments', isProduction: IS_PRODUCTION, owners: 'owners.team' };

/** Leaves out what cannot lie in the window before any array of a row is read. */
export function windowConditions({ window }: MetricQuestion, bind: Parameters): string[] {
  return [`last_instant >= ${bind.bind('Int64', window.from)}`, `first_instant < ${bind.bind('Int64', window.to)}`];
}

/** Conditions that leave whole histories of services: what comes before the neighbours of a row are looked at. */
export function historyConditions(scope: Scope, bind: Parameters): string[] {
  return [
    ...(scope.services?.length ? [`service IN ${bind.bind('Array(String)', scope.services)}`] : []),
    ...tagConditions(scope, bind),
  ];
}

/** Whether a deployment brought commits of any of the repositories, as one of several too. */
const ofRepositories = (names: string): string => `(known_repository IN ${names} OR hasAny(known_others, ${names}))`;

/** Conditions on single deployments. */
export function deploymentConditions(scope: Scope, bind: Parameters): string[] {
  const any = (column: string, values: readonly string[] | undefined): string[] =>
    values?.length ? [`hasAny(${column}, ${bind.bind('Array(String)', values)})`] : [];
  return [
    ...any('owning_teams', scope.teams),
    ...any('state.targets', scope.targets),
    ...any('carried', scope.flags),
    ...(scope.repositories?.length ? [ofRepositories(bind.bind('Array(String)', scope.repositories))] : []),
  ];
}
