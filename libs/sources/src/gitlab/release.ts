import { eventOf } from '@leadline/events';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { tagId } from '../push.js';
import { envelopeOf, namesOf } from '../repository.js';
import { type ProjectHook, revisionIn } from './project.js';

/** Actions in the order in which they happen: the hook of a change tells no time of its own. */
const ORDER = ['create', 'update', 'delete'];

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#release-events */
export function release(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const id = reading.requiredKey(body, 'id');
  const tag = reading.requiredText(body, 'tag');
  const action = reading.text(body, 'action') ?? 'create';
  const createdAt = reading.requiredMoment(body, 'created_at');
  const publishedAt = reading.moment(body, 'released_at') ?? createdAt;
  return says(
    eventOf('release', envelopeOf(project, `release:${project.on(id)}:${action}:${publishedAt}`, createdAt), {
      id: tagId(project, tag),
      ...namesOf(project),
      source: 'gitlab',
      form: 'release',
      tag,
      sha: fullShaOf(reading.text(reading.object(body, 'commit'), 'id')),
      publishedAt,
      deleted: action === 'delete',
      url: reading.link(body, 'url'),
      occurredAt: createdAt,
      revision: revisionIn(hook, createdAt, Math.max(ORDER.indexOf(action), 0)),
    }),
  );
}
