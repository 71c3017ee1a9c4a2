import { verifyHookToken } from '../hook-token.js';
import { ignored, memberOf, quoted, rejected } from '../json-hook.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { understandMessage } from '../pubsub-message.js';
import { pushedImages } from '../pushed-image.js';
import type { Delivery, Normalized, Source } from '../source.js';
import { bodies } from './test-events.js';

const SOURCE = 'google-artifact-registry';

/** Google Artifact Registry: its Pub/Sub topic `gcr`, pushed to Leadline. */
export const googleArtifactRegistry: Source = {
  id: SOURCE,
  title: 'Google Artifact Registry',
  deliveryId: (request) => memberOf(request, 'message', 'messageId') || null,
  eventName: () => 'image',
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize,
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://cloud.google.com/artifact-registry/docs/configure-notifications: the image tells no time, its message does. */
function normalize(delivery: Delivery): Normalized {
  return understandMessage(delivery, ({ body, reading }, around) => {
    if (around === null) return rejected('unknown_type', 'no message of Pub/Sub, which alone says when', '/message');
    const action = reading.requiredText(body, 'action');
    if (reading.misfit === null && action !== 'INSERT') return ignored(`${quoted(action)} pushes no image`);
    const at = around.hook.reading.requiredMoment(around.message, 'publishTime');
    const [image = '', digest] = reading.requiredText(body, 'digest').split('@');
    const tagged = reading.text(body, 'tag');
    const tag = tagged?.startsWith(`${image}:`) === true ? tagged.slice(image.length + 1) : undefined;
    return pushedImages({ source: SOURCE, digest, image, tag, at });
  });
}
