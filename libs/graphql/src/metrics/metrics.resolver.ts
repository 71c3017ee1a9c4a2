import {
  type Better,
  detailMeanings,
  type MetricDefinition as Definition,
  metricCatalog,
  type MetricId,
  type MetricQuery,
  type Point,
  type Unit,
} from '@leadline/metrics';
import {
  changeVerdicts,
  metricRows,
  MOST_POINTS,
  type QueriedMetrics,
  queryMetrics,
  withLinkedElsewhere,
} from '@leadline/pipeline';
import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql/index.js';
import { coded, refusal, refuseProblems } from '../errors.js';
import { metricsCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import type { Direction } from './enums.js';
import { asksFor } from './asked-fields.js';
import { MetricDefinition, MetricTarget } from './metric-definition.type.js';
import { MetricsArguments } from './metric-inputs.js';
import { MetricPoint } from './metric-point.type.js';
import { nameProblems } from './name-problems.js';
import { readMetricQuery } from './read-query.js';

@Resolver()
export class MetricsResolver {
  @Query(() => [MetricDefinition], { description: 'Every metric there is, in the order people see them.' })
  metricCatalog(): MetricDefinition[] {
    return metricCatalog.map(definitionOf);
  }

  @Query(() => [MetricPoint], {
    description:
      'One row per metric, group and bucket: flat, for BI tools. Above 10,000 rows: TOO_MANY_POINTS before running, with the count and what to narrow.',
    complexity: metricsCost,
  })
  async metrics(
    @Args() asked: MetricsArguments,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricPoint[]> {
    const { catalogue, version } = await context.catalogue();
    const { query: read, compareTo, problems } = readMetricQuery(asked, catalogue, context.now);
    const withDetails = asksFor('details', info);
    const query = withDetails ? read : { ...read, withoutDetails: true };
    refuseProblems([...problems, ...(await nameProblems(query, context))]);
    const run = async (wanted: MetricQuery): Promise<readonly Point[]> =>
      pointsIn(await queryMetrics(context.analytics, catalogue, wanted), wanted);
    const isJudged = compareTo !== null && query.bucket === undefined && asksFor('verdict', info);
    const [answered, previous, verdicts] = await Promise.all([
      run(query),
      compareTo ? run({ ...query, window: compareTo }) : [],
      isJudged ? changeVerdicts(context.analytics, catalogue, query, compareTo) : undefined,
    ]);
    const points = withDetails ? await withLinkedElsewhere(context.analytics, query, answered) : answered;
    return metricRows(query, points, previous, { computedAt: context.now, configVersion: version }, verdicts);
  }
}

function definitionOf({ id, title, summary, unit, better, source, target }: Definition<MetricId>): MetricDefinition {
  const { direction, text } = directions[better];
  const documentation = `${summary} ${unitTexts[unit]} ${text} Definition: ${source}`;
  return { id, title, summary, unit, direction, documentation, source, target: targetOf(target, unit) };
}

function targetOf(target: Definition<MetricId>['target'], own: Unit): MetricTarget | null {
  if (target === undefined) return null;
  const { of } = target;
  const unit = of === undefined ? own : detailMeanings[of][0];
  return { ...target, of: of ?? null, unit: unit === 'OWN' || unit === 'AMOUNT' ? own : unit };
}

const directions: Readonly<Record<Better, { readonly direction: Direction; readonly text: string }>> = {
  HIGHER: { direction: 'HIGHER_IS_BETTER', text: 'Higher is better.' },
  LOWER: { direction: 'LOWER_IS_BETTER', text: 'Lower is better.' },
  NEITHER: { direction: 'CONTEXT', text: 'Context: neither way is better.' },
};

const unitTexts: Record<Definition['unit'], string> = {
  PER_DAY: 'Per civil day of the time zone asked for.',
  SECONDS: 'In seconds of elapsed time.',
  RATIO: 'A share, from 0 to 1.',
  COUNT: 'A number of things.',
  FACTOR: 'How many times as much.',
};

function pointsIn(answer: QueriedMetrics, { by, bucket }: MetricQuery): readonly Point[] {
  switch (answer.outcome) {
    case 'points':
      return answer.points;
    case 'unanswerable':
      throw refusal(answer.problems.map(({ asked, message, fix }) => ({ argument: asked, message, fix })));
    case 'too_many_points': {
      const narrow = [
        ...(bucket ? [`a longer bucket than ${bucket}`, 'a shorter window'] : []),
        ...(by.length > 0 ? ['fewer dimensions in `by`', 'a narrower scope'] : []),
        'fewer ids',
      ];
      const text = `This would be ${answer.count} points; ${MOST_POINTS} are answered. Ask for ${narrow.join(', or ')}.`;
      throw coded('TOO_MANY_POINTS', text, { count: answer.count, most: MOST_POINTS, narrow });
    }
  }
}
