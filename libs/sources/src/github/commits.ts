import type { BodyReading, Place } from '../body-reading.js';
import { isAutomaton } from '../automaton.js';
import { type ListedCommit, listedCommits } from '../listed-commits.js';
import { type Hook, isAutomatonAccount, personOf, says, shaOf, type Understood } from './hook.js';

/**
 * No hook of GitHub: what its API lists of a branch or a pull request, in the shape of one.
 * https://docs.github.com/rest/commits/commits#list-commits
 */
export function commits({ body, reading, repository }: Hook): Understood {
  const listed = reading.requiredObjects(body, 'commits').map((place) => commitOf(reading, place));
  const pullRequest = reading.object(body, 'pull_request');
  const of = pullRequest && {
    number: reading.requiredInteger(pullRequest, 'number'),
    headSha: shaOf(reading.text(reading.object(pullRequest, 'head'), 'sha')),
  };
  return says(...listedCommits({ source: 'github', key: repository.id, ...repository }, listed, of ?? undefined));
}

function commitOf(reading: BodyReading, place: Place): ListedCommit {
  const commit = reading.requiredObject(place, 'commit');
  const author = reading.object(commit, 'author');
  const account = reading.object(place, 'author');
  return {
    sha: reading.requiredText(place, 'sha'),
    committedAt: reading.requiredInstant(reading.requiredObject(commit, 'committer'), 'date'),
    authoredAt: author === null ? undefined : reading.instant(author, 'date'),
    message: reading.text(commit, 'message') ?? '',
    bot: isAutomatonAccount(reading, account) || isAutomaton(reading.text(author, 'name')),
    author: personOf(reading, account),
    parents: reading.objects(place, 'parents').flatMap((parent) => shaOf(reading.text(parent, 'sha')) ?? []),
  };
}
