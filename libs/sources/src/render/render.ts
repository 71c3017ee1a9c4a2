import { eventOf } from '@leadline/events';
import { cancelled, type DeploymentState, failed, succeeded } from '../deployment-state.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { standardWebhookId, verifyStandardWebhook } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { standardWebhookOf } from '../test-event.js';
import { bodies } from './test-events.js';

/** Render: webhooks of a workspace, signed as Standard Webhooks. */
export const render: Source = {
  id: 'render',
  title: 'Render',
  deliveryId: (request) => standardWebhookId(request),
  eventName: (request) => memberOf(request, 'type'),
  // Another text than a key of this form would decode to a weak one.
  verify: (request, secrets, now) =>
    verifyStandardWebhook(
      request,
      secrets.filter((secret) => secret.startsWith('whsec_')),
      now,
    ),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, occasion) => standardWebhookOf(body, occasion)),
};

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['succeeded', succeeded],
  ['failed', failed],
  ['canceled', cancelled],
]);

/**
 * https://render.com/docs/webhooks. Only the end of a deployment is read: what tells its start and its end apart, they
 * have no id in common. Relays that look the event up send its fields flat, with the id of the deployment.
 */
function understand({ body, reading }: JsonHook): Understood {
  const flat = reading.text(body, 'deployId') !== undefined;
  const type = flat ? 'deploy_ended' : reading.requiredText(body, 'type');
  if (reading.misfit === null && type !== 'deploy_ended') return ignored(`${quoted(type)} ends no deployment`);
  const data = flat ? body : reading.requiredObject(body, 'data');
  const word = reading.requiredText(data, 'status');
  const state = states.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the status ${quoted(word)} tells no outcome`);
  const { status, rank } = state ?? cancelled;
  const at = reading.requiredMoment(body, flat ? 'createdAt' : 'timestamp');
  const id = reading.text(data, 'deployId') ?? reading.requiredText(data, 'id');
  const service = reading.requiredText(data, 'serviceName');
  return says(
    eventOf(
      'deployment',
      { id: `render:${id}:${word}`, source: 'render', time: at },
      {
        id: `render/${id}`,
        // A service of Render is one in one environment, and has but one name for both.
        service,
        environment: service,
        serviceId: reading.text(data, 'serviceId'),
        source: 'render',
        status,
        finishedAt: at,
        occurredAt: at,
        revision: revisionOf(at, rank),
      },
    ),
  );
}
