import { correctedEntitiesOf, countDeployments, type DeploymentDetail, listDeployments } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Correction, correctionsIn } from '../corrections/correction.type.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, loadCost, loadOneCost } from '../limits/cost.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readScope, scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import {
  type Connection,
  connectionOf,
  PageArguments,
  pageOf,
  pageProblems,
  windowProblems,
} from '../schema/connection.js';
import { given, optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Tag, tagsOf } from '../schema/tag.type.js';
import { type AskedDeployment, Deployment, deploymentAt, DeploymentConnection } from './deployment.type.js';
import { loadDeployment } from './deployment-loader.js';
import {
  CarriedChange,
  CarriedCommit,
  DeploymentLinks,
  DeploymentMoment,
  DeploymentReach,
  DeploymentReport,
  EventReference,
  FailureReason,
  FoundVersion,
} from './deployment-detail.types.js';
import { DeploymentFilter } from './deployment-filter.input.js';

@ArgsType()
export class DeploymentsArguments extends PageArguments {
  @Field(() => DeploymentFilter, optional('Which.'))
  readonly where?: DeploymentFilter | null;

  @Field(() => DateTime, optional('As they were known then; absent: now.'))
  readonly asOf?: number | null;
}

/** What a filter names as a scope does. */
const scopeOf = ({ teams, services, repositories, environments, targets, flags, tags }: DeploymentFilter) => ({
  teams,
  services,
  repositories,
  environments,
  targets,
  flags,
  tags,
});

/** Members of a deployment that are read with its details. */
const inDetail = <T>(description: string, type: () => T) => [type, { description, complexity: loadCost }] as const;

@Resolver(() => Deployment)
export class DeploymentsResolver {
  @Query(() => DeploymentConnection, { description: 'Deployments, latest first.', complexity: connectionCost })
  async deployments(
    @Args() asked: DeploymentsArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<AskedDeployment>> {
    const where = given(asked.where);
    const named = readScope(asked.where && scopeOf(asked.where));
    refuseProblems([
      ...pageProblems(asked),
      ...windowProblems(asked.where ?? {}),
      ...scopeProblems(named, (await context.catalogue()).catalogue, 'where'),
      ...(await nameProblems({ scope: named }, context, 'where')),
    ]);
    const { analytics, now } = context;
    const asOf = asked.asOf ?? now;
    const page = await listDeployments(analytics, { ...pageOf(asked), where, asOf });
    return connectionOf({ ...page, items: page.items.map((item) => ({ ...item, asOf })) }, () =>
      countDeployments(analytics, { where, asOf }),
    );
  }

  @Query(() => Deployment, { nullable: true, description: 'One deployment; null: there is none.' })
  async deployment(
    @Args('id', { type: () => ID, description: 'Its id, or that of any of its attempts as their source gave it.' })
    id: string,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asOf: number | null | undefined,
    @Context() { deployments, now }: RequestContext,
  ): Promise<AskedDeployment | null> {
    const instant = asOf ?? now;
    return deploymentAt(await deployments.load({ id, asOf: instant }), instant);
  }

  @ResolveField(() => [Tag], { description: 'Tags of the service.' })
  tags(@Parent() { tags }: AskedDeployment): Tag[] {
    return tagsOf(tags);
  }

  @ResolveField(() => String, {
    ...optional('Who started it, as its source told; "erased person" where that name was erased.'),
    complexity: loadOneCost,
  })
  async actor(
    @Parent() { actor, asOf }: AskedDeployment,
    @Context() { people }: RequestContext,
  ): Promise<string | null> {
    return actor === null ? null : ((await people.load({ id: actor, asOf })) ?? null);
  }

  @ResolveField(() => Deployment, { ...optional('What it replaced on its first target.'), complexity: loadOneCost })
  async replaced(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<AskedDeployment | null> {
    const id = (await detailOf(of, context))?.replaced ?? null;
    return loadDeployment(id, of.asOf, context);
  }

  @ResolveField(...inDetail('What each source reported of its attempts.', () => [DeploymentReport]))
  async reports(
    @Parent() of: AskedDeployment,
    @Context() context: RequestContext,
  ): Promise<readonly DeploymentReport[]> {
    return (await detailOf(of, context))?.reports ?? [];
  }

  @ResolveField(...inDetail('Why it failed or may have.', () => [FailureReason]))
  async reasons(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly FailureReason[]> {
    return (await detailOf(of, context))?.reasons ?? [];
  }

  @ResolveField(() => DeploymentLinks, {
    ...optional('How its changes were found; null: it has none.'),
    complexity: loadOneCost,
  })
  async links(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<DeploymentLinks | null> {
    return (await detailOf(of, context))?.links ?? null;
  }

  @ResolveField(() => FoundVersion, {
    ...optional('How its commit was found; null: a report names it.'),
    complexity: loadOneCost,
  })
  async found(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<FoundVersion | null> {
    return (await detailOf(of, context))?.found ?? null;
  }

  @ResolveField(() => String, {
    ...optional('Version of its configuration; of a configuration repository the commit.'),
    complexity: loadOneCost,
  })
  async configVersion(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<string | null> {
    return (await detailOf(of, context))?.configVersion ?? null;
  }

  @ResolveField(() => DeploymentReach, {
    ...optional('Since when its version runs in the first, and in all of its targets.'),
    complexity: loadOneCost,
  })
  async reach(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<DeploymentReach | null> {
    return (await detailOf(of, context))?.reach ?? null;
  }

  @ResolveField(...inDetail('Commits it brought for the first time.', () => [CarriedCommit]))
  async commits(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly CarriedCommit[]> {
    return (await detailOf(of, context))?.commits ?? [];
  }

  @ResolveField(...inDetail('Changes it brought for the first time.', () => [CarriedChange]))
  async changes(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly CarriedChange[]> {
    return (await detailOf(of, context))?.changes ?? [];
  }

  @ResolveField(() => [Correction], {
    description: 'What people said of it, and why, latest first; the first that nobody took back holds.',
    complexity: loadCost,
  })
  async corrections(
    @Parent() { attempts, asOf }: AskedDeployment,
    @Context() { corrections }: RequestContext,
  ): Promise<Correction[]> {
    const entities = correctedEntitiesOf(attempts);
    const made = await Promise.all(entities.map((id) => corrections.load({ id, asOf })));
    return correctionsIn(made.flatMap((own) => own ?? []).sort((a, b) => b.at - a.at));
  }

  @ResolveField(...inDetail('How it looked over time, oldest first.', () => [DeploymentMoment]))
  async history(
    @Parent() of: AskedDeployment,
    @Context() context: RequestContext,
  ): Promise<readonly DeploymentMoment[]> {
    return (await detailOf(of, context))?.history ?? [];
  }

  @ResolveField(
    ...inDetail('Events of its attempts, marks and corrections included, oldest first.', () => [EventReference]),
  )
  async events(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<readonly EventReference[]> {
    return (await detailOf(of, context))?.events ?? [];
  }
}

const detailOf = (
  { id, asOf }: AskedDeployment,
  { deploymentDetails }: RequestContext,
): Promise<DeploymentDetail | undefined> => deploymentDetails.load({ id, asOf });
