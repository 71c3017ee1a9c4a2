import {
  type Digest as WrittenDigest,
  type DigestItem,
  type IsoWeek,
  renderHtml,
  renderText,
  weekAt,
  weeksUntil,
} from '@leadline/insights';
import { digestWriter, previewEnvelope, unknownTeams } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { type ArgumentProblem, refuseProblems } from '../errors.js';
import { problemAt } from '../metrics/name-problems.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { CalendarDate } from './date.scalar.js';
import { Digest, type DigestSentence } from './digest.type.js';

/** About as many statements as a dozen metric queries. */
const DIGEST_COST = 5_000;
const NOON = 'T12:00:00Z';

@ArgsType()
export class DigestArguments {
  @Field(() => String, optional('Path of a team; absent: everybody.'))
  readonly team?: string | null;

  @Field(() => CalendarDate, { description: 'Any day of the week it is about; the week must be over.' })
  readonly weekOf!: string;
}

@Resolver(() => Digest)
export class DigestResolver {
  private readonly address: GraphqlDeps['publicAddress'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'publicAddress'>) {
    this.address = deps.publicAddress;
  }

  @Query(() => Digest, {
    description:
      "The weekly mail about a week as it would be written now, in the organisation's time zone. It is sent to nobody, and knows nothing of what a recipient was told before.",
    complexity: DIGEST_COST,
  })
  async digestPreview(@Args() asked: DigestArguments, @Context() context: RequestContext): Promise<Digest> {
    const { catalogue } = await context.catalogue();
    const { timeZone } = catalogue.organisation;
    const team = asked.team ?? null;
    // A calendar day lies in the same week everywhere.
    const week = weekAt(Date.parse(asked.weekOf + NOON), 'UTC');
    refuseProblems([
      ...unknownTeams(catalogue, team === null ? [] : [team]).map((unknown) => problemAt('team', unknown)),
      ...notOver(week, timeZone, context.now),
    ]);
    const { analytics, now } = context;
    const writer = digestWriter({ analytics, catalogue, asOf: now, address: this.address(), behind: 0 });
    return shown(await writer.preview({ team, week, timeZone }));
  }
}

function notOver(week: IsoWeek, timeZone: string, now: number): ArgumentProblem[] {
  if (weeksUntil(week, 1, timeZone).to <= now) return [];
  return [{ argument: 'weekOf', message: `week ${week} is not over`, fix: 'Name a day of an earlier week' }];
}

function shown(digest: WrittenDigest): Digest {
  const { disturbances, metrics, changed } = digest;
  return {
    ...digest,
    metrics: metrics.map(({ figures, value, ...metric }) => ({ ...metric, ...figures, text: value })),
    changed: changed.map(sentenceOf),
    disturbances: disturbances.items.map(sentenceOf),
    text: renderText(digest, previewEnvelope),
    html: renderHtml(digest, previewEnvelope),
  };
}

const sentenceOf = ({ judgement, text, link }: DigestItem): DigestSentence => ({
  judgement,
  text,
  url: link?.url ?? null,
});
