import { ignored, type JsonHook, quoted, rejected, type Understood, understandJson } from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, Normalized, Source } from '../source.js';
import { commitStatus } from './commit-status.js';
import { issue } from './issue.js';
import { pullRequest } from './pull-request.js';
import { push } from './push.js';
import { type RepositoryHook, repositoryOf } from './repository.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { updated } from './updated.js';
import { bodies, headers } from './test-events.js';

/** https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/#Secure-webhooks. GitHub's header of this name is SHA-1. */
const signature: HmacScheme = { header: 'x-hub-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' };

/** Bitbucket Cloud: webhooks of repositories and workspaces. */
export const bitbucketCloud: Source = {
  id: 'bitbucket-cloud',
  title: 'Bitbucket Cloud',
  deliveryId: (request) => request.headers['x-request-uuid'] ?? null,
  eventName: (request) => request.headers['x-event-key'] ?? '',
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret), headers),
};

interface Shape {
  /** Member of the body that the event is about. */
  readonly member: string;
  readonly understand: (hook: RepositoryHook) => Understood;
}

/** By the beginning of the event's key. */
const measured: readonly (readonly [prefix: string, shape: Shape])[] = [
  ['repo:push', { member: 'push', understand: push }],
  ['pullrequest:', { member: 'pullrequest', understand: pullRequest }],
  ['repo:commit_status_', { member: 'commit_status', understand: commitStatus }],
  ['issue:', { member: 'issue', understand: issue }],
  ['repo:updated', { member: 'changes', understand: updated }],
];

function understand({ headers }: Delivery, { body, reading }: JsonHook): Normalized {
  const event = headers['x-event-key'] ?? '';
  const named = measured.find(([prefix]) => event.startsWith(prefix))?.[1];
  if (event !== '' && named === undefined) return ignored(`${quoted(event)} is nothing that Leadline measures`);
  const found = measured.find(([, { member }]) => Object.hasOwn(body.fields, member))?.[1];
  const shape = named ?? found;
  if (shape === undefined) return rejected('unknown_type', 'no X-Event-Key header, and a body of no known event');
  if (!Object.hasOwn(body.fields, shape.member) && found !== undefined) {
    return rejected('type_mismatch', `the header says ${event}, the body is of a ${found.member}`, `/${found.member}`);
  }
  return shape.understand({ body, reading, repository: repositoryOf(body, reading), event });
}
