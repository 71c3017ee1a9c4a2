import { ignored, type JsonHook, memberOf, quoted, rejected, type Understood, understandJson } from '../json-hook.js';
import { verifyHookToken } from '../hook-token.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { pullRequest } from './pull-request.js';
import { refsChanged } from './push.js';
import { modified } from './modified.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** https://confluence.atlassian.com/bitbucketserver/manage-webhooks-938025878.html#Managewebhooks-webhooksecrets */
const signature: HmacScheme = { header: 'x-hub-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' };

/** Bitbucket Data Center and Server: webhooks of repositories and projects, with a secret or basic authentication. */
export const bitbucketServer: Source = {
  id: 'bitbucket-server',
  title: 'Bitbucket Data Center',
  deliveryId: (request) => request.headers['x-request-id'] ?? null,
  eventName: (request) => request.headers['x-event-key'] ?? memberOf(request, 'eventKey'),
  verify,
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret), headers),
};

function verify(request: HookRequest, secrets: readonly string[]): Verification {
  return request.headers[signature.header] === undefined
    ? verifyHookToken(request, secrets)
    : verifyHmac(signature, request, secrets);
}

function understand({ headers }: Delivery, { body, reading }: JsonHook): Normalized {
  const named = headers['x-event-key'];
  const event = reading.text(body, 'eventKey') ?? named;
  if (reading.truth(body, 'test') || event === 'diagnostics:ping') {
    return ignored('ping: Bitbucket tried whether the hook works');
  }
  if (event === undefined) return rejected('unknown_type', 'no eventKey says what it is', '/eventKey');
  if (named !== undefined && named !== event) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(event)}`, '/eventKey');
  }
  return dispatch(event, { body, reading });
}

function dispatch(event: string, { body, reading }: Pick<JsonHook, 'body' | 'reading'>): Understood {
  if (event === 'repo:refs_changed') return refsChanged(body, reading);
  if (event === 'repo:modified') return modified(body, reading);
  if (event === 'mirror:repo_synchronized') return ignored('a mirror repeats what the primary server told');
  if (event.startsWith('pr:')) return pullRequest(event, body, reading);
  return ignored(`${quoted(event)} is nothing that Leadline measures`);
}
