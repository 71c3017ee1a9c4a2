import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks: SHA-1, as Vercel signs nothing else. */
const signature: HmacScheme = { header: 'x-vercel-signature', algorithm: 'sha1', encoding: 'hex', prefix: '' };

/** Vercel: webhooks of a team or an integration. */
export const vercel: Source = {
  id: 'vercel',
  title: 'Vercel',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'type'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

interface State {
  readonly status: NonNullable<EventData<'deployment'>['status']>;
  readonly rank: number;
}

const states: ReadonlyMap<string, State> = new Map([
  ['deployment.created', { status: 'in_progress', rank: 0 }],
  ['deployment.error', { status: 'failed', rank: 6 }],
  ['deployment.canceled', { status: 'cancelled', rank: 7 }],
  ['deployment.succeeded', { status: 'succeeded', rank: 8 }],
  // What `deployment.succeeded` was called before.
  ['deployment.ready', { status: 'succeeded', rank: 8 }],
  ['deployment.promoted', { status: 'succeeded', rank: 9 }],
]);

/** https://vercel.com/docs/webhooks/webhooks-api#supported-event-types */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  const state = states.get(type);
  if (state === undefined) return ignored(`${quoted(type)} tells no outcome of a deployment`);
  const at = reading.requiredMoment(body, 'createdAt');
  const payload = reading.requiredObject(body, 'payload');
  const deployment = reading.requiredObject(payload, 'deployment');
  const id = reading.requiredText(deployment, 'id');
  const promoted = type === 'deployment.promoted';
  return says(
    eventOf(
      'deployment',
      { id: `vercel:${id}:${type}:${Date.parse(at) || 0}`, source: 'vercel', time: at },
      {
        // Promoting brings a version that was built before into production: another attempt of the same deployment.
        id: promoted ? `vercel/${id}/promoted` : `vercel/${id}`,
        group: `vercel/${id}`,
        service:
          reading.text(deployment, 'name') ?? reading.requiredText(reading.requiredObject(payload, 'project'), 'name'),
        source: 'vercel',
        environment: promoted ? 'production' : targetOf(reading, payload),
        status: state.status,
        startedAt: state.rank === 0 ? at : undefined,
        finishedAt: state.status === 'in_progress' ? null : at,
        ...commitOf(reading, reading.object(deployment, 'meta')),
        url: linkOf(reading, payload),
        occurredAt: at,
        revision: revisionOf(at, state.rank),
      },
    ),
  );
}

function linkOf(reading: BodyReading, payload: Place): string | undefined {
  const links = reading.object(payload, 'links');
  return links === null ? undefined : reading.link(links, 'deployment');
}

/** The target as Vercel names it; null is a preview. Bodies that leave it out do not say. */
function targetOf(reading: BodyReading, payload: Place): string | undefined {
  return payload.fields['target'] === null ? 'preview' : reading.text(payload, 'target');
}

/** Each forge's integration writes the commit into the deployment's metadata under its own names. */
const FORGES = [
  ['githubCommitSha', 'githubCommitRef', 'githubCommitOrg', 'githubCommitRepo'],
  ['gitlabCommitSha', 'gitlabCommitRef', 'gitlabProjectNamespace', 'gitlabProjectName'],
  ['bitbucketCommitSha', 'bitbucketCommitRef', 'bitbucketRepoOwner', 'bitbucketRepoSlug'],
] as const;

function commitOf(reading: BodyReading, meta: Place | null): Partial<EventData<'deployment'>> {
  for (const [sha, ref, owner, name] of FORGES) {
    const commit = reading.text(meta, sha);
    if (commit === undefined) continue;
    const repo = [reading.text(meta, owner), reading.text(meta, name)];
    return {
      sha: fullShaOf(commit),
      ref: reading.text(meta, ref),
      ...(repo.every((part) => part !== undefined) && { repo: repo.join('/') }),
    };
  }
  return {};
}
