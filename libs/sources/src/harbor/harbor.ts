import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, understandJson, type Understood } from '../json-hook.js';
import { pushedImages } from '../pushed-image.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Harbor: webhooks of a project, which repeat a header. */
export const harbor: Source = {
  id: 'harbor',
  title: 'Harbor',
  // Only the CloudEvents format has an id.
  deliveryId: (request) => memberOf(request, 'id') || null,
  eventName: (request) => memberOf(request, 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** In Harbor's own format and in that of CloudEvents. */
const pushed: readonly string[] = ['PUSH_ARTIFACT', 'harbor.artifact.pushed'];

/** https://goharbor.io/docs/working-with-projects/project-configuration/configure-webhooks/ */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  if (reading.misfit === null && !pushed.includes(type)) return ignored(`${quoted(type)} pushes no image`);
  const isCloudEvent = reading.text(body, 'specversion') !== undefined;
  const data = reading.requiredObject(body, isCloudEvent ? 'data' : 'event_data');
  const at = reading.requiredMoment(body, isCloudEvent ? 'time' : 'occur_at');
  const images = reading.requiredObjects(data, 'resources').map((resource) => ({
    source: 'harbor',
    digest: reading.text(resource, 'digest'),
    image: imageIn(reading.requiredText(resource, 'resource_url')),
    tag: tagIn(reading.text(resource, 'tag')),
    at,
  }));
  return pushedImages(...images);
}

/** "harbor.example.org/acme/shop:1.4.0", or with a digest → "harbor.example.org/acme/shop". */
const imageIn = (url: string): string => url.replace(/@.*$/s, '').replace(/:[^:/]+$/, '');

/** Where there is none, its place holds the digest. */
const tagIn = (said: string | undefined): string | undefined => (said?.includes(':') ? undefined : said);
