import { type Account, bots } from '../company/people.js';
import { branchName } from '../company/wording.js';
import type { MergeMethod } from '../company/teams.js';
import type { Service } from '../company/services.js';
import {
  type PullRequestAction,
  pullRequestBody,
  type PullRequestView,
  type Review,
  reviewBody,
} from '../github/pull-request.js';
import { type Commit, pushBody } from '../github/push.js';
import { MINUTE, SECOND } from '../time.js';
import { commitOf, filesOf, landedAgain } from './commits.js';
import type { Version } from './trunk.js';
import type { World } from './world.js';

/** A pull request as it is going to be; instants ascend in the order of the members. */
export interface PullRequestPlan {
  readonly title: string;
  readonly author: Account;
  readonly touched: readonly Service[];
  readonly labels: readonly string[];
  readonly flag?: string | undefined;
  /** Commits before it is opened, at least one. */
  readonly commits: readonly { readonly at: number; readonly message: string }[];
  readonly openedAt: number;
  /** A draft until then. */
  readonly readyAt: number | null;
  readonly reviews: readonly Omit<Review, 'id'>[];
  /** Commits that answer reviews. */
  readonly fixups: readonly { readonly at: number; readonly message: string }[];
  readonly closesAt: number;
  /** null: closed without being merged. */
  readonly merge: { readonly by: Account; readonly method: MergeMethod } | null;
}

/** Something that came to lie on main. */
export interface Landed {
  readonly version: Version;
  readonly at: number;
  readonly touched: readonly Service[];
  readonly author: Account;
}

/** Lets a pull request happen, from its first push to its end. Call it when its branch is begun. */
export function playPullRequest(world: World, plan: PullRequestPlan, onLanded: (landed: Landed) => void): void {
  const { agenda, trunk } = world;
  const base = trunk.tip().sha;
  const branch = `${branchName(plan.author.login, plan.title)}-${world.nextId().toString(36)}`;
  const commits = branchCommits(world, plan, { base, branch });
  const pushes = pushBranch(world, plan, { branch, commits });
  agenda.at(plan.openedAt, () => {
    const number = world.nextNumber();
    const id = world.nextId();
    const viewAt = (at: number): PullRequestView => {
      const pushed = pushes.filter((push) => push.at <= at).flatMap((push) => push.commits);
      return {
        id,
        number,
        branch,
        title: plan.title,
        author: plan.author,
        headSha: pushed.at(-1)?.sha ?? base,
        baseSha: base,
        commits: pushed.length,
        labels: plan.labels,
        isDraft: plan.readyAt !== null && at < plan.readyAt,
        openedAt: plan.openedAt,
        updatedAt: at,
        closedAt: null,
        merge: null,
      };
    };
    tellOfReview(world, plan, { pushes, viewAt });
    agenda.at(plan.closesAt, () => {
      const landed = plan.merge === null ? null : land(world, plan, { commits, number, branch, by: plan.merge.by });
      const closedAt = landed === null ? plan.closesAt : landed.at + SECOND;
      const merge = landed === null || plan.merge === null ? null : { sha: landed.version.sha, by: plan.merge.by };
      const view = { ...viewAt(closedAt), closedAt, merge };
      tell(world, 'closed', view, { sender: plan.merge?.by ?? plan.author });
      if (landed !== null) onLanded({ ...landed, touched: plan.touched, author: plan.author });
    });
  });
}

interface BranchPush {
  readonly at: number;
  readonly commits: readonly Commit[];
  readonly before: string | null;
}

function branchCommits(
  world: World,
  plan: PullRequestPlan,
  { base, branch }: { base: string; branch: string },
): Commit[] {
  const place = `${world.repository.fullName}/${branch}`;
  const trailer = plan.flag === undefined ? '' : `\n\nFlag: ${plan.flag}`;
  let parent = base;
  return [...plan.commits, ...plan.fixups].map(({ at, message }, index) => {
    const files = filesOf(world.chance, plan.touched);
    const said = index === 0 ? message + trailer : message;
    const commit = commitOf({ place, parents: [parent], message: said, at, author: plan.author, files });
    parent = commit.sha;
    return commit;
  });
}

