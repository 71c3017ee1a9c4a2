import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto';
import { builtCommit, runEvent, type RunStatus } from '../ci-run.js';
import { fullShaOf } from '../git-names.js';
import { type JsonHook, rejected, says, type Understood, understandText } from '../json-hook.js';
import { textOf } from '../json-body.js';
import { keyOn } from '../repository.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { travisTestEvents } from './test-events.js';

/** Travis CI: webhook notifications, a form signed with the server's private key. */
export const travis: Source = {
  id: 'travis',
  title: 'Travis CI',
  deliveryId: () => null,
  eventName: (request) => request.headers['travis-repo-slug'] ?? '',
  verify,
  normalize,
  testEvents: travisTestEvents,
};

/**
 * https://docs.travis-ci.com/user/notifications/#verifying-webhook-requests: RSA-SHA1 over the form field "payload". The
 * secret of the endpoint is the server's public key without the lines around it; it opens nothing, so it is never
 * accepted as a token.
 */
function verify({ headers, body }: HookRequest, secrets: readonly string[]): Verification {
  const signature = headers['signature'];
  const payload = new URLSearchParams(textOf(body)).get('payload');
  if (!signature || payload === null) return { outcome: 'refused', reason: 'missing_signature' };
  const given = Buffer.from(signature, 'base64');
  const matches = secrets
    .map(publicKeyOf)
    .map((key) => key !== null && verifySignature('sha1', Buffer.from(payload, 'utf8'), key, given));
  return matches.includes(true) ? { outcome: 'verified' } : { outcome: 'refused', reason: 'invalid_signature' };
}

function publicKeyOf(secret: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

function normalize(delivery: Delivery): Normalized {
  const text = textOf(delivery.body);
  const payload = text.trimStart().startsWith('{') ? text : new URLSearchParams(text).get('payload');
  if (payload === null) return rejected('unreadable_body', 'the form has no field "payload"');
  return understandText(payload, delivery, understand);
}

function understand({ body, reading }: JsonHook): Understood {
  const repository = reading.requiredObject(body, 'repository');
  const repo = `${reading.requiredText(repository, 'owner_name')}/${reading.requiredText(repository, 'name')}`;
  const address = reading.text(body, 'build_url');
  const state = reading.text(body, 'state') ?? reading.requiredText(body, 'status_message');
  const sha = fullShaOf(reading.text(body, 'commit'));
  const run = runEvent({
    source: 'travis',
    key: keyOn(address, null, reading.requiredKey(body, 'id')),
    // A repository has one build definition; of a pull request it deploys nothing.
    pipeline: reading.text(body, 'type') === 'pull_request' ? '.travis.yml (pull request)' : '.travis.yml',
    repo,
    sha,
    branch: reading.text(body, 'tag') ?? reading.text(body, 'branch'),
    state,
    status: outcomeOf(state),
    startedAt: reading.moment(body, 'started_at'),
    finishedAt: reading.moment(body, 'finished_at'),
    url: reading.link(body, 'build_url'),
  });
  const [title] = (reading.text(body, 'message') ?? '').split('\n');
  return says(run, ...builtCommit('travis', { sha, repo, title, committedAt: reading.moment(body, 'committed_at') }));
}

/** https://docs.travis-ci.com/user/notifications/#webhooks-delivery-format; "errored" could not run at all. */
function outcomeOf(state: string): RunStatus {
  switch (state.toLowerCase()) {
    case 'passed':
    case 'fixed':
      return 'succeeded';
    case 'failed':
    case 'broken':
    case 'still failing':
    case 'errored':
      return 'failed';
    case 'canceled':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
