import { measures, type Notable } from '@leadline/insights';
import { metricById } from '@leadline/metrics';
import { type InsightQuery, outlierRow, pointId, queryInsights } from '@leadline/pipeline';
import { Args, ArgsType, type ComplexityEstimatorArgs, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { refuseProblems } from '../errors.js';
import { ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import { outlierOf } from '../outliers/scan-rows.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Insight } from './insight.type.js';

@ArgsType()
class InsightsArguments {
  @Field(() => WindowInput, { description: 'What is judged. It is compared with as much time before it.' })
  readonly window!: WindowInput;

  @Field(() => ScopeInput, optional('What to look at; absent: everything in production.'))
  readonly scope?: ScopeInput | null;

  @Field(() => DateTime, optional('Look at only what was known then; absent: now.'))
  readonly asOf?: number | null;
}

/** Cost of insights: two windows, a year of weeks, and one or two scans for outliers. */
const insightsCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 6_000 + childComplexity;

@Resolver()
export class InsightsResolver {
  @Query(() => [Insight], {
    description:
      'What is notable in a window, at most five: changes of the five metrics against the time before, outliers, and milestones. None is a valid answer.',
    complexity: insightsCost,
  })
  async insights(
    @Args() { window, scope, asOf }: InsightsArguments,
    @Context() context: RequestContext,
  ): Promise<Insight[]> {
    const { catalogue } = await context.catalogue();
    const read = readMetricQuery({ ids: ['CHANGE_FAIL_RATE'], window, scope, asOf }, catalogue, context.now);
    refuseProblems([...read.problems, ...(await nameProblems(read.query, context))]);
    const query: InsightQuery = read.query;
    const { insights, compared } = await queryInsights(context.analytics, catalogue, query);
    return insights.map((notable) => insightOf(notable, { ...query, window: compared?.now ?? query.window }));
  }
}

function insightOf(notable: Notable, query: InsightQuery): Insight {
  const { kind, judgement, text } = notable;
  switch (notable.kind) {
    case 'change': {
      const { metric, now, before, n, p } = notable;
      const said = { kind, metric, judgement, text, unit: metricById(metric).unit, value: now, previous: before, n, p };
      const id = `change ${metric} ${now < before ? 'fell' : 'rose'}`;
      return { ...said, id, point: pointOf(metric, query), outlier: null };
    }
    case 'outlier': {
      const by = { dimension: notable.by === 'team' ? ('TEAM' as const) : ('SERVICE' as const) };
      const outlier = outlierOf(outlierRow({ ...query, ids: [], by }, notable.outlier));
      const { metric, unit } = measures[notable.outlier.measure];
      const { id, value, comparedWith, n, p, point } = outlier;
      const said = { kind, metric, judgement, text, unit, value, previous: comparedWith.center, n, p };
      return { ...said, id: `outlier ${id}`, point, outlier };
    }
    case 'milestone': {
      const { metric } = notable;
      const said = { kind, metric, judgement, text, unit: metricById(metric).unit };
      const nothing = { value: null, previous: null, n: null, p: null, outlier: null };
      return { ...said, ...nothing, id: `milestone ${notable.reached} ${metric}`, point: pointOf(metric, query) };
    }
  }
}

const pointOf = (metric: Parameters<typeof metricById>[0], query: InsightQuery): string =>
  pointId({ ...query, metric, by: [], group: [] });
