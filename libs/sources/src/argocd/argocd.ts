import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { placeOf } from './destination.js';
import { imagesIn } from './images.js';
import { attemptedIn, versionOf } from './revisions.js';
import { bodies } from './test-events.js';

/** Argo CD by its notifications: the body is what the template says, that of the setup sends the whole Application. */
export const argocd: Source = {
  id: 'argocd',
  title: 'Argo CD',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'app', 'status', 'operationState', 'phase'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

type Status = NonNullable<EventData<'deployment'>['status']>;

/** Phases of a sync: https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/catalog/ */
const phases: ReadonlyMap<string, { readonly status: Status; readonly rank: number }> = new Map([
  ['Running', { status: 'in_progress', rank: 2 }],
  ['Terminating', { status: 'in_progress', rank: 3 }],
  ['Error', { status: 'failed', rank: 6 }],
  ['Failed', { status: 'failed', rank: 7 }],
  ['Succeeded', { status: 'succeeded', rank: 8 }],
]);

function understand(hook: JsonHook): Understood {
  const { body, reading } = hook;
  // A template may also send the Application alone.
  const app = reading.text(body, 'kind') === 'Application' ? body : reading.requiredObject(body, 'app');
  const metadata = reading.requiredObject(app, 'metadata');
  const status = reading.object(app, 'status');
  const operation = status && reading.object(status, 'operationState');
  if (reading.misfit === null && operation === null) return ignored('nothing has been synchronised yet');
  if (reading.text(metadata, 'deletionTimestamp') !== undefined) return ignored('the application is being deleted');
  const state = operation ?? reading.requiredObject(reading.requiredObject(app, 'status'), 'operationState');
  const sync = syncOf(reading, state);
  if (reading.truth(sync, 'dryRun') === true) return ignored('a dry run changes nothing');
  const phase = reading.requiredText(state, 'phase');
  const known = phases.get(phase);
  if (known === undefined) return ignored(`the phase ${quoted(phase)} tells no outcome`);
  return says(deploymentOf({ hook, app, metadata, state }, phase, known));
}

/** The request for the sync; none: a place without members, since old versions leave it out. */
function syncOf(reading: BodyReading, state: Place): Place {
  const operation = reading.object(state, 'operation');
  return (operation && reading.object(operation, 'sync')) ?? { fields: {}, pointer: state.pointer };
}

interface Sync {
  readonly hook: JsonHook;
  readonly app: Place;
  readonly metadata: Place;
  readonly state: Place;
}

/** Each sync is a deployment of its own: one of a revision that was live before is told by its kind. */
function deploymentOf(
  { hook, app, metadata, state }: Sync,
  phase: string,
  { status, rank }: { readonly status: Status; readonly rank: number },
): LeadlineEvent {
  const { reading } = hook;
  const uid = reading.requiredText(metadata, 'uid');
  const startedAt = reading.requiredInstant(state, 'startedAt');
  const finishedAt = status === 'in_progress' ? null : reading.requiredInstant(state, 'finishedAt');
  const at = finishedAt ?? startedAt;
  const attempted = attemptedIn(reading, app, state, syncOf(reading, state));
  const { sha, repo, version, configVersion, kind } = versionOf(attempted);
  const { environment, target } = placeOf(reading, app, metadata);
  return eventOf(
    'deployment',
    { id: `argocd:${uid}:${startedAt}:${phase}`, source: 'argocd', time: at },
    {
      id: `argocd/${uid}/${startedAt}`,
      service: reading.requiredText(metadata, 'name'),
      source: 'argocd',
      environment,
      target,
      status,
      startedAt,
      finishedAt,
      sha,
      repo,
      version,
      configVersion,
      kind,
      artifacts: status === 'succeeded' ? imagesIn(reading, app, state) : undefined,
      trigger: triggerOf(reading, state),
      url: linkTo(hook, metadata),
      occurredAt: at,
      revision: revisionOf(at, rank),
    },
  );
}

function triggerOf(reading: BodyReading, state: Place): 'auto' | 'manual' | undefined {
  const initiator = reading.object(reading.object(state, 'operation') ?? state, 'initiatedBy');
  if (reading.text(initiator, 'username') !== undefined) return 'manual';
  return initiator !== null && reading.truth(initiator, 'automated') === true ? 'auto' : undefined;
}

/** Argo CD's own page of the application, where the template names the server. */
function linkTo({ body, reading }: JsonHook, metadata: Place): string | undefined {
  const context = reading.object(body, 'context');
  const server = context === null ? undefined : reading.link(context, 'argocdUrl');
  if (server === undefined) return undefined;
  const root = server.endsWith('/') ? server.slice(0, -1) : server;
  const path = [reading.text(metadata, 'namespace'), reading.text(metadata, 'name')].filter(
    (part) => part !== undefined,
  );
  return `${root}/applications/${path.map(encodeURIComponent).join('/')}`;
}
