import { type EventData, eventOf } from '@leadline/events';
import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { flagsOf } from '../flag-labels.js';
import { linkedIssues } from '../linked-issues.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { labelsOf, type ProjectHook, revisionIn } from './project.js';

type PullRequest = EventData<'pull_request'>;

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events */
export function mergeRequest(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const place = reading.requiredObject(body, 'object_attributes');
  const number = reading.requiredInteger(place, 'iid');
  const action = reading.text(place, 'action') ?? 'update';
  const openedAt = reading.requiredMoment(place, 'created_at');
  const updatedAt = reading.moment(place, 'updated_at') ?? openedAt;
  const labels = labelsOf(body, place, reading);
  const id = `merge_request:${project.key}:${number}:${updatedAt}:${action}`;
  const { repo, repositoryId } = namesOf(project);
  const { mergedAt, closedAt, mergeSha, method } = outcomeOf(place, reading, action, updatedAt);
  const { flags } = flagsOf(labels);
  const { issues } = linkedIssues(
    { body: reading.text(place, 'description'), branch: reading.text(place, 'source_branch') },
    reading.object(body, 'changes')?.fields['description'] !== undefined,
  );
  return says(
    eventOf('pull_request', envelopeOf(project, id, updatedAt), {
      repo,
      repositoryId,
      number,
      title: reading.text(place, 'title') ?? '',
      url: reading.link(place, 'url'),
      ...authorship(body, place, reading),
      headSha: fullShaOf(reading.text(reading.object(place, 'last_commit'), 'id')),
      baseRef: reading.text(place, 'target_branch'),
      openedAt,
      mergedAt,
      closedAt,
      mergeSha,
      method,
      readyAt: readinessOf(body, reading, updatedAt).readyAt,
      reviews: reviewOf(body, reading, action, updatedAt).reviews,
      labels,
      flags,
      issues,
      occurredAt: updatedAt,
      revision: revisionIn(hook, updatedAt, ranks.get(action) ?? 1),
    }),
  );
}

/** Actions in the order in which those of one second happened. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['open', 0],
  ['update', 1],
  ['approval', 2],
  ['approved', 3],
  ['close', 7],
  ['reopen', 8],
  ['merge', 9],
]);

/** The hook tells when it was updated, and that this was by merging or closing: later updates know no more of when. */
function outcomeOf(place: Place, reading: BodyReading, action: string, updatedAt: string): Partial<PullRequest> {
  switch (reading.text(place, 'state')) {
    case 'merged': {
      const mergedAt = action === 'merge' ? updatedAt : reading.moment(place, 'merged_at');
      const landed = landedAs(place, reading);
      return { ...(mergedAt !== undefined && { mergedAt, closedAt: mergedAt }), ...landed };
    }
    case 'closed': {
      const closedAt = action === 'close' ? updatedAt : reading.moment(place, 'closed_at');
      return closedAt === undefined ? {} : { closedAt };
    }
    default:
      return { closedAt: null };
  }
}

/** Without a merge commit or a squashed one, the branch was fast-forwarded: its tip landed itself. */
function landedAs(place: Place, reading: BodyReading): Partial<PullRequest> {
  const squashed = fullShaOf(reading.text(place, 'squash_commit_sha'));
  const merge = fullShaOf(reading.text(place, 'merge_commit_sha')) ?? squashed;
  const tip = place.fields['merge_commit_sha'] === null ? reading.object(place, 'last_commit') : null;
  const mergeSha = merge ?? fullShaOf(reading.text(tip, 'id'));
  return { ...(mergeSha !== undefined && { mergeSha }), ...(squashed !== undefined && { method: 'squash' as const }) };
}

function readinessOf(body: Place, reading: BodyReading, updatedAt: string): { readyAt?: string | null } {
  const changes = reading.object(body, 'changes');
  const draft = changes && (reading.object(changes, 'draft') ?? reading.object(changes, 'work_in_progress'));
  if (draft === null) return {};
  const isDraft = reading.truth(draft, 'current');
  return isDraft === undefined ? {} : { readyAt: isDraft ? null : updatedAt };
}

/** `user` is whoever acted: the author only where the ids say so. */
function authorship(body: Place, place: Place, reading: BodyReading): Pick<PullRequest, 'bot' | 'author'> {
  const user = reading.object(body, 'user');
  const isAuthor = user !== null && reading.key(user, 'id') === reading.key(place, 'author_id');
  const name = reading.text(user, 'username');
  return isAuthor ? { bot: isAutomaton(name), author: personNamed(name) } : {};
}

const decisions: ReadonlyMap<string, string> = new Map([
  ['approved', 'approved'],
  ['approval', 'approved'],
  ['unapproved', 'dismissed'],
  ['unapproval', 'dismissed'],
]);

function reviewOf(body: Place, reading: BodyReading, action: string, at: string): Pick<PullRequest, 'reviews'> {
  const state = decisions.get(action);
  const user = reading.object(body, 'user');
  if (state === undefined || user === null) return {};
  const by = `gitlab:${reading.requiredKey(user, 'id')}`;
  return { reviews: [{ at, by, bot: isAutomaton(reading.text(user, 'username')), state }] };
}

/** A comment on somebody else's merge request is a review. */
export function note(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const place = reading.requiredObject(body, 'object_attributes');
  const subject = reading.object(body, 'merge_request');
  const user = reading.object(body, 'user');
  if (subject === null) return ignored('comments are measured on merge requests only');
  if (reading.truth(place, 'system')) return ignored('GitLab wrote this note itself');
  const by = reading.key(place, 'author_id') ?? reading.key(user, 'id');
  if (by === undefined || by === reading.key(subject, 'author_id')) {
    return ignored("the author's comments on their own merge request are no review");
  }
  const id = reading.requiredKey(place, 'id');
  const at = reading.requiredMoment(place, 'created_at');
  return says(
    eventOf('pull_request', envelopeOf(project, `note:${project.on(id)}`, at), {
      number: reading.requiredInteger(subject, 'iid'),
      ...namesOf(project),
      reviews: [{ at, by: `gitlab:${by}`, bot: isAutomaton(reading.text(user, 'username')), state: 'commented' }],
      occurredAt: at,
      revision: revisionIn(hook, at, 0),
    }),
  );
}
