import { eventOf } from '@leadline/events';
import { envelope, type Hook, personOf, revisionIn, says, shaOf, type Understood } from './hook.js';

/**
 * Actions in the order in which those of one instant happened: publishing sends `created`, `published` and `released`
 * together. https://docs.github.com/webhooks/webhook-events-and-payloads#release
 */
const ORDER = ['created', 'published', 'prereleased', 'released', 'edited', 'unpublished', 'deleted'];

export function release(hook: Hook): Understood {
  const { body, reading, repository, action } = hook;
  const place = reading.requiredObject(body, 'release');
  const id = reading.requiredId(place, 'id');
  const publishedAt = reading.instant(place, 'published_at');
  const createdAt = reading.instant(place, 'created_at');
  const at = reading.instant(place, 'updated_at') ?? publishedAt ?? createdAt ?? '';
  if (at === '') reading.requiredInstant(place, 'created_at');
  const tag = reading.requiredText(place, 'tag_name');
  const ofTag = (name: string) => ({
    // One entity with the tag's own pushes: they know the commit, which a release often does not.
    id: `github/${repository.id}/tag/${name}`,
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    source: 'github',
    form: 'release' as const,
    tag: name,
    occurredAt: at,
    revision: revisionIn(hook, at, Math.max(ORDER.indexOf(action), 0)),
  });
  const event = eventOf('release', envelope(repository, `release:${id}:${at}:${action}`, at), {
    sha: shaOf(reading.text(place, 'target_commitish')),
    ...ofTag(tag),
    publishedAt: publishedAt ?? null,
    prerelease: reading.truth(place, 'prerelease') ?? false,
    draft: reading.truth(place, 'draft') ?? false,
    deleted: action === 'deleted',
    actor: personOf(reading, reading.object(place, 'author')),
    url: reading.link(place, 'html_url'),
  });
  const changes = reading.object(body, 'changes');
  const before = reading.text(changes && reading.object(changes, 'tag_name'), 'from');
  if (before === undefined || before === tag) return says(event);
  const moved = eventOf('release', envelope(repository, `release:${id}:${at}:${action}:${before}`, at), {
    deleted: true,
    ...ofTag(before),
  });
  return says(event, moved);
}
