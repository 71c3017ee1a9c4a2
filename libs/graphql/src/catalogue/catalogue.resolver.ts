import { listServices, listTeams, type ServiceSummary, type TeamSummary } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { refuseProblems } from '../errors.js';
import { connectionCost, listCost } from '../limits/cost.js';
import { scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { type Connection, connectionOf, PageArguments, pageOf, pageProblems } from '../schema/connection.js';
import { given, optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Tag, tagsOf } from '../schema/tag.type.js';
import { Organisation, Service, ServiceConnection, Team } from './catalogue.type.js';

@InputType({ description: 'Which services. Every member narrows; absent and empty ones do not.' })
export class ServiceFilter {
  @Field(() => [String], optional('Their names.'))
  readonly names?: string[] | null;

  @Field(() => [String], optional('Paths of teams that own them; a parent includes its descendants.'))
  readonly teams?: string[] | null;

  @Field(() => Boolean, optional('Whether the catalogue declares them.'))
  readonly mapped?: boolean | null;
}

@ArgsType()
export class ServicesArguments extends PageArguments {
  @Field(() => ServiceFilter, optional('Which.'))
  readonly where?: ServiceFilter | null;

  @Field(() => DateTime, optional('As it was known then; absent: now.'))
  readonly asOf?: number | null;
}

@Resolver(() => Service)
export class ServicesResolver {
  @Query(() => ServiceConnection, { description: 'What is deployed, by name.', complexity: connectionCost })
  async services(
    @Args() asked: ServicesArguments,
    @Context() { analytics, catalogue, now }: RequestContext,
  ): Promise<Connection<ServiceSummary>> {
    refuseProblems([
      ...pageProblems(asked),
      ...scopeProblems({ teams: asked.where?.teams ?? [] }, (await catalogue()).catalogue, 'where'),
    ]);
    const request = { ...pageOf(asked), where: given(asked.where), asOf: asked.asOf ?? now };
    return connectionOf(await listServices(analytics, (await catalogue()).catalogue, request));
  }

  @ResolveField(() => [Tag], { description: 'Its tags.' })
  tags(@Parent() { tags }: ServiceSummary): Tag[] {
    return tagsOf(tags);
  }
}

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { description: 'Name, time zone and benchmark of the organisation.' })
  async organisation(@Context() { catalogue }: RequestContext): Promise<Organisation> {
    return (await catalogue()).catalogue.organisation;
  }
}

@Resolver(() => Team)
export class TeamsResolver {
  @Query(() => [Team], { description: 'Every team of the tree, parents before children.', complexity: listCost })
  async teams(
    @Args('asOf', { type: () => DateTime, ...optional('Who owned what then; absent: now.') })
    asOf: number | null | undefined,
    @Context() { catalogue, now }: RequestContext,
  ): Promise<readonly TeamSummary[]> {
    return listTeams((await catalogue()).catalogue, asOf ?? now);
  }

  @ResolveField(() => [Tag], { description: 'Its tags.' })
  tags(@Parent() { tags }: TeamSummary): Tag[] {
    return tagsOf(tags);
  }
}
