import { ignored, type JsonHook, memberOf, quoted, rejected, type Understood, understandJson } from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source } from '../source.js';
import { pullRequest } from './pull-request.js';
import { push } from './push.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** Harness Code and Gitness: webhooks of repositories and projects. */
export const harnessCode: Source = {
  id: 'harness-code',
  title: 'Harness Code',
  deliveryId: () => null,
  eventName: triggerOf,
  verify: (request, secrets) => verifyHmac(schemeOf(request), request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(
    bodies,
    (body, { secret }) => signedBy(schemeOf({ headers: { 'x-harness-signature': '' }, body }), body, secret),
    headers,
  ),
};

/** Both products have headers of their own. https://developer.harness.io/docs/code-repository/work-in-repos/webhooks/ */
function schemeOf({ headers }: HookRequest): HmacScheme {
  const header = headers['x-harness-signature'] === undefined ? 'x-gitness-signature' : 'x-harness-signature';
  return { header, algorithm: 'sha256', encoding: 'hex', prefix: '' };
}

function triggerOf(request: HookRequest): string {
  const { headers } = request;
  return headers['x-harness-trigger'] ?? headers['x-gitness-trigger'] ?? memberOf(request, 'trigger');
}

function understand({ headers }: Delivery, { body, reading }: JsonHook): Normalized {
  const trigger = reading.text(body, 'trigger');
  if (trigger === undefined) return rejected('unknown_type', 'no trigger says what it is', '/trigger');
  const named = headers['x-harness-trigger'] ?? headers['x-gitness-trigger'];
  if (named !== undefined && named !== trigger) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(trigger)}`, '/trigger');
  }
  return dispatch(trigger, { body, reading });
}

function dispatch(trigger: string, { body, reading }: Pick<JsonHook, 'body' | 'reading'>): Understood {
  if (trigger.startsWith('branch_') || trigger.startsWith('tag_')) return push(body, reading);
  if (trigger.startsWith('pullreq_')) return pullRequest(trigger, body, reading);
  return ignored(`${quoted(trigger)} is nothing that Leadline measures`);
}
