import { eventOf } from '@leadline/events';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { tagId } from '../push.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { type ForgeHook, personOf, SOURCE } from './repository.js';

/** Actions in the order in which they happen: the hook of a change tells no time of its own. */
const ORDER = ['published', 'updated', 'deleted'];

export function release({ body, reading, repository, action }: ForgeHook): Understood {
  const place = reading.requiredObject(body, 'release');
  const id = repository.on(reading.requiredId(place, 'id'));
  const tag = reading.requiredText(place, 'tag_name');
  const createdAt = reading.requiredMoment(place, 'created_at');
  const publishedAt = reading.moment(place, 'published_at');
  const at = publishedAt ?? createdAt;
  return says(
    eventOf('release', envelopeOf(repository, `release:${id}:${at}:${action}`, at), {
      id: tagId(repository, tag),
      ...namesOf(repository),
      source: SOURCE,
      form: 'release',
      tag,
      sha: fullShaOf(reading.text(place, 'target_commitish')),
      publishedAt: publishedAt ?? null,
      prerelease: reading.truth(place, 'prerelease') ?? false,
      draft: reading.truth(place, 'draft') ?? false,
      deleted: action === 'deleted',
      actor: personOf(reading, reading.object(place, 'author')),
      url: reading.link(place, 'html_url'),
      occurredAt: at,
      revision: revisionOf(at, Math.max(ORDER.indexOf(action), 0)),
    }),
  );
}
