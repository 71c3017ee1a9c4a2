import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { HookRequest, Source, Verification } from '../source.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/**
 * Algorithms a provider of type generic-hmac may name before its signature. All are strong, so it does not matter that
 * the header says which: https://fluxcd.io/flux/components/notification/providers/#generic-webhook-with-hmac
 */
const algorithms = ['sha224', 'sha256', 'sha384', 'sha512'] as const;
const schemes: readonly HmacScheme[] = algorithms.map((algorithm) => ({
  header: 'x-signature',
  algorithm,
  encoding: 'hex',
  prefix: `${algorithm}=`,
}));

/** Flux by its notification controller: providers of type generic-hmac, or generic with a token. */
export const flux: Source = {
  id: 'flux',
  title: 'Flux',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'reason'),
  verify,
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) =>
    signedBy({ header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' }, body, secret),
  ),
};

function verify(request: HookRequest, secrets: readonly string[]): Verification {
  if (request.headers['x-signature'] === undefined) return verifyHookToken(request, secrets);
  const verifications = schemes.map((scheme) => verifyHmac(scheme, request, secrets));
  const verified = verifications.find(({ outcome }) => outcome === 'verified');
  return verified ?? { outcome: 'refused', reason: 'invalid_signature' };
}

type Outcome = Pick<EventData<'deployment'>, 'status' | 'kind'>;

/** Reasons by which the controllers tell how bringing a revision into the cluster went. */
const outcomes: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['ReconciliationSucceeded', { status: 'succeeded' }],
  ['ReconciliationFailed', { status: 'failed' }],
  ['ArtifactFailed', { status: 'failed' }],
  ['BuildFailed', { status: 'failed' }],
  ['ValidationFailed', { status: 'failed' }],
  ['HealthCheckFailed', { status: 'failed' }],
  ['PruneFailed', { status: 'failed' }],
  ['InstallSucceeded', { status: 'succeeded' }],
  ['InstallFailed', { status: 'failed' }],
  ['UpgradeSucceeded', { status: 'succeeded' }],
  ['UpgradeFailed', { status: 'failed' }],
  ['RollbackSucceeded', { status: 'succeeded', kind: 'rollback' }],
  ['RollbackFailed', { status: 'failed', kind: 'rollback' }],
]);

/** Objects that bring something into a cluster; the others fetch it or watch. */
const DEPLOYING = ['Kustomization', 'HelmRelease'];

/** https://fluxcd.io/flux/components/notification/events/ */
function understand({ body, reading }: JsonHook): Understood {
  const object = reading.requiredObject(body, 'involvedObject');
  const kind = reading.requiredText(object, 'kind');
  if (reading.misfit === null && !DEPLOYING.includes(kind)) return ignored(`a ${quoted(kind)} deploys nothing`);
  const reason = reading.requiredText(body, 'reason');
  const outcome = outcomes.get(reason);
  if (outcome === undefined) return ignored(`${quoted(reason)} tells no outcome of a deployment`);
  const at = reading.requiredInstant(body, 'timestamp');
  const uid = reading.requiredText(object, 'uid');
  const metadata = reading.object(body, 'metadata');
  const revision = revisionIn(reading, metadata, 'revision') ?? revisionIn(reading, metadata, 'originRevision');
  if (revision === undefined) return ignored('it names no revision that was deployed');
  // A success is an occurrence: Flux repeats one for every revision that it brings back. A failure is repeated as long
  // as it is tried again, so all of one revision are one attempt.
  const attempt =
    outcome.status === 'failed' ? `${uid}/${revision}/${reason}` : `${uid}/${revision}/${Date.parse(at) || 0}`;
  const name = reading.requiredText(object, 'name');
  const image = revisionIn(reading, metadata, 'image');
  return says(
    eventOf(
      'deployment',
      { id: `flux:${attempt}`, source: 'flux', time: at },
      {
        id: `flux/${attempt}`,
        service: name,
        source: 'flux',
        ...placeOf(reading, object, metadata),
        ...outcome,
        finishedAt: at,
        sha: shaIn(revisionIn(reading, metadata, 'originRevision')) ?? shaIn(revision),
        artifacts: image === undefined ? undefined : [image],
        ...(kind === 'HelmRelease' && { version: revisionIn(reading, metadata, 'app-version') ?? revision }),
        trigger: 'auto',
        occurredAt: at,
        revision: revisionOf(at, outcome.status === 'failed' ? 6 : 8),
      },
    ),
  );
}

/** Each controller puts its own domain before the names of its metadata: "kustomize.toolkit.fluxcd.io/revision". */
function revisionIn(reading: BodyReading, metadata: Place | null, name: string): string | undefined {
  const key = Object.keys(metadata?.fields ?? {}).find(
    (member) => member === name || member.endsWith(`.fluxcd.io/${name}`),
  );
  return key === undefined ? undefined : reading.text(metadata, key);
}

/** The commit of "main@sha1:<sha>", of the older "main/<sha>", or of the hash alone; an artifact's digest is none. */
function shaIn(revision: string | undefined): string | undefined {
  const hash = /(?:^|[@/])(?:sha1:)?([0-9a-f]{40})$/.exec(revision ?? '')?.[1];
  return fullShaOf(hash ?? /(?:^|\/)([0-9a-f]{64})$/.exec(revision ?? '')?.[1]);
}

/** The environment an alert's `eventMetadata` names, else its cluster, else the namespace. */
function placeOf(
  reading: BodyReading,
  object: Place,
  metadata: Place | null,
): Pick<EventData<'deployment'>, 'environment' | 'target'> {
  const [environment, cluster] = [
    reading.text(metadata, 'environment') ?? reading.text(metadata, 'env'),
    reading.text(metadata, 'cluster'),
  ];
  if (environment !== undefined) return { environment, ...(cluster !== undefined && { target: cluster }) };
  return { environment: cluster ?? reading.requiredText(object, 'namespace') };
}
