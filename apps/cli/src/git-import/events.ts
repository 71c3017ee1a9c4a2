import { eventOf, type LeadlineEvent } from '@leadline/events';
import { type GitCommit, readCommits } from '../git/commits.js';
import { type PatchId, readPatchIds } from '../git/patch-ids.js';
import type { Repository } from '../git/repository.js';
import type { GitTag } from '../git/tags.js';
import { believable, deploymentId, type ImportPlan } from './plan.js';

type Names = Pick<ImportPlan, 'repository' | 'service' | 'environment' | 'latest'>;

/**
 * Everything an import sends, in order: commits, parents before children; patch ids; deployments as they followed each
 * other. Ids say what the fact is and not when it was read, so that sending it twice changes nothing.
 *
 * @param onUndated Told of each commit whose date cannot be meant.
 */
export async function* importEvents(
  { git }: Repository,
  plan: ImportPlan,
  onUndated: (sha: string) => void = () => undefined,
): AsyncGenerator<LeadlineEvent[]> {
  for await (const commits of readCommits(git, plan.range)) {
    const events = commits.map((commit) => commitEvent(commit, plan));
    for (const { data } of events) if (data.committedAt === undefined) onUndated(data.sha);
    yield events;
  }
  if (plan.patchIds) {
    for await (const patches of readPatchIds(git, plan.range)) yield patches.map((patch) => patchEvent(patch, plan));
  }
  yield plan.tags.map((tag) => deploymentEvent(tag, plan));
}

const LONGEST_TITLE = 500;

/**
 * What the repository knows of a commit. It does not know who a bot is not, nor when the commit was pushed; a date that
 * cannot be meant is left out, and with it the commit's lead time.
 */
export function commitEvent(
  commit: GitCommit,
  { repository, latest }: Pick<Names, 'repository' | 'latest'>,
): LeadlineEvent<'commit'> {
  const { sha, parents, flags, isBot } = commit;
  const committedAt = believable(commit.committedAt, latest);
  const authoredAt = believable(commit.authoredAt, latest);
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
export function deploymentEvent(
  tag: GitTag,
  { repository, service, environment, latest }: Names,
): LeadlineEvent<'deployment'> {
  const at = believable(tag.at, latest);
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
