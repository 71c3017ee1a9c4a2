import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { oldestFirst, type PushedCommit, pushEvents } from '../push.js';
import { accountOf, personOf, repositoryOf } from './repository.js';

/**
 * https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html#Eventpayload-Push. Old versions list no
 * commits, newer ones some: the first is known to follow what the branch pointed to only where its parents say so.
 */
export function refsChanged(body: Place, reading: BodyReading): Understood {
  const repository = repositoryOf(reading.requiredObject(body, 'repository'), reading);
  const pushedAt = reading.requiredMoment(body, 'date');
  const changes = reading.objects(body, 'changes');
  const listed = reading.objects(body, 'commits').map((place) => commitOf(reading, place));
  const head = reading.object(body, 'toCommit');
  const events = changes.flatMap((change) => {
    const before = fullShaOf(reading.requiredText(change, 'fromHash'));
    const tip = fullShaOf(reading.requiredText(change, 'toHash'));
    const own = changes.length === 1 && tip !== undefined ? listed : [];
    const commits = oldestFirst(own.length > 0 ? own : headOf(head, tip, reading), tip);
    const follows = before !== undefined && commits[0]?.parents?.includes(before);
    const ref = reading.text(change, 'refId') ?? reading.requiredText(reading.requiredObject(change, 'ref'), 'id');
    return pushEvents({ repository, ref, before, tip, pushedAt, commits, landedAfter: follows ? before : undefined });
  });
  return events.length > 0 ? says(...events) : ignored('the push changed neither a branch nor a tag');
}

function headOf(head: Place | null, tip: string | undefined, reading: BodyReading): PushedCommit[] {
  return head === null || reading.text(head, 'id') !== tip ? [] : [commitOf(reading, head)];
}

function commitOf(reading: BodyReading, place: Place): PushedCommit {
  const author = reading.object(place, 'author');
  return {
    sha: reading.requiredText(place, 'id'),
    committedAt: reading.moment(place, 'committerTimestamp'),
    authoredAt: reading.moment(place, 'authorTimestamp'),
    message: reading.text(place, 'message') ?? '',
    bot: accountOf(reading, author)?.bot ?? false,
    author: personOf(reading, author),
    parents: Array.isArray(place.fields['parents'])
      ? reading.objects(place, 'parents').map((parent) => reading.requiredText(parent, 'id'))
      : undefined,
  };
}
