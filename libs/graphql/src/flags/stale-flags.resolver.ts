import { type StaleFlag as Stale, type StaleReason, unanswerable } from '@leadline/metrics';
import { queryStaleFlags } from '@leadline/pipeline';
import {
  Args,
  ArgsType,
  type ComplexityEstimatorArgs,
  Context,
  Field,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
} from '@nestjs/graphql';
import { refuseProblems } from '../errors.js';
import { ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { type GivenOptions, MetricOptionsInput } from '../metrics/metric-options.input.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

const StaleReasonEnum = capitalizedEnum<StaleReason>('StaleReason', 'Why the code of a flag could go.', {
  settled: 'On for all or off for all, everywhere, and unchanged for as long as the option staleAfterS says.',
  never_exposed: 'Deployed as long ago as the option darkAfterS says, and never on for anybody.',
});

@ObjectType({ description: 'What an environment saw of a flag at the end of the window.' })
class StaleExposure {
  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => Float, { description: 'Share of users, 0 to 100; 1 where it was on for targets of unknown size.' })
  readonly exposure!: number;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: number;
}

@ObjectType({ description: 'A flag whose code could go.' })
class StaleFlag implements Stale {
  @Field(() => String, { description: 'Its key.' })
  readonly flag!: string;

  @Field(() => StaleReasonEnum, { description: 'Why.' })
  readonly reason!: StaleReason;

  @Field(() => DateTime, {
    description: 'When it was changed last; NEVER_EXPOSED: when code that carries it was deployed first.',
  })
  readonly since!: number;

  @Field(() => Float, { description: 'Seconds from then to the end of the window, or to asOf.' })
  readonly ageS!: number;

  @Field(() => [StaleExposure], { description: 'Where it was ever changed, by name.' })
  readonly environments!: readonly StaleExposure[];
}

@ObjectType({ description: 'The flags behind STALE_FLAGS.' })
class StaleFlags {
  @Field(() => [StaleFlag], { description: 'Longest first.' })
  readonly flags!: readonly StaleFlag[];

  @Field(() => Int, { description: 'Flags that are there, stale or not.' })
  readonly total!: number;

  @Field(() => Float, optional('Share of them that is stale; null: there are none.'))
  readonly share!: number | null;

  @Field(() => Float, optional('Age of the one that has been stale material longest, in seconds; null: none is stale.'))
  readonly oldestS!: number | null;
}

@ArgsType()
class StaleFlagsArguments {
  @Field(() => WindowInput, { description: 'When: the state is that of its end.' })
  readonly window!: WindowInput;

  @Field(() => ScopeInput, optional('Which flags, services, teams and environments; absent: all in production.'))
  readonly scope?: ScopeInput | null;

  @Field(
    () => DateTime,
    optional('Count only what was known then; absent: now. Later than now: as if nothing more happened until then.'),
  )
  readonly asOf?: number | null;

  @Field(() => MetricOptionsInput, optional('How to count.'))
  readonly options?: GivenOptions | null;
}

/** Cost of a statement over all flags. */
const staleFlagsCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 400 + 10 * childComplexity;

@Resolver()
export class StaleFlagsResolver {
  @Query(() => StaleFlags, {
    description: 'Flags whose code could go, with since when: what the metric STALE_FLAGS counts.',
    complexity: staleFlagsCost,
  })
  async staleFlags(
    @Args() { window, scope, asOf, options }: StaleFlagsArguments,
    @Context() context: RequestContext,
  ): Promise<StaleFlags> {
    const { catalogue } = await context.catalogue();
    const { query, problems } = readMetricQuery(
      { ids: ['STALE_FLAGS'], window, scope, asOf, options },
      catalogue,
      context.now,
    );
    const narrowed = unanswerable(query).map(({ asked: argument, message, fix }) => ({ argument, message, fix }));
    refuseProblems([...problems, ...narrowed, ...(await nameProblems(query, context))]);
    const { stale, total } = await queryStaleFlags(context.analytics, query);
    return {
      flags: stale,
      total,
      share: total === 0 ? null : stale.length / total,
      oldestS: stale[0]?.ageS ?? null,
    };
  }
}
