import { type AlertState, alertStates } from '@leadline/insights';
import { type AlertRow, endpointsHeard, pageOfAlerts, queryAlerts } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  type ComplexityEstimatorArgs,
  Context,
  Field,
  Int,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { loadDeployment } from '../deployments/deployment-loader.js';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, loadOneCost } from '../limits/cost.js';
import { ScopeInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { optionsOf } from '../metrics/query-options.js';
import { readScope, scopeProblems } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { type Connection, connectionOf, pageOf, pageProblems } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Alert, AlertConnection, AlertStateEnum } from './alert.type.js';

@ArgsType()
export class AlertsArguments {
  @Field(() => DateTime, optional('By what was known then; absent: now.'))
  readonly asOf?: number | null;

  @Field(() => ScopeInput, optional('Whose; absent: everything in production.'))
  readonly scope?: ScopeInput | null;

  @Field(() => [AlertStateEnum], optional('In which states; absent: open ones.'))
  readonly states?: AlertState[] | null;

  @Field(() => Int, { defaultValue: 100, description: 'At most so many, 1 to 500.' })
  readonly first!: number;

  @Field(() => String, optional('`endCursor` of the page before; absent: from the beginning.'))
  readonly after?: string | null;
}

interface AskedAlert extends AlertRow {
  readonly asOf: number;
}

/** Cost of alerts: they read what was told of 90 days. */
const alertsCost = (asked: ComplexityEstimatorArgs): number => 1_000 + connectionCost(asked);

@Resolver(() => Alert)
export class AlertsResolver {
  private readonly endpoints: GraphqlDeps['endpoints'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'endpoints'>) {
    this.endpoints = deps.endpoints;
  }

  @Query(() => AlertConnection, {
    description:
      'What somebody should look at, by deployments and release trains of the last 90 days, drift and silence of less; open ones first, latest first. As of an instant, by the configuration of now.',
    complexity: alertsCost,
  })
  async alerts(@Args() asked: AlertsArguments, @Context() context: RequestContext): Promise<Connection<AskedAlert>> {
    const { catalogue } = await context.catalogue();
    const scope = readScope(asked.scope);
    const { problems } = optionsOf(catalogue, null);
    refuseProblems([
      ...pageProblems(asked),
      ...problems,
      ...scopeProblems(scope, catalogue),
      ...(await nameProblems({ scope }, context)),
    ]);
    const asOf = asked.asOf ?? context.now;
    const states: readonly AlertState[] = asked.states ?? alertStates.filter((state) => state === 'open');
    const endpoints = endpointsHeard(this.endpoints());
    const alerts = await queryAlerts(context.analytics, { scope, asOf, endpoints }, catalogue);
    const wanted = alerts.filter(({ state }) => states.includes(state)).map((alert) => ({ ...alert, asOf }));
    return connectionOf(pageOfAlerts(wanted, pageOf(asked)), wanted.length);
  }

  @ResolveField(() => Deployment, {
    ...optional('The deployment it is of, with its version, changes and flags; null: it is of none.'),
    complexity: loadOneCost,
  })
  deployment(
    @Parent() { deployment, asOf }: AskedAlert,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(deployment, asOf, context);
  }
}
