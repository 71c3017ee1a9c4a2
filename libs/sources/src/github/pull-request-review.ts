import { eventOf } from '@leadline/events';
import { envelope, type Hook, ignored, isAutomatonAccount, revisionIn, says, type Understood } from './hook.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review */
export function pullRequestReview(hook: Hook): Understood {
  const { body, reading, repository, action } = hook;
  const review = reading.requiredObject(body, 'review');
  const pullRequest = reading.requiredObject(body, 'pull_request');
  if (action === 'edited') return ignored('a changed review text changes no measurement');
  const reviewer = reading.object(review, 'user');
  const author = reading.object(pullRequest, 'user');
  // Accounts that were deleted are null; their reviews stay.
  const by = reviewer === null ? 'ghost' : reading.requiredId(reviewer, 'id');
  if (author !== null && by === reading.requiredId(author, 'id')) {
    return ignored("the author's comments on their own pull request are no review");
  }
  const id = reading.requiredId(review, 'id');
  const submittedAt = reading.requiredInstant(review, 'submitted_at');
  const dismissed = action === 'dismissed';
  const knownAt = dismissed
    ? (reading.instant(review, 'updated_at') ?? reading.instant(pullRequest, 'updated_at') ?? submittedAt)
    : submittedAt;
  const event = eventOf(
    'pull_request',
    envelope(repository, `pull_request_review:${id}:${dismissed ? 'dismissed' : 'submitted'}`, knownAt),
    {
      repo: repository.repo,
      repositoryId: repository.repositoryId,
      number: reading.requiredInteger(pullRequest, 'number'),
      reviews: [
        {
          at: submittedAt,
          // The account's id, not its login: logins are personal and change.
          by: `github:${by}`,
          bot: isAutomatonAccount(reading, reviewer),
          state: reading.requiredText(review, 'state').toLowerCase(),
        },
      ],
      occurredAt: knownAt,
      revision: revisionIn(hook, knownAt, dismissed ? 1 : 0),
    },
  );
  return says(event);
}
