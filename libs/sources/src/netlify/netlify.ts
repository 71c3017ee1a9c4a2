import { eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { bodyTokenOf, verifyBodyToken } from './jws.js';
import { jsonTestEvents } from '../json-test-events.js';
import { bodies, headers } from './test-events.js';

const EVENT = 'x-netlify-event';

/** Netlify: deploy notifications by HTTP POST. */
export const netlify: Source = {
  id: 'netlify',
  title: 'Netlify',
  deliveryId: () => null,
  eventName: (request) => request.headers[EVENT] ?? memberOf(request, 'state'),
  verify: (request, secrets) => verifyBodyToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => bodyTokenOf(body, secret), headers),
};

/** Events that tell of a deployment, and the states in which they do. `deploy_created`: it succeeded. */
const statesUnder: ReadonlyMap<string, readonly string[]> = new Map([
  ['deploy_created', ['ready']],
  ['deploy_failed', ['error', 'rejected']],
  ['deploy_building', ['building', 'enqueued', 'new', 'preparing', 'prepared', 'uploading', 'uploaded', 'processing']],
]);

function understand({ body, reading, headers }: JsonHook): Understood {
  const event = headers[EVENT];
  if (event !== undefined && !statesUnder.has(event)) return ignored(`${quoted(event)} deploys nothing`);
  const word = reading.requiredText(body, 'state');
  const allowed = event === undefined ? undefined : statesUnder.get(event);
  if (reading.misfit === null && allowed?.includes(word) === false) {
    return rejected('type_mismatch', `the header says ${event ?? ''}, the state is ${quoted(word)}`, '/state');
  }
  const state = stateOf(reading, body, word);
  const context = reading.requiredText(body, 'context');
  const publishedAt = reading.instant(body, 'published_at');
  if (
    reading.misfit === null &&
    state.status === 'succeeded' &&
    context === 'production' &&
    publishedAt === undefined
  ) {
    return ignored('it was built, and not published');
  }
  const id = reading.requiredText(body, 'id');
  const startedAt = reading.requiredInstant(body, 'created_at');
  const updatedAt = reading.instant(body, 'updated_at') ?? startedAt;
  const at = state.status === 'succeeded' ? (publishedAt ?? updatedAt) : updatedAt;
  return says(
    eventOf(
      'deployment',
      { id: `netlify:${id}:${word}`, source: 'netlify', time: at },
      {
        id: `netlify/${id}`,
        service: reading.requiredText(body, 'name'),
        source: 'netlify',
        environment: context,
        status: state.status,
        startedAt,
        finishedAt: state.status === 'in_progress' ? null : at,
        sha: fullShaOf(reading.text(body, 'commit_ref')),
        ref: reading.text(body, 'branch'),
        repo: repositoryNameOf(reading.text(body, 'commit_url')?.split(/\/(?:-\/)?commits?\//)[0]),
        url: reading.link(body, 'deploy_ssl_url') ?? reading.link(body, 'deploy_url'),
        occurredAt: at,
        revision: revisionOf(at, state.rank),
      },
    ),
  );
}

/** A build that somebody cancelled ends in the state "error" too. */
function stateOf(reading: BodyReading, body: Place, word: string): DeploymentState {
  if (word === 'ready') return succeeded;
  if (word !== 'error' && word !== 'rejected') return inProgress(2);
  return /^cancell?ed\b/i.test(reading.text(body, 'error_message') ?? '') ? cancelled : failed;
}
