import { runEvent, type RunStatus } from '../ci-run.js';
import { type BodyReading, isRecord, type Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { type JsonHook, says, type Understood } from '../json-hook.js';
import { understandMessage } from '../pubsub-message.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Google Cloud Build: its Pub/Sub topic `cloud-builds`, pushed to Leadline. */
export const gcpCloudbuild: Source = {
  id: 'gcp-cloudbuild',
  title: 'Google Cloud Build',
  deliveryId: () => null,
  eventName: () => 'build',
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandMessage(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://cloud.google.com/build/docs/api/reference/rest/v1/projects.builds#Build */
function understand({ body, reading }: JsonHook): Understood {
  const state = reading.requiredText(body, 'status');
  const substitutions = reading.object(body, 'substitutions');
  return says(
    runEvent({
      source: 'gcp-cloudbuild',
      key: reading.requiredText(body, 'id'),
      pipeline: reading.text(substitutions, 'TRIGGER_NAME') ?? reading.text(body, 'buildTriggerId'),
      ...checkoutOf(body, substitutions, reading),
      state,
      status: outcomeOf(state),
      startedAt: reading.moment(body, 'startTime') ?? reading.moment(body, 'createTime'),
      finishedAt: reading.moment(body, 'finishTime'),
      rank: outcomeOf(state) !== 'in_progress' ? 8 : state === 'WORKING' ? 2 : 1,
      url: reading.link(body, 'logUrl'),
    }),
  );
}

function checkoutOf(body: Place, substitutions: Place | null, reading: BodyReading) {
  const provenance = reading.object(body, 'sourceProvenance');
  const resolved = provenance && reading.object(provenance, 'resolvedRepoSource');
  const source = reading.object(body, 'source');
  const git = source && (reading.object(source, 'gitSource') ?? reading.object(source, 'connectedRepository'));
  const branch = reading.text(substitutions, 'BRANCH_NAME') ?? reading.text(substitutions, 'TAG_NAME');
  return {
    repo: reading.text(substitutions, 'REPO_FULL_NAME') ?? repositoryNameOf(reading.text(git, 'url')),
    sha: fullShaOf(reading.text(substitutions, 'COMMIT_SHA')) ?? fullShaOf(reading.text(resolved, 'commitSha')),
    branch: branch ?? (isRecord(git?.fields) ? reading.text(git, 'revision') : undefined),
  };
}

/** https://cloud.google.com/build/docs/api/reference/rest/v1/projects.builds#status */
function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'SUCCESS':
      return 'succeeded';
    case 'FAILURE':
    case 'INTERNAL_ERROR':
    case 'TIMEOUT':
      return 'failed';
    case 'CANCELLED':
    case 'EXPIRED':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
