import { eventOf } from '@leadline/events';
import { isAutomaton } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { oldestFirst, pathsTouched, type PushedCommit, pushEvents, refOf, refRank, tagId } from '../push.js';
import { envelopeOf, namesOf } from '../repository.js';
import { type ForgeHook, personOf, SOURCE } from './repository.js';

/** https://docs.gitea.com/usage/webhooks#event-information. A push tells no time: none is earlier than its last commit. */
export function push({ body, reading, repository }: ForgeHook): Understood {
  const ref = reading.requiredText(body, 'ref');
  if (refOf(ref) === null) return ignored(`${quoted(ref)} is neither a branch nor a tag`);
  const before = fullShaOf(reading.requiredText(body, 'before'));
  const tip = fullShaOf(reading.requiredText(body, 'after'));
  const commits = reading.objects(body, 'commits').map((place) => commitOf(reading, place));
  const head = reading.object(body, 'head_commit');
  const isWhole = (reading.integer(body, 'total_commits') ?? commits.length) <= commits.length;
  return says(
    ...pushEvents({
      repository,
      ref,
      before,
      tip,
      pushedAt: reading.moment(head, 'timestamp') ?? commits.find(({ sha }) => sha === tip)?.committedAt,
      commits: oldestFirst(commits, tip),
      landedAfter: isWhole ? before : undefined,
      taggedCommit: fullShaOf(reading.text(head, 'id')),
    }),
  );
}

function commitOf(reading: BodyReading, place: Place): PushedCommit {
  const author = reading.object(place, 'author');
  return {
    sha: reading.requiredText(place, 'id'),
    committedAt: reading.requiredMoment(place, 'timestamp'),
    message: reading.text(place, 'message') ?? '',
    bot: isAutomaton(reading.text(author, 'username') ?? reading.text(author, 'name')),
    author: personOf(reading, author),
    paths: pathsTouched(reading, place),
  };
}

/** A ref that was created or deleted; the push that did it tells more, but need not be sent. */
export function refEvent({ body, reading, repository }: ForgeHook): Understood {
  const form = reading.requiredText(body, 'ref_type');
  const full = reading.requiredText(body, 'ref');
  const name = refOf(full)?.name ?? full;
  const tip = fullShaOf(reading.text(body, 'sha'));
  const deleted = tip === undefined;
  const known = { deleted, revision: deleted ? refRank.deleted : refRank.announced, ...namesOf(repository) };
  const head = envelopeOf(repository, `${form}:${repository.key}:${name}:${tip ?? 'deleted'}`, undefined);
  switch (form) {
    case 'branch':
      return says(eventOf('branch', head, { ref: name, tip: tip ?? null, ...known }));
    case 'tag':
      return says(
        eventOf('release', head, {
          id: tagId(repository, name),
          source: SOURCE,
          form: 'tag',
          tag: name,
          sha: tip,
          ...known,
        }),
      );
    default:
      return ignored(`a ${form.slice(0, 64)} is neither a branch nor a tag`);
  }
}
