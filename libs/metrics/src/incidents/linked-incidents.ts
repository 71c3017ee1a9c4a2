import { knownRows } from '../deployments/known-rows.js';
import { groupExpression, rowExpressions } from '../deployments/row-sql.js';
import { type Dimension, dimensions, type GroupBy, type MetricQuestion, type Scope } from '../query.js';
import type { Relation } from '../relation.js';
import { namedRows } from '../rows.js';
import type { Parameters } from '../statement.js';
import { incidents } from './relation.js';

/** Deployments of which nothing is known have no group; it is no name that a group could have. */
export const UNKNOWN_GROUP = '\n';

/** What incidents have of the deployments that they name, with the column of each. */
const columnsOfDeployments = {
  REPOSITORY: 'named_repositories',
  ENVIRONMENT: 'named_environments',
  TARGET: 'named_targets',
  FLAG: 'named_flags',
} as const;
type DimensionOfDeployments = keyof typeof columnsOfDeployments;

const isDimension = (dimension: Dimension): dimension is DimensionOfDeployments =>
  Object.hasOwn(columnsOfDeployments, dimension);

/** Whether a group is that of the deployments that an incident names. */
export const isOfDeployments = (by: GroupBy | undefined): boolean => by !== undefined && isDimension(by.dimension);

/** Which of it narrows. Environments say what counts, and not where an incident belongs. */
const narrowing = ({
  repositories = [],
  targets = [],
  flags = [],
}: Scope): [DimensionOfDeployments, readonly string[]][] =>
  (
    [
      ['REPOSITORY', repositories],
      ['TARGET', targets],
      ['FLAG', flags],
    ] as const
  )
    .filter(([, values]) => values.length > 0)
    .map(([dimension, values]) => [dimension, values]);

const askedOf = ({ by, scope }: Pick<MetricQuestion, 'by' | 'scope'>): DimensionOfDeployments[] => [
  ...new Set([
    ...by.map(({ dimension }) => dimension).filter(isDimension),
    ...narrowing(scope).map(([dimension]) => dimension),
  ]),
];

/** Whether it matters what deployments an incident names. */
export const asksOfDeployments = (query: Pick<MetricQuestion, 'by' | 'scope'>): boolean => askedOf(query).length > 0;

/**
 * Incidents that name deployments, with the groups of these: `is_known` says whether one is there at all. What an incident
 * has itself (service, owners, tags) is its own, and not that of the deployments.
 */
export const linkedIncidents: Relation = {
  ...incidents,
  dimensions,
  scopes: [...incidents.scopes, 'repositories', 'environments', 'flags', 'targets'],
  group: (by, bind) =>
    isDimension(by.dimension)
      ? `arrayJoin(if(is_known, ${columnsOfDeployments[by.dimension]}, ['${UNKNOWN_GROUP}']))`
      : incidents.group(by, bind),
  rows: (wanted, bind) => {
    const { query, named, usedBy } = wanted;
    const needed = askedOf(query);
    if (needed.length === 0) return incidents.rows(wanted, bind);
    const shown = ['id', 'tags', 'is_known', ...needed.map((dimension) => columnsOfDeployments[dimension])];
    const from = `(
      SELECT incident.*, deployment.* EXCEPT (incident)
      FROM (SELECT id, tags, states, elsewhere, owners FROM incidents FINAL WHERE notEmpty(states)) AS incident
      LEFT JOIN (${namedDeployments(query, needed, bind)}) AS deployment ON deployment.incident = incident.id)`;
    const columns = [...shown, 'states', 'elsewhere', 'owners'];
    return `(${namedRows({ from, columns, shown, named, conditions: [], usedBy })})`;
  },
  conditions: (scope, bind) => [
    ...incidents.conditions(scope, bind),
    ...narrowing(scope).map(
      ([dimension, values]) =>
        `(is_known = 0 OR hasAny(${columnsOfDeployments[dimension]}, ${bind.bind('Array(String)', values)}))`,
    ),
  ],
};

/** Incidents by the deployments that they name, of any environment. */
function namedDeployments(query: MetricQuestion, needed: readonly DimensionOfDeployments[], bind: Parameters): string {
  const naming = `arrayMap(r -> r.by, arrayFilter(r -> r.authority = 'incident', held_reasons))`;
  const groups = needed.map(
    (dimension) => [columnsOfDeployments[dimension], groupExpression({ dimension }, bind)] as const,
  );
  const whole: MetricQuestion = { ...query, by: [], scope: {} };
  const rows = knownRows({
    named: rowExpressions(whole, bind),
    conditions: [`has(reasons.authority, 'incident')`],
    looksAhead: false,
    usedBy: `${naming} ${groups.map(([, expression]) => expression).join(' ')}`,
  });
  return `
      SELECT incident, 1 AS is_known, ${groups.map(([column]) => `groupUniqArray(${column}_one) AS ${column}`).join(', ')}
      FROM (
        SELECT arrayJoin(naming) AS incident, ${groups.map(([column, expression]) => `${expression} AS ${column}_one`).join(', ')}
        FROM (SELECT *, ${naming} AS naming FROM ${rows}))
      GROUP BY incident`;
}
