import { type EventData, eventOf } from '@leadline/events';
import { isAutomaton } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { flagsOf } from '../flag-labels.js';
import { fullShaOf } from '../git-names.js';
import { linkedIssues } from '../linked-issues.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { branchIn, personOf, repositoryOf, type ResourceHook, SOURCE } from './resource.js';

type PullRequest = EventData<'pull_request'>;

/**
 * https://learn.microsoft.com/azure/devops/service-hooks/events#git.pullrequest.created. "Merged" is sent for every
 * attempt to merge: whether one was completed, its status says.
 */
export function pullRequest({ event, reading, resource, createdAt }: ResourceHook): Understood {
  // Hooks of comments have the pull request beside the comment.
  const place = reading.object(resource, 'pullRequest') ?? resource;
  const repository = repositoryOf(reading.requiredObject(place, 'repository'), reading);
  const number = reading.requiredInteger(place, 'pullRequestId');
  const status = reading.requiredText(place, 'status');
  const openedAt = reading.requiredMoment(place, 'creationDate');
  const closedAt = reading.moment(place, 'closedDate');
  const at = createdAt ?? closedAt ?? openedAt;
  const labels = labelsOf(place, reading);
  const { repo, repositoryId } = namesOf(repository);
  // A completed one without a date was merged when the hook of its merge was made; others come later.
  const ended = closedAt ?? (event === 'git.pullrequest.merged' ? createdAt : undefined);
  const { mergedAt, closedAt: endedAt, mergeSha } = outcomeOf(place, reading, status, ended);
  const { reviews } = reviewsOf(place, reading, closedAt ?? createdAt);
  const { flags } = flagsOf(labels);
  const branch = branchIn(reading.text(place, 'sourceRefName'));
  const { issues } = linkedIssues({ body: reading.text(place, 'description'), branch });
  return says(
    eventOf('pull_request', envelopeOf(repository, `pull_request:${repository.key}:${number}:${at}:${event}`, at), {
      repo,
      repositoryId,
      number,
      title: reading.text(place, 'title') ?? '',
      url: linkOf(place, reading),
      bot: isAutomaton(reading.text(reading.object(place, 'createdBy'), 'displayName')),
      author: personOf(reading, reading.object(place, 'createdBy')),
      headSha: shaOf(place, reading, 'lastMergeSourceCommit'),
      baseRef: branchIn(reading.text(place, 'targetRefName')),
      baseSha: shaOf(place, reading, 'lastMergeTargetCommit'),
      openedAt,
      mergedAt,
      closedAt: endedAt,
      mergeSha,
      reviews,
      labels,
      flags,
      issues,
      occurredAt: at,
      revision: revisionOf(at, rankOf(event, status)),
    }),
  );
}

function outcomeOf(
  place: Place,
  reading: BodyReading,
  status: string,
  closedAt: string | undefined,
): Partial<PullRequest> {
  switch (status) {
    case 'completed': {
      const mergeSha = shaOf(place, reading, 'lastMergeCommit');
      return { mergedAt: closedAt, closedAt, ...(mergeSha !== undefined && { mergeSha }) };
    }
    case 'abandoned':
      return { closedAt };
    default:
      return { closedAt: null };
  }
}

function rankOf(event: string, status: string): number {
  if (status === 'completed') return 9;
  if (status === 'abandoned') return 7;
  return event === 'git.pullrequest.created' ? 0 : 1;
}

const votes: ReadonlyMap<number, string> = new Map([
  [10, 'approved'],
  [5, 'approved'],
  [-5, 'changes_requested'],
  [-10, 'changes_requested'],
]);

/** Votes tell no time of their own: the hook that first has one comes when it was cast, at the latest by the closing. */
function reviewsOf(place: Place, reading: BodyReading, at: string | undefined): Pick<PullRequest, 'reviews'> {
  const author = reading.text(reading.object(place, 'createdBy'), 'id');
  if (at === undefined) return {};
  const reviews = reading.objects(place, 'reviewers').flatMap((reviewer) => {
    const state = votes.get(reading.integer(reviewer, 'vote') ?? 0);
    const id = reading.text(reviewer, 'id');
    if (state === undefined || id === undefined || id === author || reading.truth(reviewer, 'isContainer')) return [];
    return [{ at, by: `${SOURCE}:${id}`, bot: false, state }];
  });
  return reviews.length > 0 ? { reviews } : {};
}

function labelsOf(place: Place, reading: BodyReading): string[] | undefined {
  if (!Array.isArray(place.fields['labels'])) return undefined;
  return reading.objects(place, 'labels').flatMap((label) => reading.text(label, 'name') ?? []);
}

const shaOf = (place: Place, reading: BodyReading, name: string): string | undefined =>
  fullShaOf(reading.text(reading.object(place, name), 'commitId'));

function linkOf(place: Place, reading: BodyReading): string | undefined {
  const links = reading.object(place, '_links');
  const web = links && reading.object(links, 'web');
  return (web && reading.link(web, 'href')) ?? reading.link(place, 'url');
}
