import { listRollouts, noProgress, type Rollout as Found, type RolloutProgress } from '@leadline/pipeline';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { refuseProblems } from '../errors.js';
import { loadCost, loadOneCost, placesCost } from '../limits/cost.js';
import { ScopeInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readScope, scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { given, optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Approval, Rollout, RolloutStep, Verification } from './rollout.type.js';

interface AskedRollout extends Found {
  readonly asOf: number;
}

@Resolver(() => Rollout)
export class RolloutsResolver {
  @Query(() => [Rollout], {
    description: 'Deployments in progress with their steps, latest first, at most 200.',
    complexity: placesCost,
  })
  async rollouts(
    @Args('active', {
      type: () => Boolean,
      nullable: true,
      defaultValue: true,
      description: 'Only those in progress; false: those that ended too.',
    })
    active: boolean | null,
    @Args('scope', { type: () => ScopeInput, ...optional('Which services, environments and targets; absent: all.') })
    scope: ScopeInput | null | undefined,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asked: number | null | undefined,
    @Context() context: RequestContext,
  ): Promise<AskedRollout[]> {
    const { analytics, now } = context;
    const named = readScope(scope);
    refuseProblems([
      ...scopeProblems(named, (await context.catalogue()).catalogue),
      ...(await nameProblems({ scope: named }, context)),
    ]);
    const asOf = asked ?? now;
    const found = await listRollouts(analytics, { active: active ?? true, scope: given(scope), asOf });
    return found.map((rollout) => ({ ...rollout, asOf }));
  }

  @ResolveField(() => Deployment, { description: 'The deployment.', complexity: loadOneCost })
  deployment(@Parent() { deployment, asOf }: AskedRollout): AskedDeployment {
    return { ...deployment, asOf };
  }
}

/** What the tools of a rollout tell, beneath the deployment it is. */
@Resolver(() => Deployment)
export class DeploymentProgressResolver {
  @ResolveField(() => [RolloutStep], { description: 'Steps of its rollout, oldest first.', complexity: loadCost })
  async steps(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly RolloutStep[]> {
    return (await progressIn(of, context)).steps;
  }

  @ResolveField(() => [Verification], { description: 'Checks of it, oldest first.', complexity: loadCost })
  async verifications(
    @Parent() of: AskedDeployment,
    @Context() context: RequestContext,
  ): Promise<readonly Verification[]> {
    return (await progressIn(of, context)).verifications;
  }

  @ResolveField(() => [Approval], { description: 'Gates it was held at, oldest first.', complexity: loadCost })
  async approvals(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly Approval[]> {
    return (await progressIn(of, context)).approvals;
  }
}

async function progressIn(
  { id, asOf }: AskedDeployment,
  { progress }: Pick<RequestContext, 'progress'>,
): Promise<RolloutProgress> {
  return (await progress.load({ id, asOf })) ?? noProgress;
}
