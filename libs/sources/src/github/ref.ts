import { eventOf } from '@leadline/events';
import { refRank } from '../push.js';
import { envelope, type Hook, ignored, revisionOf, says, type Understood } from './hook.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#create */
export const create = (hook: Hook): Understood => refEvent(hook, 'created');

/** https://docs.github.com/webhooks/webhook-events-and-payloads#delete */
export const remove = (hook: Hook): Understood => refEvent(hook, 'deleted');

function refEvent({ body, reading, repository }: Hook, change: 'created' | 'deleted'): Understood {
  const name = reading.requiredText(body, 'ref');
  const form = reading.requiredText(body, 'ref_type');
  const at = reading.instant(repository.place, 'pushed_at');
  const deleted = change === 'deleted';
  const { repo, repositoryId, id, defaultBranch } = repository;
  const known = {
    repo,
    repositoryId,
    deleted,
    occurredAt: at,
    revision: revisionOf(at, deleted ? refRank.deleted : refRank.announced),
  };
  const head = envelope(repository, `${form}:${id}:${name}:${change}:${at ?? 'once'}`, at);
  switch (form) {
    case 'branch':
      return says(eventOf('branch', head, { ref: name, isDefault: name === defaultBranch, movedAt: at, ...known }));
    case 'tag':
      return says(
        eventOf('release', head, {
          id: `github/${id}/tag/${name}`,
          source: 'github',
          form: 'tag',
          tag: name,
          publishedAt: deleted ? undefined : at,
          ...known,
        }),
      );
    default:
      return ignored(`a ${form.slice(0, 64)} is neither a branch nor a tag`);
  }
}
