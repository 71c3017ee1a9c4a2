import { eventOf, type LeadlineEvent } from '@leadline/events';
import { type GitCommit, readCommits } from '../git/commits.js';
import { type PatchId, readPatchIds } from '../git/patch-ids.js';
import type { Repository } from '../git/repository.js';
import type { GitTag } from '../git/tags.js';
import { deploymentId, type ImportPlan, isoSeconds } from './plan.js';

type Names = Pick<ImportPlan, 'repository' | 'service' | 'environment'>;

/**
 * Everything an import sends, in order: commits, parents before children; patch ids; deployments as they followed each
 * other. Ids say what the fact is and not when it was read, so that sending it twice changes nothing.
 */
export async function* importEvents({ git }: Repository, plan: ImportPlan): AsyncGenerator<LeadlineEvent[]> {
  for await (const commits of readCommits(git, plan.range)) yield commits.map((commit) => commitEvent(commit, plan));
  if (plan.patchIds) {
    for await (const patches of readPatchIds(git, plan.range)) yield patches.map((patch) => patchEvent(patch, plan));
  }
  yield plan.tags.map((tag) => deploymentEvent(tag, plan));
}

const LONGEST_TITLE = 500;

/** What the repository knows of a commit. It does not know who a bot is not, nor when the commit was pushed. */
export function commitEvent(commit: GitCommit, { repository }: Pick<Names, 'repository'>): LeadlineEvent<'commit'> {
  const { sha, parents, flags, isBot } = commit;
  const committedAt = isoSeconds(commit.committedAt);
  const authoredAt = isoSeconds(commit.authoredAt);
  return eventOf(
    'commit',
    { id: `git:commit:${sha}`, source: sourceOf(repository), time: committedAt },
    {
      repo: repository,
      sha,
      ...(committedAt === undefined ? {} : { committedAt }),
      ...(authoredAt === undefined ? {} : { authoredAt }),
      parents: [...parents],
      title: commit.subject.slice(0, LONGEST_TITLE),
      ...(isBot ? { bot: true } : {}),
      ...(flags.length === 0 ? {} : { flags: [...flags] }),
    },
  );
}

/** A fact of its own, so that an import with patch ids adds to one without instead of contradicting it. */
export function patchEvent(
  { sha, patchId }: PatchId,
  { repository }: Pick<Names, 'repository'>,
): LeadlineEvent<'commit'> {
  return eventOf('commit', { id: `git:patch-id:${sha}`, source: sourceOf(repository) }, { sha, patchId });
}

/** A tag as the deployment it stands for. A tag that is moved is the same deployment, corrected. */
export function deploymentEvent(tag: GitTag, { repository, service, environment }: Names): LeadlineEvent<'deployment'> {
  const at = isoSeconds(tag.at);
  if (at === undefined) throw new RangeError(`the tag ${tag.name} has no instant that can be written`);
  return eventOf(
    'deployment',
    { id: `git:tag:${repository}:${tag.name}:${tag.sha}`, source: sourceOf(repository), time: at },
    {
      // A moved tag is newer than it was: then the later instant holds.
      revision: tag.at * 10_000,
      id: deploymentId(repository, tag.name),
      service,
      environment,
      ...(environment === 'production' ? { envTier: 'production' } : {}),
      source: 'git',
      status: 'succeeded',
      startedAt: at,
      finishedAt: at,
      sha: tag.sha,
      repo: repository,
      version: tag.name,
      ref: `refs/tags/${tag.name}`,
    },
  );
}

/** CloudEvents wants a URI reference. */
function sourceOf(repository: string): string {
  return `git:${encodeURI(repository)}`;
}
