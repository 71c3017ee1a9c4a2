import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { pathsTouched, pushEvents, refOf, type PushedCommit } from '../push.js';
import type { ProjectHook } from './project.js';

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events, and the same of tags. */
export function push({ body, reading, project }: ProjectHook): Understood {
  const ref = reading.requiredText(body, 'ref');
  const before = fullShaOf(reading.requiredText(body, 'before'));
  const tip = fullShaOf(reading.requiredText(body, 'after'));
  const pusher = { address: reading.text(body, 'user_email'), name: reading.text(body, 'user_username') };
  const commits = reading.objects(body, 'commits').map((place) => commitOf(reading, place, pusher));
  if (refOf(ref) === null) return ignored(`${quoted(ref)} is neither a branch nor a tag`);
  // At most the 20 newest are listed: what the first of them landed after is then not known.
  const isComplete = (reading.integer(body, 'total_commits_count') ?? commits.length) <= commits.length;
  return says(
    ...pushEvents({
      repository: project,
      ref,
      before,
      tip,
      // A push tells no time of its own; none is earlier than the commit it ends in.
      pushedAt: (commits.find(({ sha }) => sha === tip) ?? commits.at(-1))?.committedAt,
      commits,
      landedAfter: isComplete ? before : undefined,
      taggedCommit: fullShaOf(reading.text(body, 'checkout_sha')),
    }),
  );
}

interface Pusher {
  readonly address: string | undefined;
  readonly name: string | undefined;
}

/** A commit names no account: it is the pusher's where it was written from the pusher's address. */
function commitOf(reading: BodyReading, place: Place, pusher: Pusher): PushedCommit {
  const author = reading.object(place, 'author');
  const address = reading.text(author, 'email') ?? '';
  const isPushers = address.includes('@') && address.toLowerCase() === pusher.address?.toLowerCase();
  return {
    sha: reading.requiredText(place, 'id'),
    committedAt: reading.requiredMoment(place, 'timestamp'),
    message: reading.text(place, 'message') ?? '',
    bot: isAutomaton(reading.text(author, 'name')),
    author: isPushers ? personNamed(pusher.name) : undefined,
    paths: pathsTouched(reading, place),
  };
}
