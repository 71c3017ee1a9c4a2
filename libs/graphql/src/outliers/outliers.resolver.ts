import type { OutlierScan as Scanned } from '@leadline/insights';
import type { MetricId } from '@leadline/metrics';
import { MOST_COMPARED, type OutlierQuery, type QueriedOutliers, queryOutliers } from '@leadline/pipeline';
import { Args, ArgsType, type ComplexityEstimatorArgs, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { coded, refuseProblems } from '../errors.js';
import { MetricIdEnum } from '../metrics/enums.js';
import { GroupByInput, ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { OutlierScan } from './outlier-scan.type.js';
import { Outlier } from './outlier.type.js';
import { readOutlierQuery } from './read-outlier-query.js';
import { outliersOf, scanOf } from './scan-rows.js';

@ArgsType()
export class OutliersArguments {
  @Field(() => WindowInput, {
    description: 'What is judged. It is compared with as much before it: at least four weeks, at most half a year.',
  })
  readonly window!: WindowInput;

  @Field(() => [MetricIdEnum], optional('Metrics to look at; absent: all that have rules.'))
  readonly ids?: MetricId[] | null;

  @Field(() => GroupByInput, optional('What is compared: SERVICE (default), TEAM, REPOSITORY, ENVIRONMENT or TAG.'))
  readonly by?: GroupByInput | null;

  @Field(() => ScopeInput, optional('What to look at; absent: everything in production.'))
  readonly scope?: ScopeInput | null;

  @Field(() => DateTime, optional('Look at only what was known then; absent: now.'))
  readonly asOf?: number | null;
}

/** Cost of a scan: it reads the window and half a year before it. */
const scanCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 2_000 + childComplexity;

@Resolver()
export class OutliersResolver {
  @Query(() => [Outlier], {
    description:
      'What stands out in a window, against other groups and against its own past, strongest evidence first, single records last. False discoveries are controlled over everything that was looked at; none is a valid answer.',
    complexity: scanCost,
  })
  async outliers(@Args() asked: OutliersArguments, @Context() context: RequestContext): Promise<Outlier[]> {
    const { query, scan } = await scanned(asked, context);
    return outliersOf(query, scan);
  }

  @Query(() => OutlierScan, {
    description: 'The same, with everything that was looked at: what each rule judged or could not, and funnel plots.',
    complexity: scanCost,
  })
  async outlierScan(@Args() asked: OutliersArguments, @Context() context: RequestContext): Promise<OutlierScan> {
    const { query, scan, version } = await scanned(asked, context);
    return scanOf(query, scan, { computedAt: context.now, configVersion: version });
  }
}

async function scanned(
  asked: OutliersArguments,
  context: RequestContext,
): Promise<{ readonly query: OutlierQuery; readonly scan: Scanned; readonly version: string }> {
  const { catalogue, version } = await context.catalogue();
  const { query, problems } = readOutlierQuery(asked, catalogue, context.now);
  refuseProblems([...problems, ...(await nameProblems({ scope: query.scope }, context))]);
  return { query, scan: scanIn(await queryOutliers(context.analytics, query)), version };
}

function scanIn(answer: QueriedOutliers): Scanned {
  switch (answer.outcome) {
    case 'scan':
      return answer.scan;
    case 'too_many': {
      const text = `There are more than ${MOST_COMPARED} ${answer.what}, the most a scan compares. Ask for a narrower scope.`;
      throw coded('TOO_MANY_POINTS', text, { most: MOST_COMPARED, narrow: ['a narrower scope'] });
    }
  }
}
