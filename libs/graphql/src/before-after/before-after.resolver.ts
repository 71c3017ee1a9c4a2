import type { BeforeAfter, Direction, Doubt, Verdict } from '@leadline/insights';
import { type ComparedMetric, type ComparedProject, queryBeforeAfter } from '@leadline/pipeline';
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
import { type ArgumentProblem, refuseProblems } from '../errors.js';
import { Drivers } from '../lead-time-phases/breakdown.types.js';
import { driversShown } from '../lead-time-phases/lead-time-phases.resolver.js';
import { ScopeInput } from '../metrics/metric-inputs.js';
import { type GivenOptions, MetricOptionsInput } from '../metrics/metric-options.input.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { capitalizedEnum, documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime, TimeZone } from '../schema/scalars.js';

export const ComparedMetricEnum = documentedEnum<ComparedMetric>(
  'ComparedMetric',
  'A metric that is compared before and after.',
  {
    DEPLOYMENT_FREQUENCY: 'By weekly counts.',
    CHANGE_LEAD_TIME: 'By the median of each deployment.',
    CHANGE_FAIL_RATE: 'As a rate.',
    DEPLOYMENT_REWORK_RATE: 'As a rate.',
    TIME_TO_RESTORE: 'With what is still open.',
  },
);
export const WantedEnum = capitalizedEnum<Direction>('WantedDirection', 'Which way a metric was wanted to go.', {
  up: 'More of it.',
  down: 'Less of it.',
});
const VerdictEnum = capitalizedEnum<Verdict>('BeforeAfterVerdict', 'What can be said of a metric before and after.', {
  improved: 'It went the way that was wanted: p at most 0.05, at least a fifth, enough samples on both sides.',
  worse: 'As sure, and the other way.',
  not_distinguishable: 'Neither can be said. That does not say that nothing changed.',
});
const DoubtEnum = capitalizedEnum<Doubt>('BeforeAfterDoubt', 'Why before and after cannot be told apart.', {
  too_few: 'Fewer than ten deployments of a rate, or six of anything else, on a side; or no value there.',
  chance: 'Chance alone would do this more often than one time in twenty, or it cannot be tested.',
  small: 'Less than a fifth.',
});

@ObjectType({ description: 'A metric before and after.' })
class BeforeAfterResult {
  @Field(() => VerdictEnum, { description: 'What can be said.' })
  readonly verdict!: Verdict;

  @Field(() => DoubtEnum, optional('Why not more; null: the verdict is sure.'))
  readonly doubt!: Doubt | null;

  @Field(() => Int, { description: 'Samples before.' })
  readonly nBefore!: number;

  @Field(() => Int, { description: 'Samples after.' })
  readonly nAfter!: number;

  @Field(() => Float, optional('A rate, a median in seconds, or deployments a week; null: no value.'))
  readonly before!: number | null;

  @Field(() => Float, optional('The same after.'))
  readonly after!: number | null;

  @Field(() => Float, optional('After against before: 0.2 is a fifth more; null: there was nothing before.'))
  readonly change!: number | null;

  @Field(() => Float, optional('Low end of its 95 % interval; of a rate, of the difference of the two.'))
  readonly low!: number | null;

  @Field(() => Float, optional('High end.'))
  readonly high!: number | null;

  @Field(() => Float, optional('How often chance alone would do as much; null: it cannot be tested.'))
  readonly p!: number | null;
}

@ObjectType({ description: 'What became of a metric with a project that set out to change it.' })
export class ProjectComparison {
  @Field(() => DateTime, { description: 'First instant of the full weeks before.' })
  readonly beforeFrom!: number;

  @Field(() => DateTime, { description: 'First instant after them.' })
  readonly beforeTo!: number;

  @Field(() => DateTime, { description: 'First instant of the full weeks after.' })
  readonly afterFrom!: number;

  @Field(() => DateTime, { description: 'First instant after them.' })
  readonly afterTo!: number;

  @Field(() => BeforeAfterResult, { description: 'The services of the scope.' })
  readonly result!: BeforeAfterResult;

