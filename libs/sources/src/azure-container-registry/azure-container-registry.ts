import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, understandJson, type Understood } from '../json-hook.js';
import { pushedImages } from '../pushed-image.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

const SOURCE = 'azure-container-registry';

/** Azure Container Registry: webhooks of a registry, which send headers of one's choice. */
export const azureContainerRegistry: Source = {
  id: SOURCE,
  title: 'Azure Container Registry',
  deliveryId: (request) => memberOf(request, 'id') || null,
  eventName: (request) => memberOf(request, 'action'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://learn.microsoft.com/azure/container-registry/container-registry-webhook-reference */
function understand({ body, reading }: JsonHook): Understood {
  const action = reading.requiredText(body, 'action');
  if (action === 'ping') return ignored('ping: the registry tried whether the hook works');
  if (reading.misfit === null && action !== 'push') return ignored(`${quoted(action)} pushes no image`);
  const target = reading.requiredObject(body, 'target');
  const host = reading.requiredText(reading.requiredObject(body, 'request'), 'host');
  const image = `${host}/${reading.requiredText(target, 'repository')}`;
  const [digest, tag] = [reading.requiredText(target, 'digest'), reading.text(target, 'tag')];
  return pushedImages({ source: SOURCE, digest, image, tag, at: reading.requiredMoment(body, 'timestamp') });
}
