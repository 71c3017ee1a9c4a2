import { ignored, type JsonHook, memberOf, quoted, rejected, type Understood, understandJson } from '../json-hook.js';
import { standardWebhookId, verifySharedToken, verifyStandardWebhook } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { commits } from './commits.js';
import { deployment, job } from './deployment.js';
import { featureFlag } from './feature-flag.js';
import { gitlabHistory } from './history/history.js';
import { gitlabRedelivery } from './history/redelivery.js';
import { issue } from './issue.js';
import { mergeRequest, note } from './merge-request.js';
import { pipeline } from './pipeline.js';
import { type ProjectHook, projectOf } from './project.js';
import { push } from './push.js';
import { renamedProject } from './renamed-project.js';
import { release } from './release.js';
import { jsonTestEvents } from '../json-test-events.js';
import { standardWebhookOf, type TestOccasion } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** GitLab, in the cloud and on one's own servers: webhooks of projects and groups, and system hooks. */
export const gitlab: Source = {
  id: 'gitlab',
  title: 'GitLab',
  deliveryId: (request) => standardWebhookId(request) ?? request.headers['idempotency-key'] ?? null,
  eventName: (request) => request.headers['x-gitlab-event'] ?? memberOf(request, 'object_kind'),
  verify,
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  api: {
    address: 'https://gitlab.com/api/v4',
    headers: (token): Readonly<Record<string, string>> => (token === undefined ? {} : { 'private-token': token }),
    keptDays: 7,
  },
  history: gitlabHistory,
  redelivery: gitlabRedelivery,
  testEvents: jsonTestEvents(bodies, prove, headers),
};

/**
 * A signing token (secret "whsec_…") signs as Standard Webhooks do; a secret token is repeated in a header. Only secrets of
 * the first form are keys: another text would decode to a weak one.
 * https://docs.gitlab.com/user/project/integrations/webhooks/
 */
function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const keys = secrets.filter((secret) => secret.startsWith('whsec_'));
  const signed = verifyStandardWebhook(request, keys, now);
  if (signed.outcome === 'verified' || signed.reason === 'stale') return signed;
  const token = verifySharedToken(request, 'x-gitlab-token', secrets);
  return token.outcome === 'refused' && token.reason === 'missing_signature' ? signed : token;
}

/** A test event is proven as the secret is: with a signing token or with a secret token. */
function prove(body: Uint8Array, occasion: TestOccasion): Readonly<Record<string, string>> {
  const { secret } = occasion;
  if (secret === '' || secret.startsWith('whsec_')) return standardWebhookOf(body, occasion);
  return { 'x-gitlab-token': secret };
}

const measured: ReadonlyMap<string, (hook: ProjectHook) => Understood> = new Map([
  ['push', push],
  ['tag_push', push],
  ['merge_request', mergeRequest],
  ['note', note],
  ['deployment', deployment],
  ['build', job],
  ['pipeline', pipeline],
  ['release', release],
  ['issue', issue],
  ['work_item', issue],
  ['feature_flag', featureFlag],
  ['project_rename', renamedProject],
  ['project_transfer', renamedProject],
  // Made of what the API lists; nobody sends it.
  ['commits', commits],
]);

/** Kinds of bodies that come under each name in the header; system hooks carry every kind. */
const kindsUnder: ReadonlyMap<string, readonly string[]> = new Map([
  ['Push Hook', ['push']],
  ['Tag Push Hook', ['tag_push']],
  ['Merge Request Hook', ['merge_request']],
  ['Note Hook', ['note']],
  ['Confidential Note Hook', ['note']],
  ['Deployment Hook', ['deployment']],
  ['Job Hook', ['build']],
  ['Pipeline Hook', ['pipeline']],
  ['Release Hook', ['release']],
  ['Issue Hook', ['issue', 'work_item']],
  ['Confidential Issue Hook', ['issue', 'work_item']],
  ['Work Item Hook', ['issue', 'work_item']],
  ['Feature Flag Hook', ['feature_flag']],
]);

function understand({ headers }: Delivery, { body, reading }: JsonHook): Normalized {
  const kind = reading.text(body, 'object_kind') ?? reading.text(body, 'event_name');
  if (kind === undefined) return rejected('unknown_type', 'no object_kind says what it is', '/object_kind');
  const named = headers['x-gitlab-event'];
  const kinds = named === undefined ? undefined : kindsUnder.get(named);
  if (kinds !== undefined && !kinds.includes(kind)) {
    return rejected('type_mismatch', `the header says ${named}, the body is of ${quoted(kind)}`, '/object_kind');
  }
  const understood = measured.get(kind);
  if (understood === undefined) return ignored(`${quoted(kind)} is nothing that Leadline measures`);
  const isOfGroup = reading.object(body, 'project') === null && reading.object(body, 'group') !== null;
  if (kind === 'work_item' && isOfGroup) return ignored('a work item of a group belongs to no project');
  return understood({ body, reading, project: projectOf(body, reading, headers), headers });
}