  @Field(
    () => BeforeAfterResult,
    optional('All other services, which the project did not touch; null: there is no scope.'),
  )
  readonly peers!: BeforeAfterResult | null;

  @Field(
    () => Drivers,
    optional('What the change is made of, with the mix of services; null: not known of this metric.'),
  )
  readonly drivers!: Drivers | null;
}

@ArgsType()
class BeforeAfterArguments {
  @Field(() => ComparedMetricEnum, { description: 'The one metric that was named beforehand.' })
  readonly metric!: ComparedMetric;

  @Field(() => WantedEnum, { description: 'Which way it was wanted to go.' })
  readonly wanted!: Direction;

  @Field(() => DateTime, { description: 'When the project began to change things: eight full weeks before are read.' })
  readonly start!: number;

  @Field(() => DateTime, { description: 'When it was done: up to eight full weeks after are read, at least four.' })
  readonly end!: number;

  @Field(() => ScopeInput, optional('What it touched; absent: everything, without peers.'))
  readonly scope?: ScopeInput | null;

  @Field(() => TimeZone, { nullable: true, defaultValue: 'UTC', description: 'Zone of the weeks.' })
  readonly timeZone?: string | null;

  @Field(
    () => DateTime,
    optional('Count only what was known then; absent: now. Later than now: as if nothing more happened until then.'),
  )
  readonly asOf?: number | null;

  @Field(() => MetricOptionsInput, optional('How to count.'))
  readonly options?: GivenOptions | null;
}

/** Cost of a comparison: two windows of the scope, two of everything, and what drove the change. */
export const comparisonCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 1_500 + childComplexity;

@Resolver()
export class BeforeAfterResolver {
  @Query(() => ProjectComparison, {
    description:
      'Whether a metric changed with a project: eight full weeks before against up to eight after. Name one metric beforehand; any other is exploration.',
    complexity: comparisonCost,
  })
  async beforeAfter(
    @Args() { metric, wanted, start, end, scope, timeZone, asOf, options }: BeforeAfterArguments,
    @Context() context: RequestContext,
  ): Promise<ProjectComparison> {
    const { catalogue } = await context.catalogue();
    if (start > end) {
      refuseProblems([{ argument: 'start', message: 'it is after `end`', fix: 'Make start no later than end' }]);
    }
    const read = readMetricQuery(
      { ids: [metric], window: { from: start, to: end + 1, timeZone: timeZone ?? 'UTC' }, scope, asOf, options },
      catalogue,
      context.now,
    );
    refuseProblems([...read.problems.map(ownArgument), ...(await nameProblems(read.query, context))]);
    const { query } = read;
    const project = { metric, wanted, start, end, scope: query.scope, asOf: query.asOf, options: query.options };
    const answer = await queryBeforeAfter(context.analytics, catalogue, {
      ...project,
      timeZone: query.window.timeZone,
    });
    if (answer.outcome === 'too_early') {
      const fix = 'Ask again when four full weeks have passed since the end';
      refuseProblems([{ argument: 'end', message: `${answer.fullWeeks} full weeks have passed since`, fix }]);
      throw new Error('A comparison that is too early is refused');
    }
    return comparisonShown(answer.compared);
  }
}

/** A comparison has no window: its instants and its zone are arguments themselves. */
const ownArgument = ({ argument, ...problem }: ArgumentProblem): ArgumentProblem => ({
  ...problem,
  argument: argument === 'window' ? 'start' : argument.replace(/^window\./, ''),
});

export const comparisonShown = ({ before, after, result, peers, drivers }: ComparedProject): ProjectComparison => ({
  beforeFrom: before.from,
  beforeTo: before.to,
  afterFrom: after.from,
  afterTo: after.to,
  result: resultShown(result),
  peers: peers && resultShown(peers),
  drivers: drivers && driversShown(drivers),
});

/** What has no bound is no number of JSON. */
const resultShown = ({ interval, change, ...rest }: BeforeAfter): BeforeAfterResult => ({
  ...rest,
  change: change === null || !Number.isFinite(change) ? null : change,
  low: interval?.low ?? null,
  high: interval?.high ?? null,
});
