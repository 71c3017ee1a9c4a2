import { queryQuickCheck } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  type ComplexityEstimatorArgs,
  Context,
  Field,
  Mutation,
  Query,
  Resolver,
} from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { refuseProblems } from '../errors.js';
import { ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { spokenScope } from './answered-scope.js';
import { quickCheckEvent, quickCheckProblems } from './quick-check-event.js';
import { QuickCheckAnswerInput, QuickCheckAnswerPayload } from './quick-check.input.js';
import { QuickCheck } from './quick-check.type.js';
import { scorecardScope } from './scorecard-scope.js';

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
  private readonly append: GraphqlDeps['appendCorrection'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'appendCorrection'>) {
    this.append = deps.appendCorrection;
  }

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
    refuseProblems([...problems, ...(await nameProblems(query, context))]);
    const provenance = { computedAt: context.now, configVersion: version };
    const { window, scope, asOf, options } = query;
    const { scope: named, problems: unnamed } = scorecardScope(scope);
    const of = unnamed.length === 0 ? named : null;
    return queryQuickCheck(context.analytics, catalogue, { window, scope, asOf, options }, provenance, of);
  }

  @Mutation(() => QuickCheckAnswerPayload, {
    description:
      "Writes down a person's word on a number of the Quick Check: one event, durable when this answers. What tools told stays beside it. Needs the scope corrections:write.",
  })
  async answerQuickCheck(
    @Args('input', { description: 'What is said, of what, and why.' }) input: QuickCheckAnswerInput,
    @Context() context: RequestContext,
  ): Promise<QuickCheckAnswerPayload> {
    const by = context.callerWith('corrections:write');
    const scope = await spokenScope(input, context, quickCheckProblems(input));
    const event = quickCheckEvent(input, scope, { by, at: new Date(context.receivedAt).toISOString() });
    return { event: event.id, position: await this.append(event) };
  }
}
