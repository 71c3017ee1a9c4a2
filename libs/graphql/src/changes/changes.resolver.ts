import { change, type ChangeDetail, type Whereabouts as Place } from '@leadline/pipeline';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { refuseProblems } from '../errors.js';
import { listCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { Change, Whereabouts } from './change.type.js';

/** A place with the instant it was asked for. */
interface AskedPlace extends Whereabouts, Pick<Place, 'deployment' | 'liveDeployment'> {
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
    @Context() { analytics, now }: RequestContext,
  ): Promise<Change | null> {
    const instant = asOf ?? now;
    const found = await change(analytics, { repository, revision, asOf: instant });
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
}

@Resolver(() => Whereabouts)
export class WhereaboutsResolver {
  @ResolveField(() => Deployment, {
    ...optional('The first deployment that brought it; null: it waits.'),
    complexity: listCost,
  })
  deployment(
    @Parent() { deployment, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return deploymentOf(deployment, asOf, context);
  }

  @ResolveField(() => Deployment, { ...optional('What is live there now; null: nothing.'), complexity: listCost })
  liveDeployment(
    @Parent() { liveDeployment, asOf }: AskedPlace,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return deploymentOf(liveDeployment, asOf, context);
  }
}

async function deploymentOf(
  id: string | null,
  asOf: number,
  { deployments }: RequestContext,
): Promise<AskedDeployment | null> {
  const found = id === null ? null : await deployments.load({ id, asOf });
  return found === null ? null : { ...found, asOf };
}

function changeOf(
  { change, repository, title, url, pullRequest, commits, whereabouts }: ChangeDetail,
  asked: string,
  asOf: number,
): Change {
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
  };
}

function waitingFor({ state, service, environment, target }: Place): string | null {
  const place = target === null || target === '' ? environment : `${environment} (${target})`;
  switch (state) {
    case 'live':
      return null;
    case 'rolled_back':
      return `a deployment of ${service} to ${place} that brings it back`;
    case 'waiting':
      return `a deployment of ${service} to ${place}`;
  }
}
