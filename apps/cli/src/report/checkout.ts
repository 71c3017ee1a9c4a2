import type { LeadlineEvent } from '@leadline/events';
import type { Invocation } from '../command.js';
import { Failure } from '../failure.js';
import { countCommits, readCommits } from '../git/commits.js';
import { readPaths } from '../git/paths.js';
import { lastSegment } from '../git/remote.js';
import { type Repository, resolveCommit, surroundingRepository } from '../git/repository.js';
import { commitEvent } from '../git-import/events.js';
import { latestBelievable } from '../git-import/plan.js';
import { optionalText } from '../option-values.js';
import { oneLine } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';

/** What is being reported about: named by options, else as the checkout the command runs in tells. */
export interface Subject {
  readonly checkout: Repository | undefined;
  /** "owner/name". */
  readonly repository: string | undefined;
  readonly service: string;
}

/** A deployment carries more than this only when something is wrong with `--previous`. */
const MOST_COMMITS = 20_000;

export async function subjectOf({ options, io }: Invocation): Promise<Subject> {
  const checkout = await surroundingRepository(io);
  const repository = optionalText(options, 'repository') ?? checkout?.name;
  const service = optionalText(options, 'service') ?? (repository === undefined ? undefined : lastSegment(repository));
  if (service === undefined) {
    throw new Failure('usage', 'which service? Name it with --service, or run this within its checkout');
  }
  return { checkout, repository, service };
}

/** Full SHA of what is deployed: `--sha`, else HEAD of the checkout. */
export async function deployedSha({ options }: Invocation, { checkout }: Subject): Promise<string> {
  const typed = optionalText(options, 'sha') ?? 'HEAD';
  const found = checkout === undefined ? undefined : await resolveCommit(checkout, typed);
  if (found !== undefined) return found;
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(typed)) return typed.toLowerCase();
  const fix =
    checkout === undefined
      ? 'There is no checkout here: give the whole SHA (40 digits).'
      : 'The checkout has no such commit.';
  throw new Failure('refused', `--sha: "${oneLine(typed)}" is no commit`, [fix]);
}

/** The commits a deployment carries over the previous one, oldest first, as git tells them apart: `previous..sha`. */
export async function carriedCommits(
  invocation: Invocation,
  subject: Subject,
  sha: string,
): Promise<LeadlineEvent<'commit'>[] | undefined> {
  const previous = optionalText(invocation.options, 'previous');
  if (previous === undefined) return undefined;
  const { checkout, repository = subject.service } = subject;
  if (checkout === undefined) throw new Failure('refused', '--previous needs the checkout: run this within it');
  if (checkout.isShallow) {
    throw new Failure('refused', 'this checkout is shallow, so git cannot tell which commits are new', [
      'Fetch the rest: git fetch --unshallow',
      'In GitHub Actions: actions/checkout with fetch-depth: 0',
    ]);
  }
  const [from, base] = [await resolveCommit(checkout, sha), await resolveCommit(checkout, previous)];
  if (from === undefined || base === undefined) {
    throw new Failure('refused', `the checkout has no commit "${oneLine(from === undefined ? sha : previous)}"`, [
      'If it is on the remote: git fetch --tags',
    ]);
  }
  const range = { from: [from], excluding: [base] };
  const count = await countCommits(checkout.git, range);
  if (count > MOST_COMMITS) {
    throw new Failure(
      'refused',
      `${grouped(count)} commits lie between --previous and what is deployed; is --previous right?`,
    );
  }
  const latest = latestBelievable(invocation.io);
  const commits: LeadlineEvent<'commit'>[] = [];
  for await (const portion of readCommits(checkout.git, range)) {
    commits.push(...portion.map((commit) => commitEvent(commit, { repository, latest })));
  }
  // Of a monorepo each service brings what touches its paths.
  const paths = await readPaths(
    checkout.git,
    commits.map(({ data }) => data.sha),
  );
  for (const { data } of commits) if (paths.has(data.sha)) data.paths = [...(paths.get(data.sha) ?? [])];
  return commits;
}
