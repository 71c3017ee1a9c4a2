import { knownRows } from '../deployments/known-rows.js';
import { leadSamples } from '../deployments/lead-samples.js';
import {
  countedKinds,
  environmentCondition,
  historyConditions,
  owningTeamsAt,
  rowExpressions,
} from '../deployments/row-sql.js';
import { type Named, wordsIn } from '../layers.js';
import type { MetricOptions } from '../options.js';
import { asksOwnersOfBuckets, instantsOfOwners } from '../owners-of-spans.js';
import type { GroupBy, MetricQuestion, Scope } from '../query.js';
import type { Relation } from '../relation.js';
import { namedRows } from '../rows.js';
import { namedPerService, perService } from '../service-rules.js';
import type { Parameters } from '../statement.js';

/** What a flag's row holds, each as an array: its parts come from several tables. */
const columns = {
  /** Every change of it in the environments asked for, as known at asOf. */
  steps: 'Array(Tuple(String, String, Int64, Float64, UInt8, String))',
  /** Its changes in other environments than production. */
  elsewhere: 'Array(Tuple(String, String, Int64, Float64, UInt8, String))',
  /** Whether it is meant to stay, and when it was archived. */
  said: 'Array(Tuple(UInt8, Nullable(Int64)))',
  /** Services it belongs to, each with '' and with the teams that own it at the end of the window, or of any bucket. */
  places: 'Array(Tuple(String, String))',
  /** Services with the teams that own them, each with the end of the bucket: where owners of buckets are asked for. */
  places_at: 'Array(Tuple(String, String, Int64))',
  /** Lead-time samples that carry it: service, change, opening, finish of their deployment. */
  samples: 'Array(Tuple(String, String, Int64, Int64))',
  /** Finishes of the deployments that carried it. */
  deployed: 'Array(Int64)',
  /** Incidents that name one of its changes: the change, the incident, impact and resolution. */
  named_by: 'Array(Tuple(String, String, Int64, Nullable(Int64)))',
  /** Incidents that are attributed to one of its changes. */
  attributed: 'Array(Tuple(String, String, Int64, Nullable(Int64)))',
} as const;
type Column = keyof typeof columns;

/** One row for each flag, with its steps in the environments of the scope (without one: those of tier production). */
export const flags: Relation = {
  dimensions: ['FLAG', 'SERVICE', 'TEAM'],
  scopes: ['flags', 'services', 'teams', 'environments'],
  judgedAsAll: 'arrayMap(p -> p.1, places)',
  named: (query, bind) => ({
    instant: 'toInt64(0)',
    in_window: 'false',
    ...(isBy(query, 'SERVICE') ? { service_group: 'arrayJoin(arrayDistinct(arrayMap(p -> p.1, places)))' } : {}),
    ...(isBy(query, 'TEAM')
      ? { team_group: `arrayJoin(arrayDistinct(arrayMap(p -> p.2, arrayFilter(p -> p.2 != '', places))))` }
      : {}),
    own_samples: ownSamples(query, bind),
    ...(asksOwnersOfBuckets(query) ? { owned_at: ownedAt(query, bind) } : {}),
  }),
  group: ({ dimension }) => {
    switch (dimension) {
      case 'FLAG':
        return 'flag';
      case 'SERVICE':
        return 'service_group';
      case 'TEAM':
        return 'team_group';
      default:
        throw new Error(`Flags have no ${dimension}`);
    }
  },
  rows: ({ query, named, usedBy }, bind) => {
    const conditions = conditionsOf(query.scope, bind);
    // All that is named, needed or not: which flags are told of must not depend on what of them is asked for.
    const words = wordsIn([...Object.values(named), usedBy, ...conditions].join(' '));
    const needed = (Object.keys(columns) as Column[]).filter((column) => words.has(column));
    const parts = partsOf(query, bind).filter(({ fills }) => fills.some((column) => needed.includes(column)));
    const written = parts.map((part) => partSql(part, needed));
    const from = `(
  SELECT flag, ${needed.map((column) => `groupArrayArray(${column}) AS ${column}`).join(', ')}
  FROM (${written.join('\nUNION ALL')})
  GROUP BY flag
  )`;
    return `(${namedRows({ from, columns: ['flag', ...needed], shown: ['flag', ...needed], named, conditions: [`flag != ''`], usedBy: `${usedBy} ${conditions.join(' ')}` })})`;
  },
  conditions: conditionsOf,
  shown: {
    thing: 'flag',
    named: () => ({ instant_shown: 'toInt64(0)', is_near: 'true' }),
    columns: { key: 'flag', id: 'flag' },
  },
};