/** Everything up to the opening in one or two pushes, then one push per answer to a review. */
function pushBranch(
  { record, repository, chance }: World,
  { author, commits: { length }, openedAt }: PullRequestPlan,
  { branch, commits }: { branch: string; commits: readonly Commit[] },
): BranchPush[] {
  const early = length > 1 && chance.happens(0.4) ? chance.whole(1, length - 1) : 0;
  const groups = [
    commits.slice(0, early),
    commits.slice(early, length),
    ...commits.slice(length).map((commit) => [commit]),
  ];
  let before: string | null = null;
  const pushes: BranchPush[] = [];
  for (const group of groups) {
    const last = group.at(-1);
    if (last === undefined) continue;
    const isOpening = last === commits[length - 1];
    const push = { at: isOpening ? openedAt - 20 * SECOND : last.at + MINUTE / 2, commits: group, before };
    record({
      at: push.at,
      kind: 'hook',
      event: 'push',
      body: () => pushBody(repository, { ...push, branch, pusher: author }),
    });
    pushes.push(push);
    before = last.sha;
  }
  return pushes;
}

function tellOfReview(
  world: World,
  plan: PullRequestPlan,
  { pushes, viewAt }: { pushes: readonly BranchPush[]; viewAt: (at: number) => PullRequestView },
): void {
  const { author, openedAt, readyAt, reviews } = plan;
  const { repository, record } = world;
  tell(world, 'opened', viewAt(openedAt), { sender: author });
  if (readyAt !== null) tell(world, 'ready_for_review', viewAt(readyAt), { sender: author });
  for (const push of pushes.filter(({ at }) => at > openedAt)) {
    tell(world, 'synchronize', viewAt(push.at), { sender: author, before: push.before ?? undefined });
  }
  for (const said of reviews) {
    const review = { ...said, id: world.nextId() };
    const view = viewAt(said.at);
    record({
      at: said.at,
      kind: 'hook',
      event: 'pull_request_review',
      body: () => reviewBody(repository, view, review),
    });
  }
}

function tell(
  { repository, record }: World,
  action: PullRequestAction,
  view: PullRequestView,
  { sender, before }: { sender: Account; before?: string | undefined },
): void {
  const body = (): object => pullRequestBody(repository, action, view, sender, before);
  record({ at: view.updatedAt, kind: 'hook', event: 'pull_request', body });
}

/** Puts a branch on main the way the team merges. */
function land(
  { trunk, repository }: World,
  plan: PullRequestPlan,
  { commits, number, branch, by }: { commits: readonly Commit[]; number: number; branch: string; by: Account },
): { version: Version; at: number } {
  const { title, closesAt: at } = plan;
  const tip = trunk.tip().sha;
  const head = commits.at(-1)?.sha ?? tip;
  const files = [...new Set(commits.flatMap(({ added, modified }) => [...added, ...modified]))];
  const made = { place: repository.fullName, at, files };
  switch (plan.merge?.method) {
    case 'rebase': {
      let parent = tip;
      const landed = commits.map((commit) => {
        const again = landedAgain(commit, parent, at);
        parent = again.sha;
        return again;
      });
      return trunk.land({ commits: landed, title, pusher: by, at });
    }
    case 'merge': {
      const message = `Merge pull request #${number} from ${repository.fullName.split('/')[0]}/${branch}\n\n${title}`;
      const merge = commitOf({ ...made, parents: [tip, head], message, author: by, files: [] });
      return trunk.land({
        commits: [...commits, merge],
        title,
        pusher: by,
        at,
        known: new Set(commits.map(({ sha }) => sha)),
      });
    }
    case 'squash':
    case undefined: {
      const list = commits.map(({ message }) => `* ${message}`).join('\n\n');
      const body = commits.length > 1 ? `\n\n${list}` : (commits[0]?.message.slice(title.length) ?? '');
      const message = `${title} (#${number})${body}`;
      const squashed = commitOf({ ...made, parents: [tip], message, author: plan.author, files });
      return trunk.land({ commits: [{ ...squashed, committer: bots.web }], title, pusher: by, at });
    }
  }
}
