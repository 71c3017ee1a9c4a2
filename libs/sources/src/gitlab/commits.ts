import { isAutomaton } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { type ListedCommit, listedCommits } from '../listed-commits.js';
import type { ProjectHook } from './project.js';

/**
 * No hook of GitLab: what its API lists of a branch or a merge request, oldest first, in the shape of one.
 * https://docs.gitlab.com/api/commits/
 */
export function commits({ body, reading, project }: ProjectHook): Understood {
  const listed = reading.requiredObjects(body, 'commits').map((place) => commitOf(reading, place));
  const mergeRequest = reading.object(body, 'merge_request');
  const of = mergeRequest && {
    number: reading.requiredInteger(mergeRequest, 'iid'),
    headSha: fullShaOf(reading.text(mergeRequest, 'sha')),
  };
  return says(...listedCommits(project, listed, of ?? undefined));
}

function commitOf(reading: BodyReading, place: Place): ListedCommit {
  return {
    sha: reading.requiredText(place, 'id'),
    committedAt: reading.requiredMoment(place, 'committed_date'),
    authoredAt: reading.moment(place, 'authored_date'),
    message: reading.text(place, 'message') ?? reading.text(place, 'title') ?? '',
    bot: isAutomaton(reading.text(place, 'author_name')),
    parents: (reading.texts(place, 'parent_ids') ?? []).flatMap((parent) => fullShaOf(parent) ?? []),
  };
}