const isBy = ({ by }: Pick<MetricQuestion, 'by'>, wanted: GroupBy['dimension']): boolean =>
  by.some(({ dimension }) => dimension === wanted);

/**
 * Samples of the group alone: a flag that two services carry is not one service's lead time. Of buckets each with the ends
 * at which the team of the group owned its service.
 */
function ownSamples(query: MetricQuestion, bind: Parameters): string {
  const [isByService, isByTeam] = [isBy(query, 'SERVICE'), isBy(query, 'TEAM')];
  const conditions = [
    ...(isByService ? ['s.1 = service_group'] : []),
    ...(isByTeam ? ['has(places, (s.1, team_group))'] : []),
  ];
  const own = conditions.length === 0 ? 'samples' : `arrayFilter(s -> ${conditions.join(' AND ')}, samples)`;
  if (!isByTeam || !asksOwnersOfBuckets(query)) return own;
  const ends = bind.bind('Array(Int64)', instantsOfOwners(query));
  return `arrayMap(s -> (s.1, s.2, s.3, s.4, arrayFilter(at -> has(places_at, (s.1, team_group, at)), ${ends})), ${own})`;
}

/** Ends of buckets at which the team of the group, and one of those asked for, owned one of its services. */
function ownedAt(query: MetricQuestion, bind: Parameters): string {
  const { teams } = query.scope;
  const conditions = [
    ...(isBy(query, 'TEAM') ? ['arrayExists(p -> p.2 = team_group AND p.3 = at, places_at)'] : []),
    ...(teams?.length
      ? [`arrayExists(p -> has(${bind.bind('Array(String)', teams)}, p.2) AND p.3 = at, places_at)`]
      : []),
  ];
  return `arrayFilter(at -> ${conditions.join(' AND ')}, ${bind.bind('Array(Int64)', instantsOfOwners(query))})`;
}

/** The places of a service, by when they are asked for; `owners` is an expression. */
function placesOf(service: string, owners: string, query: MetricQuestion, bind: Parameters): Part['values'] {
  const ends = bind.bind('Array(Int64)', instantsOfOwners(query));
  const ever = `arrayDistinct(arrayFlatten(arrayMap(at -> ${owningTeamsAt('at', owners)}, ${ends})))`;
  const each = `arrayMap(at -> arrayMap(team -> (${service}, team, at), ${owningTeamsAt('at', owners)}), ${ends})`;
  return {
    places: `arrayConcat([(${service}, '')], arrayMap(team -> (${service}, team), ${ever}))`,
    ...(asksOwnersOfBuckets(query) ? { places_at: `arrayFlatten(${each})` } : {}),
  };
}

function conditionsOf({ flags: wanted, services, teams }: Scope, bind: Parameters): string[] {
  const any = (member: number, values: readonly string[] | undefined): string[] =>
    values?.length ? [`hasAny(arrayMap(p -> p.${member}, places), ${bind.bind('Array(String)', values)})`] : [];
  return [
    ...(wanted?.length ? [`flag IN ${bind.bind('Array(String)', wanted)}`] : []),
    ...any(1, services),
    ...any(2, teams),
  ];
}

/** Rows of one table, with the columns that they fill. */
interface Part {
  readonly fills: readonly Column[];
  readonly values: Readonly<Partial<Record<Column, string>>>;
  readonly flag: string;
  readonly from: string;
}

