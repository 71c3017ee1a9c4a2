import { eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { envelope, type Hook, ignored, revisionOf, says, shaOf, type Understood } from './hook.js';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * An image in GitHub's container registry. The commit is the label `org.opencontainers.image.revision`, else the one that
 * GitHub linked. https://docs.github.com/webhooks/webhook-events-and-payloads#registry_package
 */
export function containerImage({ body, reading, repository, action }: Hook): Understood {
  const registered = reading.object(body, 'registry_package') ?? reading.requiredObject(body, 'package');
  const version = reading.requiredObject(registered, 'package_version');
  const container = reading.object(version, 'container_metadata');
  const digests = digestsOf(reading, version, container);
  const [digest, ...others] = digests;
  if (digest === undefined) return ignored('it is no image: what it was built of is not known');
  const at = reading.instant(registered, 'updated_at') ?? reading.instant(registered, 'created_at');
  const url = reading.text(version, 'package_url');
  const names = [...others, ...(url !== undefined && /:[^/:]+$/.test(url) ? [url] : [])];
  return says(
    eventOf('artifact', envelope(repository, `image:${digest}:${at ?? 'once'}:${action}`, at), {
      id: digest,
      ...(names.length > 0 && { names }),
      sha: revisionIn(reading, container) ?? shaOf(reading.text(version, 'target_oid')),
      repo: repository.repo,
      repositoryId: repository.repositoryId,
      // Of an image the registry leaves its own times out (year 1); those of the package are when this was pushed.
      publishedAt: at,
      source: 'github',
      url: reading.link(version, 'html_url'),
      occurredAt: at,
      revision: revisionOf(at, action === 'updated' ? 6 : 5),
    }),
  );
}

function digestsOf(reading: BodyReading, version: Place, container: Place | null): string[] {
  const tag = container && reading.object(container, 'tag');
  const said = [reading.text(version, 'version'), reading.text(tag, 'digest')].flatMap((digest) => digest ?? []);
  return [...new Set(said.filter((digest) => DIGEST.test(digest)))];
}

function revisionIn(reading: BodyReading, container: Place | null): string | undefined {
  const labels = container && reading.object(container, 'labels');
  const all = labels && reading.object(labels, 'all_labels');
  return shaOf(reading.text(all, 'org.opencontainers.image.revision')) ?? shaOf(reading.text(labels, 'revision'));
}
