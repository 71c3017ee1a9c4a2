import type { KnownNotice, NoticeState } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { coded, refuseProblems } from '../errors.js';
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
  private readonly askFor: GraphqlDeps['askForNotice'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'notices' | 'askForNotice'>) {
    this.known = deps.notices;
    this.askFor = deps.askForNotice;
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

  @Mutation(() => Notice, {
    description:
      'Has a notice that was refused or given up, or of which nobody knows whether it arrived, sent once more: durable when this answers, sent within a minute or so. Needs the scope corrections:write.',
  })
  async sendNoticeAgain(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @Context() context: RequestContext,
  ): Promise<KnownNotice> {
    const by = context.callerWith('corrections:write');
    const now = context.receivedAt;
    const { outcome } = await this.askFor({ id, by, now });
    const notice = this.known(now).find((each) => each.id === id);
    if (outcome === 'not_found' || notice === undefined)
      throw coded('NOT_FOUND', `id: no notice ${JSON.stringify(id.slice(0, 80))} is known`, {
        argument: 'id',
        fix: 'Take it from `notices { id }`: those of the last weeks are known',
      });
    if (outcome === 'not_lost')
      refuseProblems([
        {
          argument: 'id',
          message: `it is ${notice.state.replaceAll('_', ' ')}`,
          fix: 'Only what was refused or given up, or is unknown, is sent once more',
        },
      ]);
    return notice;
  }
}
