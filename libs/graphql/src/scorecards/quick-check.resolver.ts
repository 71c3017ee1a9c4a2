import { queryQuickCheck } from '@leadline/pipeline';
import { Args, ArgsType, type ComplexityEstimatorArgs, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { refuseProblems } from '../errors.js';
import { ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { serviceProblems } from '../metrics/metrics.resolver.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { QuickCheck } from './quick-check.type.js';

@ArgsType()
export class QuickCheckArguments {
  @Field(() => WindowInput, { description: 'What is scored.' })
  readonly window!: WindowInput;

  @Field(() => ScopeInput, optional('What to look at; absent: everything in production.'))
  readonly scope?: ScopeInput | null;

  @Field(() => DateTime, optional('Look at only what was known then; absent: now.'))
  readonly asOf?: number | null;
}

const quickCheckCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 1_000 + childComplexity;

@Resolver()
export class QuickCheckResolver {
  @Query(() => QuickCheck, {
    description:
      "DORA's Quick Check of a window: five scores, throughput and stability, beside those of all industries.",
    complexity: quickCheckCost,
  })
  async quickCheck(
    @Args() { window: asked, scope: within, asOf: at }: QuickCheckArguments,
    @Context() context: RequestContext,
  ): Promise<QuickCheck> {
    const { catalogue, version } = await context.catalogue();
    const { query, problems } = readMetricQuery(
      { ids: ['DEPLOYMENT_FREQUENCY'], window: asked, scope: within ?? null, asOf: at ?? null },
      catalogue,
      context.now,
    );
    refuseProblems([...problems, ...(await serviceProblems(query, context))]);
    const provenance = { computedAt: context.now, configVersion: version };
    const { window, scope, asOf, options } = query;
    return queryQuickCheck(context.analytics, catalogue, { window, scope, asOf, options }, provenance);
  }
}
