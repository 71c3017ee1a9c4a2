import { countIncidents, incident, type IncidentSummary, listIncidents } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Correction, correctionsIn } from '../corrections/correction.type.js';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { EventReference } from '../deployments/deployment-detail.types.js';
import { loadDeployment, loadDeployments } from '../deployments/deployment-loader.js';
import { refuseProblems } from '../errors.js';
import { FlagChange } from '../flags/flag.type.js';
import { connectionCost, loadCost, loadOneCost } from '../limits/cost.js';
import { nameProblems } from '../metrics/name-problems.js';
import { scopeProblems } from '../metrics/read-query.js';
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
import {
  type AskedCause,
  type AskedIncident,
  Incident,
  IncidentCause,
  IncidentConnection,
  IncidentFilter,
} from './incident.type.js';

@ArgsType()
export class IncidentsArguments extends PageArguments {
  @Field(() => IncidentFilter, optional('Which.'))
  readonly where?: IncidentFilter | null;

  @Field(() => DateTime, optional('As they were known then; absent: now.'))
  readonly asOf?: number | null;
}

@Resolver(() => Incident)
export class IncidentsResolver {
  @Query(() => IncidentConnection, { description: 'Incidents, latest first.', complexity: connectionCost })
  async incidents(
    @Args() asked: IncidentsArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<AskedIncident>> {
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
    const page = await listIncidents(analytics, catalogue, { ...pageOf(asked), where, asOf });
    return connectionOf({ ...page, items: page.items.map((item) => ({ ...item, asOf })) }, () =>
      countIncidents(analytics, catalogue, { where, asOf }),
    );
  }

  @Query(() => Incident, { nullable: true, description: 'One incident; null: there is none.' })
  async incident(
    @Args('id', { type: () => ID, description: 'Its id, as its source gave it, or that of its entity.' }) id: string,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asked: number | null | undefined,
    @Context() { analytics, now }: RequestContext,
  ): Promise<AskedIncident | null> {
    const asOf = asked ?? now;
    const found: IncidentSummary | null = await incident(analytics, id, asOf);
    return found === null ? null : { ...found, asOf };
  }

  @ResolveField(() => [Deployment], {
    description: 'Deployments it names as its cause, also where it does not count (`counts`).',
    complexity: loadCost,
  })
  causedBy(
    @Parent() { causedBy, asOf }: AskedIncident,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment[]> {
    return loadDeployments(causedBy, asOf, context);
  }

  @ResolveField(() => [FlagChange], {
    description: 'Changes of feature flags it names as its cause, as far as they are known.',
    complexity: loadCost,
  })
  async causedByFlagChanges(
    @Parent() { causedByFlagChange, asOf }: AskedIncident,
    @Context() { flagChanges }: RequestContext,
  ): Promise<FlagChange[]> {
    const found = await Promise.all(causedByFlagChange.map((id) => flagChanges.load({ id, asOf })));
    return found.filter((change) => change !== undefined);
  }

  @ResolveField(() => [IncidentCause], {
    description: 'Deployments it is laid to, by name or by inference.',
    complexity: loadCost,
  })
  async causes(
    @Parent() { id, service, causedBy, asOf }: AskedIncident,
    @Context() { blames }: RequestContext,
  ): Promise<AskedCause[]> {
    const found = (await blames.load({ id, service, causedBy, asOf })) ?? [];
    return found.map((blame) => ({ ...blame, asOf }));
  }

  @ResolveField(() => [Correction], {
    description: 'What people said of it, and why, latest first; the first that nobody took back holds.',
    complexity: loadCost,
  })
  async corrections(
    @Parent() { entity, asOf }: AskedIncident,
    @Context() { corrections }: RequestContext,
  ): Promise<Correction[]> {
    return correctionsIn(await corrections.load({ id: entity, asOf }));
  }

  @ResolveField(() => [EventReference], { description: 'Its events, oldest first.', complexity: loadCost })
  async events(
    @Parent() { entity, asOf }: AskedIncident,
    @Context() { events }: RequestContext,
  ): Promise<readonly EventReference[]> {
    return (await events.load({ id: entity, asOf })) ?? [];
  }
}

@Resolver(() => IncidentCause)
export class IncidentCausesResolver {
  @ResolveField(() => Deployment, { ...optional('The deployment.'), complexity: loadOneCost })
  deployment(
    @Parent() { deployment, asOf }: AskedCause,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(deployment, asOf, context);
  }
}
