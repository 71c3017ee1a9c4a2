import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { oldestFirst, type PushedCommit, pushEvents } from '../push.js';
import { repositoryOf, type ResourceHook } from './resource.js';

/** https://learn.microsoft.com/azure/devops/service-hooks/events#git.push */
export function push({ reading, resource }: ResourceHook): Understood {
  const repository = repositoryOf(reading.requiredObject(resource, 'repository'), reading);
  const pushedAt = reading.requiredMoment(resource, 'date');
  const updates = reading.objects(resource, 'refUpdates');
  const commits = reading.objects(resource, 'commits').map((place) => commitOf(reading, place));
  const events = updates.flatMap((update) => {
    const before = fullShaOf(reading.text(update, 'oldObjectId'));
    const tip = fullShaOf(reading.text(update, 'newObjectId'));
    // The commits are of the whole push: of several refs none can be told to have carried them.
    const own = updates.length === 1 && tip !== undefined ? oldestFirst(commits, tip) : [];
    const ref = reading.requiredText(update, 'name');
    return pushEvents({ repository, ref, before, tip, pushedAt, commits: own, landedAfter: before });
  });
  return events.length > 0 ? says(...events) : ignored('the push changed neither a branch nor a tag');
}

function commitOf(reading: BodyReading, place: Place): PushedCommit {
  const author = reading.object(place, 'author');
  const bot = isAutomaton(reading.text(author, 'name'));
  return {
    sha: reading.requiredText(place, 'commitId'),
    committedAt: reading.moment(reading.object(place, 'committer'), 'date') ?? reading.moment(author, 'date'),
    authoredAt: reading.moment(author, 'date'),
    message: reading.text(place, 'comment') ?? '',
    bot,
    // Accounts sign in by their address, and commits name no other account.
    author: bot ? undefined : personNamed(reading.text(author, 'email')),
  };
}
