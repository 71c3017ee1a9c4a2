import { ignored, type JsonHook, quoted, rejected, type Understood, understandText } from '../json-hook.js';
import { textOf } from '../json-body.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, HookRequest, Normalized, Source } from '../source.js';
import { issue } from './issue.js';
import { pullRequest } from './pull-request.js';
import { push, refEvent } from './push.js';
import { release } from './release.js';
import { type ForgeHook, repositoryOf } from './repository.js';
import { workflowRun } from './run.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** Gitea and Forgejo: webhooks of repositories, organisations and the whole server. */
export const gitea: Source = {
  id: 'gitea',
  title: 'Gitea and Forgejo',
  deliveryId: (request) => named(request, 'delivery') ?? null,
  eventName: (request) => named(request, 'event') ?? '',
  verify: (request, secrets) => verifyHmac(schemeOf(request), request, secrets),
  normalize,
  testEvents: jsonTestEvents(
    bodies,
    (body, { secret }) => signedBy(schemeOf({ headers: {}, body }), body, secret),
    headers,
  ),
};

/** Both also speak GitHub's and Gogs' dialects; their own names come first. */
function named({ headers }: HookRequest, name: string): string | undefined {
  return headers[`x-forgejo-${name}`] ?? headers[`x-gitea-${name}`];
}

/** https://docs.gitea.com/usage/webhooks: hexadecimal without a prefix. */
function schemeOf({ headers }: HookRequest): HmacScheme {
  const header = headers['x-forgejo-signature'] === undefined ? 'x-gitea-signature' : 'x-forgejo-signature';
  return { header, algorithm: 'sha256', encoding: 'hex', prefix: '' };
}

interface Shape {
  readonly understand: (hook: ForgeHook) => Understood;
  /** Members that every body of the event has. */
  readonly has: readonly string[];
}

/** Events that say something Leadline measures, those first whose bodies hold more. */
const measured: readonly (readonly [prefix: string, shape: Shape])[] = [
  ['push', { understand: push, has: ['ref', 'before', 'after'] }],
  ['create', { understand: refEvent, has: ['ref', 'ref_type'] }],
  ['delete', { understand: refEvent, has: ['ref', 'ref_type'] }],
  ['pull_request', { understand: pullRequest, has: ['pull_request'] }],
  ['release', { understand: release, has: ['release'] }],
  ['workflow_run', { understand: workflowRun, has: ['workflow_run'] }],
  ['action_run', { understand: workflowRun, has: ['run'] }],
  ['issues', { understand: issue, has: ['issue'] }],
];

/** Hooks are sent as JSON or, by their setting, as a form with the JSON in its field "payload". */
function normalize(delivery: Delivery): Normalized {
  const text = textOf(delivery.body);
  const isForm = delivery.headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded');
  const payload = isForm ? new URLSearchParams(text).get('payload') : text;
  if (payload === null) return rejected('unreadable_body', 'the form has no field "payload"');
  return understandText(payload, delivery, (hook) => understand(named(delivery, 'event'), hook));
}

function understand(event: string | undefined, { body, reading }: JsonHook): Understood {
  const has = (shape: Shape): boolean => shape.has.every((name) => Object.hasOwn(body.fields, name));
  const byHeader = event === undefined ? undefined : measured.find(([prefix]) => event.startsWith(prefix));
  const byBody = measured.find(([, shape]) => has(shape));
  if (event !== undefined && byHeader === undefined)
    return ignored(`${quoted(event)} is nothing that Leadline measures`);
  if (event?.startsWith('pull_request') && Object.hasOwn(body.fields, 'issue')) {
    return ignored('a comment on a pull request changes no measurement');
  }
  const found = byHeader ?? byBody;
  if (found === undefined) return rejected('unknown_type', 'no X-Gitea-Event header, and a body of no known event');
  const [, shape] = found;
  if (!has(shape) && byBody !== undefined) {
    return rejected('type_mismatch', `the header says ${quoted(event ?? '')}, the body is of ${byBody[0]}`);
  }
  const action = reading.text(body, 'action') ?? '';
  return shape.understand({ body, reading, repository: repositoryOf(body, reading), action });
}
