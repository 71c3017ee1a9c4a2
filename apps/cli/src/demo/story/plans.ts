import { bots } from '../company/people.js';
import type { Service } from '../company/services.js';
import { LIBRARY_UPGRADE, wording } from '../company/wording.js';
import { HOUR, MINUTE } from '../time.js';
import type { PullRequestPlan } from './pull-requests.js';
import { colleagueOf, type World } from './world.js';

/** An ordinary change, begun at an instant: written, reviewed and merged in the team's usual time. */
export function planChange(world: World, begunAt: number): PullRequestPlan {
  const { chance, calendar, people, repository } = world;
  const { team } = repository;
  const author = chance.pick(people);
  const reviewer = colleagueOf(world, author);
  const title = wording.change(chance, team.path);
  const touched = touchedServices(world);
  const codingHours = Math.min(60, chance.skewed(team.codingHours, 0.8));
  const share = (of: number): number => calendar.after(begunAt, of * codingHours * HOUR);
  const later = Array.from({ length: Math.min(5, chance.count(1.2)) }, () => chance.between(0.4, 1)).sort(
    (a, b) => a - b,
  );
  const commits = [0.25, ...later].map((of, index) => ({
    at: share(of) + index * MINUTE,
    message: index === 0 ? title : wording.step(chance),
  }));
  const openedAt = Math.max(share(1), (commits.at(-1)?.at ?? begunAt) + 3 * MINUTE);
  const readyAt = chance.happens(0.1)
    ? calendar.after(openedAt, chance.skewed(team.codingHours / 2, 0.5) * HOUR)
    : null;
  const reviewed = reviewRounds(world, { from: readyAt ?? openedAt, reviewer });
  const closesAt = calendar.after(reviewed.approvedAt, chance.skewed(team.mergeWaitHours, 0.8) * HOUR) + MINUTE;
  const flag = chance.happens(0.6) ? world.flagOf(touched[0]?.name ?? '', begunAt) : undefined;
  return {
    title,
    author,
    touched,
    labels: flag === undefined ? [] : [`flag:${flag}`],
    flag,
    commits,
    openedAt,
    readyAt,
    reviews: reviewed.reviews,
    fixups: reviewed.fixups,
    closesAt,
    merge: chance.happens(0.04) ? null : { by: chance.happens(0.8) ? author : reviewer, method: team.merges },
  };
}

function reviewRounds(
  { chance, calendar, repository: { team } }: World,
  { from, reviewer }: { from: number; reviewer: PullRequestPlan['author'] },
): Pick<PullRequestPlan, 'reviews' | 'fixups'> & { approvedAt: number } {
  const pickup = (): number => chance.skewed(team.pickupHours, 0.7) * HOUR + MINUTE;
  const firstAt = calendar.after(from, pickup());
  if (chance.happens(0.66))
    return { reviews: [{ at: firstAt, by: reviewer, state: 'approved' }], fixups: [], approvedAt: firstAt };
  const fixedAt = calendar.after(firstAt, chance.skewed(team.codingHours / 4, 0.6) * HOUR) + MINUTE;
  const approvedAt = calendar.after(fixedAt + MINUTE, pickup() / 2);
  const asked = chance.happens(0.6) ? 'changes_requested' : 'commented';
  return {
    reviews: [
      { at: firstAt, by: reviewer, state: asked },
      { at: approvedAt, by: reviewer, state: 'approved' },
    ],
    fixups: [{ at: fixedAt, message: 'Address review' }],
    approvedAt,
  };
}

/** What a bot proposes; somebody approves and merges it when there is time. */
export function planBump(world: World, at: number, title = wording.bump(world.chance)): PullRequestPlan {
  const { chance, calendar, people, repository } = world;
  const reviewer = chance.pick(people);
  const approvedAt = calendar.after(at, chance.skewed(3 + repository.team.pickupHours, 0.6) * HOUR);
  return {
    ...fixed(world, { at, title, author: bots.dependencies, labels: ['dependencies'] }),
    openedAt: at + MINUTE,
    reviews: [{ at: approvedAt, by: reviewer, state: 'approved' }],
    closesAt: approvedAt + 2 * MINUTE,
    merge: chance.happens(0.12) ? null : { by: reviewer, method: repository.team.merges },
  };
}

/** The upgrade of the library that many services share, merged by `mergedAt` wherever it is proposed. */
export function planLibraryUpgrade(world: World, mergedAt: number): PullRequestPlan {
  const proposedAt = mergedAt - world.chance.between(2, 4) * HOUR;
  const plan = planBump(world, proposedAt, LIBRARY_UPGRADE);
  const by = plan.merge?.by ?? world.chance.pick(world.people);
  const method = world.repository.team.merges;
  return {
    ...plan,
    reviews: [{ at: mergedAt - 5 * MINUTE, by, state: 'approved' }],
    closesAt: mergedAt,
    merge: { by, method },
  };
}

/** A fix that does not wait for working hours: from `at` to merged in so many milliseconds. */
export function planFix(
  world: World,
  {
    at,
    title,
    service,
    takes,
    labels,
    reverts,
  }: {
    at: number;
    title: string;
    service: Service;
    takes: number;
    labels: readonly string[];
    /** SHA it takes back. */
    reverts?: string;
  },
): PullRequestPlan {
  const author = world.chance.pick(world.people);
  const reviewer = colleagueOf(world, author);
  const plan = fixed(world, { at: at + takes * 0.4, title, author, labels });
  return {
    ...plan,
    ...(reverts === undefined
      ? {}
      : { commits: [{ at: at + takes * 0.4, message: `${title}\n\nThis reverts commit ${reverts}.` }] }),
    touched: [service],
    openedAt: at + takes * 0.5,
    reviews: [{ at: at + takes * 0.85, by: reviewer, state: 'approved' }],
    closesAt: at + takes,
    merge: { by: author, method: world.repository.team.merges },
  };
}

function fixed(
  world: World,
  { at, title, author, labels }: Pick<PullRequestPlan, 'title' | 'author' | 'labels'> & { at: number },
): Pick<PullRequestPlan, 'title' | 'author' | 'labels' | 'touched' | 'commits' | 'readyAt' | 'fixups'> {
  return {
    title,
    author,
    labels,
    touched: world.repository.services,
    commits: [{ at, message: title }],
    readyAt: null,
    fixups: [],
  };
}

/** In a repository of several services most changes touch one of them. */
export function touchedServices({ chance, repository: { services } }: World): readonly Service[] {
  if (services.length === 1 || chance.happens(0.12)) return services;
  return [chance.weighted(services.map((service) => [service, service.weight] as const))];
}
