import { driftOf, listEnvironments, type LivePlace, type PlaceDrift, placeText } from '@leadline/pipeline';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { loadDeployment } from '../deployments/deployment-loader.js';
import { refuseProblems } from '../errors.js';
import { loadOneCost, placesCost } from '../limits/cost.js';
import { ScopeInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readScope, scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { given, optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { type AskedPlace, Drift, EnvironmentState } from './environment.type.js';

@Resolver(() => EnvironmentState)
export class EnvironmentsResolver {
  @Query(() => [EnvironmentState], {
    description: 'What is live where, by service in the order a version passes them, and how far each place is behind.',
    complexity: placesCost,
  })
  async environments(
    @Args('scope', { type: () => ScopeInput, ...optional('Which services, environments and targets; absent: all.') })
    scope: ScopeInput | null | undefined,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asked: number | null | undefined,
    @Context() context: RequestContext,
  ): Promise<AskedPlace[]> {
    const { analytics, now } = context;
    const asOf = asked ?? now;
    const { catalogue } = await context.catalogue();
    const named = readScope(scope);
    refuseProblems([...scopeProblems(named, catalogue), ...(await nameProblems({ scope: named }, context))]);
    const places = await listEnvironments(analytics, catalogue, { scope: given(scope), asOf });
    let drifts: Promise<ReadonlyMap<string, PlaceDrift>> | undefined;
    const driftsIn = async (place: LivePlace): Promise<PlaceDrift> => {
      drifts ??= driftOf(analytics, catalogue, places, { asOf });
      return (await drifts).get(placeText(place)) ?? { behindStage: null, behindTarget: null };
    };
    return places.map((place) => ({ ...place, asOf, drifts: () => driftsIn(place) }));
  }

  @ResolveField(() => Deployment, { ...optional('The deployment that brought what is live.'), complexity: loadOneCost })
  deployment(
    @Parent() { deployment, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(deployment, asOf, context);
  }

  @ResolveField(() => Drift, {
    ...optional('How far it is behind the environment before it; null: it is the first, or has no place in the order.'),
    complexity: loadOneCost,
  })
  async drift(@Parent() { drifts }: AskedPlace): Promise<Drift | null> {
    return (await drifts()).behindStage;
  }

  @ResolveField(() => Drift, {
    ...optional(
      'How far it is behind the furthest target of its environment, which may be itself; null: there is no other.',
    ),
    complexity: loadOneCost,
  })
  async targetDrift(@Parent() { drifts }: AskedPlace): Promise<Drift | null> {
    return (await drifts()).behindTarget;
  }
}
