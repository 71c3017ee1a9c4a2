import type { ListedMail } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, Context, Int, Query, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { refuseProblems } from '../errors.js';
import { listCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { type WeeklyMail, WeeklyMails } from './weekly-mail.type.js';

const MOST_WEEKS = 53;

@Resolver(() => WeeklyMails)
export class WeeklyMailsResolver {
  private readonly listed: GraphqlDeps['weeklyMails'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'weeklyMails'>) {
    this.listed = deps.weeklyMails;
  }

  @Query(() => WeeklyMails, {
    description: 'Who gets which weekly mail, and what became of each: sent, given up, or nobody knows.',
    complexity: listCost,
  })
  async weeklyMails(
    @Args('weeks', {
      type: () => Int,
      defaultValue: 4,
      description: `How many, up to the next one; at most ${MOST_WEEKS}.`,
    })
    weeks: number,
    @Context() context: RequestContext,
  ): Promise<WeeklyMails> {
    refuseProblems(
      weeks >= 1 && weeks <= MOST_WEEKS
        ? []
        : [{ argument: 'weeks', message: `it is ${weeks}`, fix: `Ask for 1 to ${MOST_WEEKS}` }],
    );
    const { sending, mails } = await this.listed(weeks);
    const isTold = context.mayCaller('deliveries:read');
    return { sending, mails: mails.map((mail) => shown(mail, isTold)) };
  }
}

function shown({ to, list, week, dueAt, state }: ListedMail, isTold: boolean): WeeklyMail {
  return {
    to: isTold ? to : masked(to),
    team: list === '' ? null : list,
    week,
    dueAt,
    state: state.state,
    sentAt: state.state === 'sent' ? state.at : null,
    retryAt: state.state === 'deferred' ? state.retryAt : null,
    reason: 'reason' in state ? withoutAddress(state.reason, to, isTold) : null,
  };
}

/** "a…@example.org". */
const masked = (address: string): string => `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;

/** Mail servers repeat whom they refuse. */
const withoutAddress = (reason: string, address: string, isTold: boolean): string =>
  isTold ? reason : reason.replaceAll(new RegExp(escaped(address), 'gi'), masked(address));

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
