import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, rejected, type Understood, understandJson } from '../json-hook.js';
import type { HookRequest, Source } from '../source.js';
import { pullRequest } from './pull-request.js';
import { push } from './push.js';
import { renamedRepository } from './renamed-repository.js';
import { deployment } from './release.js';
import { hookOf, type ResourceHook } from './resource.js';
import { build, run, stage } from './run.js';
import { workItem } from './work-item.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Azure DevOps Services and Server: service hooks of type Web Hooks, which sign nothing. */
export const azureDevops: Source = {
  id: 'azure-devops',
  title: 'Azure DevOps',
  deliveryId,
  eventName: (request) => memberOf(request, 'eventType'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** The event has one id whichever subscription brought it. */
function deliveryId(request: HookRequest): string | null {
  return memberOf(request, 'id') || null;
}

const measured: ReadonlyMap<string, (hook: ResourceHook) => Understood> = new Map([
  ['git.push', push],
  ['git.pullrequest.created', pullRequest],
  ['git.pullrequest.updated', pullRequest],
  ['git.pullrequest.merged', pullRequest],
  ['git.repo.renamed', renamedRepository],
  ['build.complete', build],
  ['ms.vss-pipelines.run-state-changed-event', run],
  ['ms.vss-pipelines.stage-state-changed-event', stage],
  ['ms.vss-release.deployment-started-event', deployment],
  ['ms.vss-release.deployment-completed-event', deployment],
  ['workitem.created', workItem],
  ['workitem.updated', workItem],
  ['workitem.deleted', workItem],
  ['workitem.restored', workItem],
]);

function understand({ body, reading }: JsonHook): Understood {
  const event = reading.text(body, 'eventType');
  if (event === undefined) return rejected('unknown_type', 'no eventType says what it is', '/eventType');
  const understood = measured.get(event);
  if (understood === undefined) return ignored(`${quoted(event)} is nothing that Leadline measures`);
  if (body.fields['resource'] === undefined || body.fields['resource'] === null) {
    return rejected('invalid_body', 'sent without its resource: set "Resource details to send" to All', '/resource');
  }
  return understood(hookOf(event, body, reading));
}
