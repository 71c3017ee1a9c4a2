import { attempts, gates, rollbacks } from './deployments/exploded.js';
import { bookings } from './trains/bookings.js';
import { changes } from './changes/relation.js';
import { budgets } from './budgets/relation.js';
import { deployments, deploymentSamples } from './deployments/relation.js';
import { flags } from './flags/relation.js';
import { incidents } from './incidents/relation.js';
import { observations } from './observations/relation.js';
import { places } from './places.js';
import { runs } from './runs/relation.js';
import { trains } from './trains/relation.js';
import type { Measure } from './metric.js';
import type { MetricQuery, MetricQuestion, Scope } from './query.js';
import { metricById, type MetricId, metricIds } from './registry.js';
import type { Relation } from './relation.js';

/** The relation a metric is counted over for a question. */
export function relationOf(
  { relation, byFlag = 'deployment' }: Measure,
  { by, scope }: Pick<MetricQuestion, 'by' | 'scope'>,
): Relation {
  switch (relation) {
    case 'deployments': {
      const asksByFlag = by.some(({ dimension }) => dimension === 'FLAG') || (scope.flags ?? []).length > 0;
      return asksByFlag && byFlag === 'sample' ? deploymentSamples : deployments;
    }
    case 'attempts':
      return attempts;
    case 'gates':
      return gates;
    case 'rollbacks':
      return rollbacks;
    case 'incidents':
      return incidents;
    case 'flags':
      return flags;
    case 'observations':
      return observations;
    case 'budgets':
      return budgets;
    case 'runs':
      return runs;
    case 'trains':
      return trains;
    case 'bookings':
      return bookings;
    case 'places':
      return places;
    case 'changes':
      return changes;
  }
}

/** Metrics by the relation they are counted over, each in its order. */
export function byRelation<M extends Measure>(
  measures: readonly M[],
  query: MetricQuestion,
): ReadonlyMap<Relation, readonly M[]> {
  const groups = new Map<Relation, M[]>();
  for (const measure of measures) {
    const relation = relationOf(measure, query);
    const known = groups.get(relation);
    if (known) known.push(measure);
    else groups.set(relation, [measure]);
  }
  return groups;
}

/** A metric that a question cannot be asked of. */
export interface Unanswerable {
  readonly metric: string;
  /** Argument that cannot be answered. */
  readonly asked: 'by' | 'scope' | 'bucket';
  readonly message: string;
  readonly fix: string;
}

/** Every metric that can be grouped and narrowed as asked. */
export const answerableIds = (asked: Pick<MetricQuery, 'by' | 'scope'>): MetricId[] =>
  metricIds.filter((id) => unanswerable({ ids: [id], ...asked }).length === 0);

/** Which of the metrics cannot be grouped or narrowed as asked, each with why. */
export function unanswerable(query: Pick<MetricQuery, 'ids' | 'by' | 'scope'>): Unanswerable[] {
  return query.ids.flatMap((id) => {
    const metric = metricById(id);
    const { dimensions, scopes } = relationOf(metric, query);
    const made = `${id} is made of ${metric.relation}`;
    const groups = query.by.filter(({ dimension }) => !dimensions.includes(dimension));
    const narrowed = Object.entries(query.scope).filter(
      ([name, values]: [string, readonly string[]]) => values.length > 0 && !scopes.includes(name as keyof Scope),
    );
    return [
      ...groups.map(({ dimension }) => ({
        metric: id,
        asked: 'by' as const,
        message: `${made}, which have no ${dimension}`,
        fix: `Ask for it by ${dimensions.join(', ')}, or leave it out of ids`,
      })),
      ...narrowed.map(([name]) => ({
        metric: id,
        asked: 'scope' as const,
        message: `${made}, which have no ${name}`,
        fix: `Narrow it by ${scopes.join(', ')}, or leave it out of ids`,
      })),
    ];
  });
}
