import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { pathsTouched, type PushedCommit, pushEvents, refOf } from '../push.js';
import { type Hook, ignored, says, shaOf, type Understood } from './hook.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export function push({ body, reading, repository }: Hook): Understood {
  const ref = reading.requiredText(body, 'ref');
  if (refOf(ref) === null) return ignored(`${ref.slice(0, 64)} is neither a branch nor a tag`);
  const before = shaOf(reading.requiredText(body, 'before'));
  const tip = shaOf(reading.requiredText(body, 'after'));
  const headCommit = reading.object(body, 'head_commit');
  return says(
    ...pushEvents({
      repository: { source: 'github', key: repository.id, ...repository },
      ref,
      before,
      tip,
      // In hooks of pushes, and only there, pushed_at is a number: epoch seconds of this push. The pushed commit's own
      // time stands for a push that tells none: no push is earlier.
      pushedAt:
        reading.instant(repository.place, 'pushed_at') ??
        (headCommit === null ? undefined : reading.instant(headCommit, 'timestamp')),
      commits: reading.objects(body, 'commits').map((place) => commitOf(reading, place)),
      landedAfter: reading.truth(body, 'forced') ? undefined : before,
      taggedCommit: headCommit === null ? undefined : shaOf(reading.text(headCommit, 'id')),
    }),
  );
}

function commitOf(reading: BodyReading, place: Place): PushedCommit {
  return {
    sha: reading.requiredText(place, 'id'),
    committedAt: reading.requiredInstant(place, 'timestamp'),
    message: reading.text(place, 'message') ?? '',
    bot: isAutomaton(authorOf(reading, place)),
    author: personNamed(reading.text(reading.object(place, 'author'), 'username')),
    paths: pathsTouched(reading, place),
  };
}

/** Who wrote a commit. The committer tells only where no author is named: merges in the browser are committed by GitHub. */
function authorOf(reading: BodyReading, commit: Place): string | undefined {
  const person = reading.object(commit, 'author') ?? reading.object(commit, 'committer');
  return reading.text(person, 'username') ?? reading.text(person, 'name');
}
