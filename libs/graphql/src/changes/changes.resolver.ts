import {
  change,
  type ChangeCandidate,
  type ChangeDetail,
  changePhases,
  findChanges,
  type Whereabouts as Place,
} from '@leadline/pipeline';
import { Args, Context, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { CarriedChange } from '../deployments/deployment-detail.types.js';
import { loadDeployment } from '../deployments/deployment-loader.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, listCost, loadCost, loadOneCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Change, ChangePhase, FoundChange, Whereabouts } from './change.type.js';

const MOST_CHARACTERS = 300;
const MOST_FOUND = 100;

/** A place with the instant it was asked for. */
interface AskedPlace extends Whereabouts, Pick<Place, 'deployment' | 'liveDeployment' | 'underway'> {
  readonly asOf: number;
}

/** A change with the instant it was asked for. */
interface AskedChange extends Change, Pick<ChangeDetail, 'carriedBy' | 'pullRequest'> {
  readonly asOf: number;
}

@Resolver(() => Change)
export class ChangesResolver {
  @Query(() => Change, {
    nullable: true,
    description:
      'Where a change is: each environment and target, since when, or where it waits. Null: it is not known.',
    complexity: listCost,
  })
  async change(
    @Args('repository', {
      type: () => String,
      description: 'The repository, as deployments name it ("acme/payments").',
    })
    repository: string,
    @Args('revision', {
      type: () => String,
      description: 'SHA, at least its first 7 digits, or the number of a pull request ("#12").',
    })
    revision: string,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asOf: number | null | undefined,
    @Context() { analytics, catalogue: inForce, now }: RequestContext,
  ): Promise<AskedChange | null> {
    const instant = asOf ?? now;
    const { catalogue } = await inForce();
    const found = await change(analytics, { repository, revision, asOf: instant, catalogue });
    switch (found.outcome) {
      case 'found':
        return changeOf(found.change, revision, instant);
      case 'unknown':
        return null;
      case 'ambiguous': {
        const fix = `Write more digits: ${found.shas.slice(0, 5).join(', ')} all begin so`;
        refuseProblems([{ argument: 'revision', message: 'several commits begin with it', fix }]);
        return null;
      }
      case 'unreadable': {
        const fix = 'Give a SHA, at least 7 of its digits, or the number of a pull request';
        refuseProblems([{ argument: 'revision', message: 'it names no commit and no pull request', fix }]);
        return null;
      }
    }
  }

  @Query(() => [FoundChange], {
    description:
      'Commits and pull requests that a text may mean, latest first: a SHA or at least its first 7 digits, a number ("#12"), "acme/shop#12", the address of its page, the id of a change, else a word of its title, as a ticket is ("SHOP-1184").',
    complexity: connectionCost,
  })
  async findChanges(
    @Args('text', { type: () => String, description: 'What a person wrote: 1 to 300 characters.' }) text: string,
    @Args('first', { type: () => Int, defaultValue: 20, description: 'How many: 1 to 100.' }) first: number,
    @Args('asOf', { type: () => DateTime, ...optional('As it was known then; absent: now.') })
    asOf: number | null | undefined,
    @Context() { analytics, now }: RequestContext,
  ): Promise<readonly ChangeCandidate[]> {
    const length = text.trim().length;
    refuseProblems([
      ...(length < 1 || length > MOST_CHARACTERS
        ? [{ argument: 'text', message: `it has ${length} characters`, fix: `Write 1 to ${MOST_CHARACTERS}` }]
        : []),
      ...(first < 1 || first > MOST_FOUND
        ? [{ argument: 'first', message: `it is ${first}`, fix: `Ask for 1 to ${MOST_FOUND}` }]
        : []),
    ]);
    return findChanges(analytics, { text, first, asOf: asOf ?? now });
  }

  @ResolveField(() => [ChangePhase], {
    description:
      'The parts of its lead time so far, by the rules of `leadTimePhases`, waits for approval within the others; the last lasts until it is in production.',
    complexity: loadCost,
  })
  async phases(
    @Parent() { pullRequest, commits, carriedBy, whereabouts, asOf }: AskedChange,
    @Context() context: RequestContext,
  ): Promise<ChangePhase[]> {
    const underway = (whereabouts as readonly AskedPlace[]).find(
      (place) => place.tier === 'production' && place.underway !== null,
    );
    const bringing = await loadDeployment(carriedBy ?? underway?.underway ?? null, asOf, context);
    return changePhases({ pullRequest, commits }, bringing);
  }

  @ResolveField(() => Deployment, {
    ...optional('The deployment that brought it to production first; null: none did.'),
    complexity: loadOneCost,
  })
  carriedBy(
    @Parent() { carriedBy, asOf }: AskedChange,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(carriedBy, asOf, context);
  }

  @ResolveField(() => [CarriedChange], {
    description: 'The other changes that the same deployment brought to production.',
    complexity: loadCost,
  })
  async travelledWith(
    @Parent() { carriedBy, asOf, id, commits }: AskedChange,
    @Context() { deploymentDetails }: RequestContext,
  ): Promise<readonly CarriedChange[]> {
    if (carriedBy === null) return [];
    const own = new Set([id, ...commits.map(({ sha }) => `commit:${sha}`)]);
    const found = await deploymentDetails.load({ id: carriedBy, asOf });
    const request = found?.commits.find(({ sha }) => own.has(`commit:${sha}`))?.change;
    return (found?.changes ?? []).filter(({ change: other }) => !own.has(other) && other !== request);
  }
}

@Resolver(() => Whereabouts)
export class WhereaboutsResolver {
  @ResolveField(() => Deployment, {
    ...optional('The first deployment that brought it; null: it waits.'),
    complexity: loadOneCost,
  })
  deployment(
    @Parent() { deployment, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(deployment, asOf, context);
  }

  @ResolveField(() => Deployment, { ...optional('What is live there now; null: nothing.'), complexity: loadOneCost })
  liveDeployment(
    @Parent() { liveDeployment, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(liveDeployment, asOf, context);
  }

  @ResolveField(() => Deployment, {
    ...optional('A deployment in progress that will bring it; null: none, or it is there.'),
    complexity: loadOneCost,
  })
  underway(
    @Parent() { underway, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(underway, asOf, context);
  }
}

function changeOf(
  { change, repository, title, url, pullRequest, commits, whereabouts, carriedBy }: ChangeDetail,
  asked: string,
  asOf: number,
): AskedChange {
  const meant =
    commits.find(({ sha }) => sha.startsWith(asked.toLowerCase())) ??
    commits.find(({ sha }) => sha === pullRequest?.mergeSha);
  const revision =
    meant?.sha ?? pullRequest?.mergeSha ?? (change.startsWith('commit:') ? change.slice('commit:'.length) : asked);
  return {
    id: change,
    repository,
    revision,
    number: pullRequest?.number ?? null,
    title,
    url,
    committedAt: meant?.committedAt ?? null,
    openedAt: pullRequest?.openedAt ?? null,
    mergedAt: pullRequest?.mergedAt ?? null,
    commits,
    whereabouts: whereabouts.map((place): AskedPlace => ({ ...place, waitingFor: waitingFor(place), asOf })),
    waitingFor: nextStep(pullRequest, whereabouts, asOf),
    carriedBy,
    pullRequest,
    asOf,
  };
}

/** What a change waits for next on its way to production; null: it is live wherever it may be. */
function nextStep(
  pullRequest: ChangeDetail['pullRequest'],
  whereabouts: readonly Place[],
  asOf: number,
): string | null {
  const isMerged = pullRequest === null || (pullRequest.mergedAt !== null && pullRequest.mergedAt <= asOf);
  if (!isMerged) return `its review, and the merge of pull request ${pullRequest.number}`;
  const waiting = whereabouts.filter(({ state }) => state !== 'live');
  const [next] = [...waiting.filter(({ tier }) => tier === 'production'), ...waiting];
  if (next !== undefined) return waitingFor(next);
  return whereabouts.length === 0 ? 'its first deployment anywhere' : null;
}

function waitingFor({ state, service, environment, target, underway }: Place): string | null {
  const place = target === null ? environment : `${environment} (${target})`;
  if (underway !== null && state !== 'live')
    return `the end of the deployment of ${service} to ${place} that is under way`;
  switch (state) {
    case 'live':
      return null;
    case 'rolled_back':
      return `a deployment of ${service} to ${place} that brings it back`;
    case 'waiting':
      return `a deployment of ${service} to ${place}`;
  }
}
