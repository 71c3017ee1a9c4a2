import { listTrains } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Deployment } from '../deployments/deployment.type.js';
import type { AskedDeployment } from '../deployments/deployment.type.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, listCost } from '../limits/cost.js';
import { nameProblems } from '../metrics/name-problems.js';
import { scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { pageProblems, windowProblems } from '../schema/connection.js';
import { given, optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { type AskedTrain, Train, TrainFilter } from './train.type.js';

@ArgsType()
export class TrainsArguments {
  @Field(() => TrainFilter, optional('Which.'))
  readonly where?: TrainFilter | null;

  @Field(() => Int, { defaultValue: 100, description: 'At most so many, 1 to 500.' })
  readonly first!: number;

  @Field(() => DateTime, optional('As they were known then; absent: now.'))
  readonly asOf?: number | null;
}

@Resolver(() => Train)
export class TrainsResolver {
  @Query(() => [Train], { description: 'Release trains, latest plan first.', complexity: connectionCost })
  async trains(@Args() asked: TrainsArguments, @Context() context: RequestContext): Promise<readonly AskedTrain[]> {
    const { analytics, now } = context;
    const { catalogue } = await context.catalogue();
    const where = given(asked.where);
    refuseProblems([
      ...pageProblems(asked),
      ...windowProblems(asked.where ?? {}),
      ...scopeProblems({ teams: where.teams ?? [] }, catalogue, 'where'),
      ...(await nameProblems({ scope: { services: where.services } }, context, 'where')),
    ]);
    const asOf = asked.asOf ?? now;
    const found = await listTrains(analytics, { where, asOf, limit: asked.first });
    return found.map((train) => ({ ...train, asOf }));
  }

  @ResolveField(() => [Deployment], {
    description: 'The deployments it left with, as far as they are known.',
    complexity: listCost,
  })
  async deployments(
    @Parent() { deployments: attempts, asOf }: AskedTrain,
    @Context() { deployments }: RequestContext,
  ): Promise<AskedDeployment[]> {
    const found = await Promise.all(attempts.map((id) => deployments.load({ id, asOf })));
    const known = found.flatMap((deployment) => (deployment === undefined ? [] : [{ ...deployment, asOf }]));
    // Several attempts are one deployment.
    return [...new Map(known.map((deployment) => [deployment.id, deployment])).values()];
  }
}
