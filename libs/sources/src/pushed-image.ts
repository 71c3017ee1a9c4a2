import { artifactNames, eventOf, type LeadlineEvent, shaInTag } from '@leadline/events';
import { ignored, says, type Understood } from './json-hook.js';
import { revisionOf } from './revision.js';

/** An image that was pushed to a registry, as its hook tells. */
export interface PushedImage {
  /** Id of the source, e.g. "harbor". */
  readonly source: string;
  /** "sha256:…". */
  readonly digest: string | undefined;
  /** With the registry's host: "registry.example.org/acme/shop". */
  readonly image: string;
  readonly tag: string | undefined;
  /** RFC 3339. */
  readonly at: string;
}

const DIGEST = /^sha(?:256|384|512):[0-9a-f]+$/;
const WHOLE_SHA = 40;

/**
 * Which images bear which tags from now on. One that has no tag, or no digest, is not told: that it exists says nothing
 * that whoever deploys it does not say.
 */
export function pushedImages(...images: readonly PushedImage[]): Understood {
  const events = images.flatMap(imageEvents);
  return events.length > 0 ? says(...events) : ignored('no image was pushed that has both a tag and a digest');
}

/**
 * A registry knows no commit: it is found where the build tells of the digest, or
 * where the tag is the commit itself.
 */
function imageEvents({ source, digest, image, tag, at }: PushedImage): LeadlineEvent<'artifact'>[] {
  if (digest === undefined || tag === undefined || !DIGEST.test(digest)) return [];
  const name = `${image}:${tag}`;
  if (artifactNames(name).length === 0) return [];
  const sha = shaInTag(name);
  const event = eventOf(
    'artifact',
    { id: `${source}:image:${digest}:${name}:${at}`, source, time: at },
    {
      id: digest,
      names: [name],
      sha: sha?.length === WHOLE_SHA ? sha : undefined,
      publishedAt: at,
      source,
      occurredAt: at,
      revision: revisionOf(at, 0),
    },
  );
  return [event];
}
