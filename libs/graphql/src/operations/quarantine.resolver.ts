import {
  emptyPage,
  EVENTS_ENDPOINT,
  listQuarantine,
  listSources,
  type QuarantineEntry as Entry,
  quarantineCodes,
  shortened,
  unknownAmong,
} from '@leadline/pipeline';
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
import { type ArgumentProblem, coded, refuseProblems } from '../errors.js';
import { connectionCost, MOST_ROWS } from '../limits/cost.js';
import { problemAt } from '../metrics/name-problems.js';
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
  @Field(() => Int, { description: 'Deliveries that will be read again; the others have been understood since.' })
  readonly retried!: number;
}

@Resolver(() => QuarantineEntry)
export class QuarantineResolver {
  private readonly retry: GraphqlDeps['retryQuarantined'];

  private readonly endpoints: GraphqlDeps['endpoints'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'retryQuarantined' | 'endpoints'>) {
    this.retry = deps.retryQuarantined;
    this.endpoints = deps.endpoints;
  }

  @Query(() => QuarantineConnection, {
    description: 'What could not be understood, latest first.',
    complexity: connectionCost,
  })
  async quarantine(@Args() asked: QuarantineArguments, @Context() context: RequestContext): Promise<Connection<Entry>> {
    const { states = [], codes = [], endpoints = [] } = given(asked.where);
    refuseProblems([
      ...pageProblems(asked),
      ...idProblems(asked.ids),
      ...unknownAmong(codes, quarantineCodes, 'code').map((unknown) => problemAt('where.codes', unknown)),
      ...(await this.unknownEndpoints(endpoints, context)),
    ]);
    if (asked.ids) {
      const named = await withIds(asked.ids, context);
      refuseProblems(strange(asked.ids, named).slice(0, 20).map(nothingUnder));
      return connectionOf({ ...emptyPage, items: named, cursors: named.map(({ id }) => id) });
    }
    const where = { codes, endpoints, ...(states.length === 0 ? {} : { states }) };
    const page = await listQuarantine(context.analytics, { ...pageOf(asked), where });
    const isEverythingOpen = states.every((state) => state === 'open') && codes.length + endpoints.length === 0;
    return connectionOf(page, isEverythingOpen ? await openCount(context) : null);
  }

  /** Those that nothing came to and that nobody declared. */
  private async unknownEndpoints(
    endpoints: readonly string[],
    { analytics, now }: RequestContext,
  ): Promise<ArgumentProblem[]> {
    if (endpoints.length === 0) return [];
    const known = await listSources(analytics, now, this.endpoints());
    const names = [...new Set([EVENTS_ENDPOINT, ...known.map(({ endpoint }) => endpoint)])];
    return unknownAmong(endpoints, names, 'endpoint').map((unknown) => problemAt('where.endpoints', unknown));
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
    refuseProblems(idProblems(ids));
    const asked = [...new Set(ids)];
    const [unknown] = strange(asked, await withIds(asked, context));
    if (unknown !== undefined) {
      const { argument, message, fix } = nothingUnder(unknown);
      throw coded('NOT_FOUND', `${argument}: ${message}; nothing is read again`, { argument, fix });
    }
    return { retried: await this.retry(asked) };
  }
}

function idProblems(ids: readonly string[] | null | undefined): ArgumentProblem[] {
  if (ids?.length === 0)
    return [{ argument: 'ids', message: 'it is empty', fix: 'Name at least one; `quarantine` lists them' }];
  if (!ids || ids.length <= MOST_ROWS) return [];
  return [{ argument: 'ids', message: `there are ${ids.length}`, fix: `Name at most ${MOST_ROWS} at once` }];
}

/** Ids of which nothing is in quarantine, and never was. */
const strange = (ids: readonly string[], found: readonly Entry[]): string[] =>
  ids.filter((id) => !found.some((entry) => entry.id === id));

const nothingUnder = (id: string): ArgumentProblem => ({
  argument: 'ids',
  message: `there is nothing in quarantine under "${shortened(id)}"`,
  fix: 'Take ids from `quarantine { nodes { id } }`',
});

/** The entries with these ids, open or not. */
async function withIds(ids: readonly string[], { analytics }: RequestContext): Promise<readonly Entry[]> {
  const { items } = await listQuarantine(analytics, { first: MOST_ROWS, where: { ids, states: [] } });
  return items;
}

async function openCount({ analytics, now }: RequestContext): Promise<number> {
  const sources = await listSources(analytics, now);
  return sources.reduce((sum, { openInQuarantine }) => sum + openInQuarantine, 0);
}