function partSql({ flag, values, from }: Part, needed: readonly Column[]): string {
  const cells = needed.map((column) => `CAST(${values[column] ?? '[]'}, '${columns[column]}') AS ${column}`);
  return `
    SELECT ${flag} AS flag, ${cells.join(',\n      ')}
    FROM ${from}`;
}

function partsOf(query: MetricQuestion, bind: Parameters): Part[] {
  const part = (flag: string, values: Part['values'], from: string): Part => ({
    flag,
    values,
    from,
    fills: Object.keys(values) as Column[],
  });
  const at = bind.bind('Int64', query.asOf);
  const held = `s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil`;
  return [
    part('state.flag', { steps: stepCell }, changesIn(held, bind, query.scope)),
    part('state.flag', { elsewhere: stepCell }, changesWhere(held, `state.tier != 'production'`)),
    part(
      'state.flag',
      placesOf('name', 'arrayFilter(o -> o.service = name, owners)', query, bind),
      `(SELECT owners, state, arrayJoin(state.services) AS name FROM ${changesIn(held, bind, query.scope)})`,
    ),
    part(
      'flag',
      { said: '[(state.permanent, state.archivedAt)]' },
      `(SELECT flag, arrayFirst(${held}, states) AS state FROM flags FINAL WHERE arrayExists(${held}, states))`,
    ),
    ...deploymentParts(query, bind),
    part(
      'changed.flag',
      { named_by: '[(flag_change, incident, impact_at, resolved_at)]' },
      namingIncidents(query, bind, held),
    ),
    part('state.flag', { attributed: attributedTo(at) }, attributedIncidents(query, bind, at)),
  ];
}

const stepCell = '[(id, state.environment, state.at, ifNull(state.exposure, 1), state.planned, state.verdict)]';

/** Changes of flags where the question looks, as known at asOf. */
function changesIn(held: string, bind: Parameters, { environments }: Scope): string {
  const place = environments?.length
    ? `state.environment IN ${bind.bind('Array(String)', environments)}`
    : `state.tier = 'production'`;
  return changesWhere(held, place);
}

const changesWhere = (held: string, condition: string): string =>
  `(SELECT id, owners, arrayFirst(${held}, states) AS state FROM flag_changes FINAL
      WHERE notEmpty(states) AND state.flag != '' AND ${condition})`;

/** What deployments carried: every flag of a counted one is a flag of its service. */
function deploymentParts(query: MetricQuestion, bind: Parameters): Part[] {
  // The flags asked for narrow the relation itself; here each sample goes to its own flag.
  const whole: MetricQuestion = { ...query, by: [], scope: { ...query.scope, flags: [] } };
  const at = bind.bind('Int64', query.asOf);
  const conditions = [
    environmentCondition(query.scope, bind),
    ...historyConditions({ services: query.scope.services ?? [] }, bind),
    '(notEmpty(carried_flags.flag) OR notEmpty(named_flags.flag))',
    `first_instant <= ${at}`,
  ];
  const rows = (named: (own: MetricQuestion) => Named, usedBy: string): string =>
    knownRows({
      named: namedPerService('service', whole, bind, (own) => ({ ...rowExpressions(own, bind), ...named(own) })),
      conditions,
      looksAhead: false,
      usedBy,
    });
  const isOver = `state.status = 'succeeded' AND instant <= ${at}`;
  const carriers = rows(() => ({ owned_by: 'owners' }), 'carried owned_by state.status instant service');
  const carrying = `(SELECT flag, service, any(owned_by) AS owned_by, groupArray(instant) AS instants
      FROM (SELECT service, instant, owned_by, arrayJoin(carried) AS flag FROM ${carriers} WHERE ${isOver})
      GROUP BY flag, service)`;
  const places = placesOf('service', 'owned_by', query, bind);
  const sampled = rows((own) => {
    const { samples, identity, opening } = leadSamples(own, bind);
    return {
      sample_rows: samples,
      sample_names: `arrayMap(e -> ${identity('e')}, sample_rows)`,
      sample_openings: `arrayMap(e -> ${opening('e')}, sample_rows)`,
      sample_tolerance: bind.bind('Float64', -own.options.clockSkewToleranceS),
    };
  }, 'held_flags sample_names sample_openings sample_tolerance state.status instant service is_counted');
  return [
    {
      flag: 'flag',
      values: { ...places, deployed: 'instants' },
      from: carrying,
      fills: ['places', 'places_at', 'deployed'],
    },
    {
      flag: 'carried_flag.flag',
      values: { samples: '[(service, carried_flag.by, sample_openings[place], instant)]' },
      from: `(SELECT *, indexOf(sample_names, carried_flag.by) AS place
      FROM (SELECT *, arrayJoin(held_flags) AS carried_flag FROM ${sampled} WHERE ${isOver} AND is_counted)
      WHERE place > 0 AND (instant - sample_openings[place]) / 1000 >= sample_tolerance)`,
      fills: ['samples'],
    },
  ];
}

