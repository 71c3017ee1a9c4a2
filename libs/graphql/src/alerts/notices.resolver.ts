import type { KnownNotice, NoticeState } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { refuseProblems } from '../errors.js';
import { connectionCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { pageProblems } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { Notice, NoticeStateEnum } from './notice.type.js';

@ArgsType()
export class NoticesArguments {
  @Field(() => [NoticeStateEnum], optional('In which states; absent: all.'))
  readonly states?: NoticeState[] | null;

  @Field(() => Int, { defaultValue: 100, description: 'At most so many, 1 to 500.' })
  readonly first!: number;
}

@Resolver(() => Notice)
export class NoticesResolver {
  private readonly known: GraphqlDeps['notices'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'notices'>) {
    this.known = deps.notices;
  }

  @Query(() => [Notice], {
    description: 'What channels were told of alerts and deployments in the last weeks, the latest first.',
    complexity: connectionCost,
  })
  notices(@Args() asked: NoticesArguments, @Context() context: RequestContext): readonly KnownNotice[] {
    refuseProblems(pageProblems(asked));
    const { states } = asked;
    return this.known(context.now)
      .filter(({ state }) => !states || states.includes(state))
      .slice(0, asked.first);
  }
}
