import {
  contributionText,
  type DriverAttribution,
  type LeadTimePhases as Summarized,
  type MetricQuery,
  phaseNames,
  type PhasePart,
  phaseReference,
  type SegmentContribution,
} from '@leadline/metrics';
import {
  type DrivenMetric,
  drivenPoint,
  groupColumns,
  pointId,
  queryDrivers,
  queryLeadTimePhases,
} from '@leadline/pipeline';
import { Args, ArgsType, type ComplexityEstimatorArgs, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { refuseProblems } from '../errors.js';
import { GroupByInput, ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { type GivenOptions, MetricOptionsInput } from '../metrics/metric-options.input.js';
import { nameProblems } from '../metrics/name-problems.js';
import { type AskedMetrics, readMetricQuery, type ReadQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { DrivenMetricEnum, Drivers, LeadTimePhases } from './breakdown.types.js';

@ArgsType()
class BreakdownArguments {
  @Field(() => WindowInput, { description: 'When: of deployments, by their finish.' })
  readonly window!: WindowInput;

  @Field(() => ScopeInput, optional('What to look at; absent: everything in production.'))
  readonly scope?: ScopeInput | null;

  @Field(
    () => DateTime,
    optional('Count only what was known then; absent: now. Later than now: as if nothing more happened until then.'),
  )
  readonly asOf?: number | null;

  @Field(() => MetricOptionsInput, optional('How to count. Phases are of the unit CHANGE whatever it says.'))
  readonly options?: GivenOptions | null;
}

@ArgsType()
class LeadTimePhasesArguments extends BreakdownArguments {
  @Field(() => [GroupByInput], optional('One entry per combination of these; absent: everything pooled.'))
  readonly by?: GroupByInput[] | null;
}

@ArgsType()
class DriversArguments extends BreakdownArguments {
  @Field(() => DrivenMetricEnum, { description: 'Which metric changed.' })
  readonly of!: DrivenMetric;

  @Field(() => WindowInput, { description: 'The window it is compared with.' })
  readonly compareTo!: WindowInput;
}

/** Cost of a breakdown: a statement over the window. */
const breakdownCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 800 + childComplexity;

@Resolver()
export class LeadTimePhasesResolver {
  @Query(() => [LeadTimePhases], {
    description: 'Where lead time goes: its phases, from the first commit to the finished deployment.',
    complexity: breakdownCost,
  })
  async leadTimePhases(
    @Args() asked: LeadTimePhasesArguments,
    @Context() context: RequestContext,
  ): Promise<LeadTimePhases[]> {
    const { query } = await readBreakdown(asked, context);
    const groups = await queryLeadTimePhases(context.analytics, query);
    return groups.map((one) => ({ ...groupColumns(query, one.group), ...phasesShown(query, one) }));
  }

  @Query(() => Drivers, {
    description:
      'What drove the change of a metric between two windows; an arithmetic decomposition, no proof of a cause.',
    complexity: breakdownCost,
  })
  async drivers(@Args() asked: DriversArguments, @Context() context: RequestContext): Promise<Drivers> {
    const { query, compareTo } = await readBreakdown(asked, context);
    if (compareTo === null) throw new Error('The window compared with is required');
    const drivers = await queryDrivers(context.analytics, asked.of, query, compareTo);
    return driversShown(drivers, (service, component, when) => {
      const window = when === 'before' ? compareTo : query.window;
      return pointId(drivenPoint(asked.of, { ...query, window }, service, component));
    });
  }
}

async function readBreakdown(
  { window, scope, asOf, options, by, compareTo }: Omit<AskedMetrics, 'ids' | 'bucket'>,
  context: RequestContext,
): Promise<ReadQuery> {
  const { catalogue } = await context.catalogue();
  const read = readMetricQuery(
    { ids: ['CHANGE_LEAD_TIME'], window, scope, asOf, options, by, compareTo },
    catalogue,
    context.now,
  );
  refuseProblems([...read.problems, ...(await nameProblems(read.query, context))]);
  return read;
}

function phasesShown(query: MetricQuery, { group, n, total, phases, missing }: Summarized) {
  const idOf = (part: PhasePart): string => pointId(phaseReference(query, group, part));
  return {
    id: idOf('total'),
    n,
    mean: total.mean,
    p50: total.p50,
    missing,
    phases: phaseNames.map((phase) => ({ id: idOf(phase), phase, ...phases[phase] })),
  };
}

/** Id of the point that a component of a service has before or after; null: there is none. */
type PointOf = (service: string, component: string, when: 'before' | 'after') => string | null;

export function driversShown(drivers: DriverAttribution, pointOf: PointOf = () => null): Drivers {
  const { within, mix, driver, segments, ...numbers } = drivers;
  const components: Readonly<Record<string, number>> = within === null || mix === null ? {} : { ...within, mix };
  return {
    ...numbers,
    driver: driver as Drivers['driver'],
    components: Object.entries(components).map(([component, value]) => ({
      component: component as Drivers['components'][number]['component'],
      value,
      arithmetic: contributionText(drivers, component),
    })),
    services: segments.map((segment) => serviceShown(segment, pointOf)),
  };
}

const serviceShown = (segment: SegmentContribution, pointOf: PointOf): Drivers['services'][number] => {
  const { name: service, nBefore, nAfter, shareBefore, shareAfter, mix, within, before, after } = segment;
  return {
    service,
    nBefore,
    nAfter,
    shareBefore,
    shareAfter,
    mix,
    components: Object.entries(within).map(([component, value]) => ({
      component: component as Drivers['components'][number]['component'],
      value,
      before: before[component] ?? 0,
      after: after[component] ?? 0,
      pointBefore: nBefore === 0 ? null : pointOf(service, component, 'before'),
      pointAfter: nAfter === 0 ? null : pointOf(service, component, 'after'),
    })),
  };
};