/** Incidents that name flag changes and count under the options, one row for each change. */
function namingIncidents({ asOf, options }: MetricQuestion, bind: Parameters, held: string): string {
  const at = bind.bind('Int64', asOf);
  const counts = perService('state.service', options, bind, (own) => `state.counts = 1${counting(own, bind, 'state')}`);
  return `(SELECT id AS incident, assumeNotNull(state.startedAt) AS impact_at,
        if(state.resolvedAt <= ${at}, state.resolvedAt, NULL) AS resolved_at, is_outside,
        arrayJoin(state.flagChanges) AS flag_change
      FROM (SELECT id, arrayFirst(${held}, states) AS state, arrayExists(${held}, elsewhere) AS is_outside
        FROM incidents FINAL WHERE notEmpty(states))
      WHERE ${counts} AND state.startedAt <= ${at}) AS naming
    INNER JOIN (SELECT id, arrayFirst(${held}, states).flag AS flag, arrayFirst(${held}, states).tier AS tier
      FROM flag_changes FINAL) AS changed
      ON changed.id = naming.flag_change
    WHERE NOT (naming.is_outside AND changed.tier = 'production')`;
}

const attributedTo = (at: string): string =>
  `[(state.flagChange, incident, state.impactAt, if(state.resolvedAt <= ${at}, state.resolvedAt, NULL))]`;

/** Incidents that nobody linked and that lie nearer to a flag change than to any deployment that counts. */
function attributedIncidents({ options }: MetricQuestion, bind: Parameters, at: string): string {
  const variant = perService('service', options, bind, ({ assumeExposed }) =>
    assumeExposed.includes('*')
      ? 'toUInt8(exp2(length(exposureSources)) - 1)'
      : `toUInt8(arraySum((s, i) -> if(has(${bind.bind('Array(String)', assumeExposed)}, s), exp2(i - 1), 0), exposureSources, arrayEnumerate(exposureSources)))`,
  );
  const isAttributed = perService('service', options, bind, (own) => {
    const isAsked = own.flagAttribution && own.timeWindowAttribution ? '1' : '0';
    const rival = `r -> r.verdict != 'excluded' AND has(${bind.bind('Array(String)', countedKinds(own))}, r.kind) AND bitTest(r.variants, variant)`;
    return `${isAsked} AND state.flag != '' AND state.gapS <= ${bind.bind('Float64', own.timeWindowS)}
        AND NOT arrayExists(${rival}, state.rivals)${counting(own, bind, 'state')}`;
  });
  return `(SELECT incident, ${variant} AS variant,
        arrayFirst(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil, attributions) AS state
      FROM flag_incidents FINAL
      WHERE ${isAttributed})`;
}

/** Severity and whether users noticed, where the options ask for it. */
function counting(options: MetricOptions, bind: Parameters, state: string): string {
  const floor = options.minSeverity === null ? null : Number(options.minSeverity.slice(3));
  return [
    ...(options.excludeNonUserFacing ? [`${state}.userFacing = 1`] : []),
    ...(floor === null ? [] : [`(${state}.severity = 0 OR ${state}.severity <= ${bind.bind('Int64', floor)})`]),
  ]
    .map((condition) => ` AND ${condition}`)
    .join('');
}
