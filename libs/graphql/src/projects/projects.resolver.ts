import { scopeText } from '@leadline/insights';
import { comparedMetrics, isOfScope, projectsTold, queryBeforeAfter, type ToldProject } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  type ComplexityEstimatorArgs,
  Context,
  Field,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { comparisonCost, comparisonShown, ProjectComparison } from '../before-after/before-after.resolver.js';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { ScopeInput } from '../metrics/metric-inputs.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { readScope, spokenScope } from '../scorecards/answered-scope.js';
import { projectEvent, projectProblems } from './project-event.js';
import { Project, ProjectInput, ProjectPayload } from './project.type.js';

@ArgsType()
class ProjectsArguments {
  @Field(() => ScopeInput, optional('Those of one team or one service, or of a part of it; absent: all.'))
  readonly scope?: ScopeInput | null;

  @Field(() => DateTime, optional('Only what was known then; absent: now.'))
  readonly asOf?: number | null;
}

/** What a comparison may look at. */
interface ShownProject extends Project {
  readonly asOf: number;
}

/** Most projects that are compared in one answer: each takes some ten statements. */
const USUAL_PROJECTS = 5;
const projectsCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 100 + USUAL_PROJECTS * childComplexity;

@Resolver(() => Project)
export class ProjectsResolver {
  private readonly append: GraphqlDeps['appendCorrection'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'appendCorrection'>) {
    this.append = deps.appendCorrection;
  }

  @Query(() => [Project], {
    description: 'Projects that set out to change a metric, the last begun first.',
    complexity: projectsCost,
  })
  async projects(
    @Args() { scope: asked, asOf }: ProjectsArguments,
    @Context() context: RequestContext,
  ): Promise<ShownProject[]> {
    const { scope, catalogue } = await readScope(asked ?? {}, 'scope', context);
    const at = Math.min(asOf ?? context.now, context.now);
    const told = await projectsTold(context.analytics, at);
    return told
      .filter((project) => isOfScope(project, scope, catalogue, at))
      .map(({ isNamedBeforehand, ...project }) => ({ ...project, namedBeforehand: isNamedBeforehand, asOf: at }));
  }

  @ResolveField(() => ProjectComparison, {
    ...optional(
      'Before and after; null: it is not done, four full weeks are not over since, or the metric is not compared.',
    ),
    complexity: comparisonCost,
  })
  async comparison(
    @Parent() project: ShownProject,
    @Context() context: RequestContext,
  ): Promise<ProjectComparison | null> {
    const { catalogue } = await context.catalogue();
    const metric = comparedMetrics.find((one) => one === project.metric);
    if (metric === undefined || project.end === null) return null;
    const { start, end, wanted, asOf } = project;
    const window = { from: start, to: end + 1, timeZone: catalogue.organisation.timeZone };
    const { query } = readMetricQuery({ ids: [metric], window, scope: touched(project), asOf }, catalogue, context.now);
    const answer = await queryBeforeAfter(context.analytics, catalogue, {
      metric,
      wanted,
      start,
      end,
      scope: query.scope,
      timeZone: window.timeZone,
      asOf,
      options: query.options,
    });
    return answer.outcome === 'compared' ? comparisonShown(answer.compared) : null;
  }

  @Mutation(() => ProjectPayload, {
    description:
      'Writes down a project, or what is new of one: one event, durable when this answers. Name metric and direction before it begins. Needs the scope corrections:write.',
  })
  async recordProject(
    @Args('input', { description: 'What is said of it.' }) input: ProjectInput,
    @Context() context: RequestContext,
  ): Promise<ProjectPayload> {
    const by = context.callerWith('corrections:write');
    const told = await projectsTold(context.analytics, context.now);
    const known = told.find(({ id }) => id === input.id.trim());
    const isSaid = known === undefined || Boolean(input.team ?? input.service);
    const scope = await spokenScope(input, context, projectProblems(input, known));
    const event = projectEvent(input, isSaid ? scopeText(scope) : null, { by, at: context.receivedAt });
    return { event: event.id, position: await this.append(event) };
  }
}

/** "team:eng/payments" as a scope of metrics. */
function touched({ scope }: Pick<ToldProject, 'scope'>): ScopeInput {
  const [kind, name] = [scope.slice(0, scope.indexOf(':')), scope.slice(scope.indexOf(':') + 1)];
  return kind === 'team' ? { teams: [name] } : kind === 'service' ? { services: [name] } : {};
}
