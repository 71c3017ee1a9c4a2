import { type QueriedScorecard, queryScorecard } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  type ComplexityEstimatorArgs,
  Context,
  Field,
  Mutation,
  Query,
  Resolver,
} from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { refuseProblems } from '../errors.js';
import { ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { answerEvent, answerProblems } from './answer-event.js';
import { spokenScope } from './answered-scope.js';
import { CriterionAnswerInput, CriterionAnswerPayload } from './answer.input.js';
import { scorecardRow } from './scorecard-rows.js';
import { scorecardScope } from './scorecard-scope.js';
import { Scorecard } from './scorecard.type.js';

@ArgsType()
class ScorecardTime {
  @Field(() => WindowInput, {
    description: 'The last full weeks are those before its end, or before now if that is earlier, in its time zone.',
  })
  readonly window!: WindowInput;

  @Field(() => DateTime, optional('Look at only what was known then; absent: now.'))
  readonly asOf?: number | null;
}

@ArgsType()
export class ScorecardArguments extends ScorecardTime {
  @Field(() => ScopeInput, optional('One team or one service; absent: the organisation.'))
  readonly scope?: ScopeInput | null;
}

@ArgsType()
export class ScorecardsArguments extends ScorecardTime {
  @Field(() => [ScopeInput], { description: 'At most ten scopes, each of one team or one service, or empty.' })
  readonly scopes!: ScopeInput[];
}

const MOST_SCOPES = 10;
/** Some twenty statements, and lists that are as long whoever asks. */
const ONE_CARD = 2_000;
const scorecardCost = ({ childComplexity }: ComplexityEstimatorArgs): number => ONE_CARD + childComplexity;
const scorecardsCost = ({ args, childComplexity }: ComplexityEstimatorArgs): number => {
  const scopes: unknown = args['scopes'];
  return (Array.isArray(scopes) ? scopes.length : 1) * (ONE_CARD / 2 + childComplexity);
};

@Resolver()
export class ScorecardsResolver {
  private readonly append: GraphqlDeps['appendCorrection'];
  private readonly sentMails: GraphqlDeps['sentMails'];
  private readonly notices: GraphqlDeps['notices'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'appendCorrection' | 'notices' | 'sentMails'>) {
    this.append = deps.appendCorrection;
    this.sentMails = deps.sentMails;
    this.notices = deps.notices;
  }

  @Query(() => Scorecard, {
    description:
      'The milestones to a hundred deployments a day and the levels of maturity of deployment, each criterion with its evidence. What nobody and nothing knows is unknown, never met.',
    complexity: scorecardCost,
  })
  async scorecard(
    @Args() { scope, ...time }: ScorecardArguments,
    @Context() context: RequestContext,
  ): Promise<Scorecard> {
    return this.read(scope ?? {}, 'scope', time, context);
  }

  @Query(() => [Scorecard], {
    description: 'Several scorecards, in the order asked for: each stands by itself, and none is ranked.',
    complexity: scorecardsCost,
  })
  async scorecards(
    @Args() { scopes, ...time }: ScorecardsArguments,
    @Context() context: RequestContext,
  ): Promise<Scorecard[]> {
    if (scopes.length > MOST_SCOPES) {
      const message = `it has ${scopes.length} scopes`;
      refuseProblems([{ argument: 'scopes', message, fix: `Ask for at most ${MOST_SCOPES} at once` }]);
    }
    const cards: Scorecard[] = [];
    for (const [index, scope] of scopes.entries())
      cards.push(await this.read(scope, `scopes[${index}]`, time, context));
    return cards;
  }

  @Mutation(() => CriterionAnswerPayload, {
    description:
      "Writes down a person's answer to a criterion: one event, durable when this answers. Needs the scope corrections:write.",
  })
  async answerCriterion(
    @Args('input', { description: 'What is said, of what, and why.' }) input: CriterionAnswerInput,
    @Context() context: RequestContext,
  ): Promise<CriterionAnswerPayload> {
    const by = context.callerWith('corrections:write');
    const scope = await spokenScope(input, context, answerProblems(input));
    const event = answerEvent(input, scope, { by, at: new Date(context.receivedAt).toISOString() });
    return { event: event.id, position: await this.append(event) };
  }

  private async read(
    asked: ScopeInput,
    argument: string,
    { window, asOf }: ScorecardTime,
    context: RequestContext,
  ): Promise<Scorecard> {
    const { catalogue, version } = await context.catalogue();
    const read = readMetricQuery(
      { ids: ['DEPLOYMENT_FREQUENCY'], window, scope: asked, asOf: asOf ?? null },
      catalogue,
      context.now,
    );
    const { query } = read;
    const { scope, problems } = scorecardScope(query.scope, argument);
    refuseProblems([...read.problems, ...problems, ...(await nameProblems(query, context))]);
    const provenance = { computedAt: context.now, configVersion: version };
    const question = {
      scope,
      until: query.window.to,
      timeZone: query.window.timeZone,
      asOf: query.asOf,
      options: query.options,
      mails: this.sentMails().filter(({ at }) => at <= query.asOf),
      told: this.toldDeployments(query.asOf),
    };
    const queried: QueriedScorecard = await queryScorecard(context.analytics, catalogue, question, provenance);
    return scorecardRow(queried, provenance);
  }

  /** Deployments of which a channel took a notice by then. */
  private toldDeployments(asOf: number): ReadonlySet<string> {
    const sent = this.notices(asOf).filter(({ state, lastAt }) => state === 'sent' && lastAt <= asOf);
    return new Set(sent.flatMap(({ tells }) => tells.flatMap(({ deployment }) => deployment ?? [])));
  }
}
