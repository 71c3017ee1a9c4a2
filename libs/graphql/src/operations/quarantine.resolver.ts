import { emptyPage, listQuarantine, listSources, type QuarantineEntry as Entry } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  Context,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { type ArgumentProblem, refuseProblems } from '../errors.js';
import { connectionCost, MOST_ROWS } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { type Connection, connectionOf, PageArguments, pageOf, pageProblems } from '../schema/connection.js';
import { given, optional } from '../schema/optional.js';
import { QuarantineConnection, QuarantineEntry, QuarantineStateEnum } from './operations.type.js';

@InputType({ description: 'Which. Every member narrows; absent and empty ones do not.' })
export class QuarantineFilter {
  @Field(() => [String], optional('Endpoints they came to.'))
  readonly endpoints?: string[] | null;

  @Field(() => [String], optional('Codes of the reason.'))
  readonly codes?: string[] | null;

  @Field(() => [QuarantineStateEnum], optional('Absent: open ones.'))
  readonly states?: Entry['state'][] | null;
}

@ArgsType()
export class QuarantineArguments extends PageArguments {
  @Field(() => [ID], optional('These alone, open or not.'))
  readonly ids?: string[] | null;

  @Field(() => QuarantineFilter, optional('Which.'))
  readonly where?: QuarantineFilter | null;
}

@ObjectType({ description: 'What was begun.' })
export class RetryPayload {
  @Field(() => Int, { description: 'Deliveries that will be read again; the others are in no quarantine.' })
  readonly retried!: number;
}

@Resolver(() => QuarantineEntry)
export class QuarantineResolver {
  private readonly retry: GraphqlDeps['retryQuarantined'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'retryQuarantined'>) {
    this.retry = deps.retryQuarantined;
  }

  @Query(() => QuarantineConnection, {
    description: 'What could not be understood, latest first.',
    complexity: connectionCost,
  })
  async quarantine(@Args() asked: QuarantineArguments, @Context() context: RequestContext): Promise<Connection<Entry>> {
    refuseProblems([...pageProblems(asked), ...idProblems(asked.ids)]);
    if (asked.ids) {
      const named = await withIds(asked.ids, context);
      return connectionOf({ ...emptyPage, items: named, cursors: named.map(({ id }) => id) });
    }
    const { states, ...where } = given(asked.where);
    const state =
      states === undefined || states.length === 0 ? 'open' : states.length > 1 ? 'all' : (states[0] ?? 'open');
    const page = await listQuarantine(context.analytics, { ...pageOf(asked), where: { ...where, state } });
    const isEverythingOpen = state === 'open' && Object.keys(where).length === 0;
    return connectionOf(page, isEverythingOpen ? await openCount(context) : null);
  }

  @Mutation(() => RetryPayload, {
    description:
      'Reads deliveries in quarantine again, once what they stumbled over was repaired. Needs the scope corrections:write.',
  })
  async retryQuarantined(
    @Args('ids', { type: () => [ID], description: `Their ids, at most ${MOST_ROWS}.` }) ids: string[],
    @Context() context: RequestContext,
  ): Promise<RetryPayload> {
    context.callerWith('corrections:write');
    refuseProblems([
      ...(ids.length === 0
        ? [{ argument: 'ids', message: 'it is empty', fix: 'Name at least one; `quarantine` lists them' }]
        : []),
      ...idProblems(ids),
    ]);
    return { retried: await this.retry([...new Set(ids)]) };
  }
}

function idProblems(ids: readonly string[] | null | undefined): ArgumentProblem[] {
  if (!ids || ids.length <= MOST_ROWS) return [];
  return [{ argument: 'ids', message: `there are ${ids.length}`, fix: `Name at most ${MOST_ROWS} at once` }];
}

/** Pages that are read at most to find entries by their ids. */
const MOST_PAGES = 20;

async function withIds(ids: readonly string[], { analytics }: RequestContext): Promise<Entry[]> {
  const wanted = new Set(ids);
  const found: Entry[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES && found.length < wanted.size; page++) {
    const request = { first: MOST_ROWS, where: { state: 'all' as const }, ...(after === undefined ? {} : { after }) };
    const { items, endCursor, hasNext } = await listQuarantine(analytics, request);
    found.push(...items.filter(({ id }) => wanted.has(id)));
    if (!hasNext || endCursor === null) break;
    after = endCursor;
  }
  return found;
}

async function openCount({ analytics, now }: RequestContext): Promise<number> {
  const sources = await listSources(analytics, now);
  return sources.reduce((sum, { openInQuarantine }) => sum + openInQuarantine, 0);
}
