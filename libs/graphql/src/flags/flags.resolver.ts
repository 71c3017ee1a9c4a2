import { countFlags, type FlagChangeSummary, flagChangesOf, listFlagChanges, listFlags } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type ArgumentProblem, refuseProblems } from '../errors.js';
import { connectionCost, nestedPageCost } from '../limits/cost.js';
import { askedLoader, type AskedLoader, idsOf } from '../loading/asked-loader.js';
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
  type AskedFlag,
  Flag,
  FlagChange,
  FlagChangeConnection,
  FlagChangeFilter,
  FlagConnection,
  FlagFilter,
} from './flag.type.js';

@ArgsType()
export class FlagsArguments extends PageArguments {
  @Field(() => FlagFilter, optional('Which.'))
  readonly where?: FlagFilter | null;

  @Field(() => DateTime, optional('As they were known then; absent: now.'))
  readonly asOf?: number | null;
}

@ArgsType()
export class FlagChangesArguments extends PageArguments {
  @Field(() => FlagChangeFilter, optional('Which.'))
  readonly where?: FlagChangeFilter | null;

  @Field(() => DateTime, optional('As they were known then; absent: now.'))
  readonly asOf?: number | null;
}

/** Most changes that are shown beneath a flag; `flagChanges` pages through all. */
const MOST_BENEATH = 100;

/** Flags of one page, each with what loads its changes together with those of the others. */
interface LoadingFlag extends AskedFlag {
  readonly changesOf: (first: number) => AskedLoader<readonly FlagChangeSummary[]>;
}

/** Names in a filter that nobody ever told of, but for those of what is listed: there is none of that name. */
async function unknownNames(
  { teams, ...scope }: Pick<FlagFilter, 'teams' | 'flags' | 'services' | 'environments'>,
  context: RequestContext,
): Promise<ArgumentProblem[]> {
  const { catalogue } = await context.catalogue();
  return [
    ...scopeProblems({ teams: teams ?? [] }, catalogue, 'where'),
    ...(await nameProblems({ scope }, context, 'where')),
  ];
}

@Resolver(() => Flag)
export class FlagsResolver {
  @Query(() => FlagConnection, { description: 'Feature flags, latest changed first.', complexity: connectionCost })
  async flags(@Args() asked: FlagsArguments, @Context() context: RequestContext): Promise<Connection<LoadingFlag>> {
    const { analytics, now } = context;
    const { teams, services, environments } = asked.where ?? {};
    refuseProblems([
      ...pageProblems(asked),
      ...windowProblems(asked.where ?? {}),
      ...(await unknownNames({ teams, services, environments }, context)),
    ]);
    const asOf = asked.asOf ?? now;
    const where = given(asked.where);
    const page = await listFlags(analytics, { ...pageOf(asked), where, asOf });
    const loaders = new Map<number, AskedLoader<readonly FlagChangeSummary[]>>();
    const changesOf = (first: number): AskedLoader<readonly FlagChangeSummary[]> => {
      const loader =
        loaders.get(first) ?? askedLoader((flags, at) => flagChangesOf(analytics, idsOf(flags), { first, asOf: at }));
      loaders.set(first, loader);
      return loader;
    };
    return connectionOf({ ...page, items: page.items.map((item) => ({ ...item, asOf, changesOf })) }, () =>
      countFlags(analytics, { where, asOf }),
    );
  }

  @Query(() => FlagChangeConnection, { description: 'Changes of flags, latest first.', complexity: connectionCost })
  async flagChanges(
    @Args() asked: FlagChangesArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<FlagChangeSummary>> {
    const { analytics, now } = context;
    refuseProblems([
      ...pageProblems(asked),
      ...windowProblems(asked.where ?? {}),
      ...(await unknownNames(asked.where ?? {}, context)),
    ]);
    const request = { ...pageOf(asked), where: given(asked.where), asOf: asked.asOf ?? now };
    return connectionOf(await listFlagChanges(analytics, request));
  }

  @ResolveField(() => [FlagChange], { description: 'Its latest changes, latest first.', complexity: nestedPageCost })
  async changes(
    @Parent() { flag, asOf, changesOf }: LoadingFlag,
    @Args('first', { type: () => Int, defaultValue: 20, description: `How many: 1 to ${MOST_BENEATH}.` })
    first: number,
  ): Promise<readonly FlagChangeSummary[]> {
    if (first < 1 || first > MOST_BENEATH) {
      const fix = `Ask for 1 to ${MOST_BENEATH}; \`flagChanges\` pages through all`;
      refuseProblems([{ argument: 'first', message: `${first} changes cannot be asked for at once`, fix }]);
    }
    return (await changesOf(first).load({ id: flag, asOf })) ?? [];
  }
}
