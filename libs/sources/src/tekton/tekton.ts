import { runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  type Understood,
  understandJson,
} from '../json-hook.js';
import type { HookRequest, Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies, headers } from './test-events.js';

const EVENT = 'dev.tekton.event.';

/** Tekton Pipelines: its CloudEvents, which a cluster sends to one sink without signing them. */
export const tekton: Source = {
  id: 'tekton',
  title: 'Tekton',
  deliveryId: (request) => request.headers['ce-id'] ?? (memberOf(request, 'id') || null),
  eventName: typeOf,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => understand(typeOf(delivery), hook)),
  testEvents: jsonTestEvents(bodies, byToken, headers),
};

function typeOf(request: HookRequest): string {
  return request.headers['ce-type'] ?? memberOf(request, 'type');
}

/** https://tekton.dev/docs/pipelines/events/: the run itself in the data; structured events carry it in `data`. */
function understand(type: string, { body, reading }: JsonHook): Understood {
  if (!type.startsWith(EVENT)) return rejected('unknown_type', `${quoted(type)} is no event of Tekton`);
  const [kind = '', state = ''] = type.slice(EVENT.length).split('.');
  if (kind !== 'pipelinerun') return ignored(`${quoted(type)}: what is part of a pipeline's run is read from the run`);
  if (state === 'unknown') return ignored('a run whose state is unknown has come no further');
  const data = reading.object(body, 'data') ?? body;
  return pipelineRun(state, reading.requiredObject(data, 'pipelineRun'), reading);
}

function pipelineRun(state: string, place: Place, reading: BodyReading): Understood {
  const metadata = reading.requiredObject(place, 'metadata');
  const status = reading.object(place, 'status');
  const labels = reading.object(metadata, 'labels');
  const [condition = null] = status === null ? [] : reading.objects(status, 'conditions');
  const named = reading.text(labels, 'tekton.dev/pipeline') ?? reading.text(metadata, 'generateName');
  return says(
    runEvent({
      source: 'tekton',
      key: reading.requiredText(metadata, 'uid'),
      pipeline: named?.replace(/-$/, '') ?? reading.requiredText(metadata, 'name'),
      ...checkoutOf(place, metadata, reading),
      state,
      status: outcomeOf(state, reading.text(condition, 'reason')),
      startedAt: reading.moment(status, 'startTime') ?? reading.moment(metadata, 'creationTimestamp'),
      finishedAt: reading.moment(status, 'completionTime'),
      rank: state === 'started' ? 1 : state === 'running' ? 2 : 8,
      url: undefined,
    }),
  );
}

function outcomeOf(state: string, reason: string | undefined): RunStatus {
  switch (state) {
    case 'successful':
      return 'succeeded';
    case 'failed':
      return reason?.startsWith('Cancelled') || reason === 'PipelineRunCancelled' ? 'cancelled' : 'failed';
    default:
      return 'in_progress';
  }
}

/** What a run checked out, where it says so: by the annotations of Pipelines as Code, or the usual parameters and results. */
function checkoutOf(place: Place, metadata: Place, reading: BodyReading) {
  const annotations = reading.object(metadata, 'annotations');
  const note = (name: string): string | undefined => reading.text(annotations, `pipelinesascode.tekton.dev/${name}`);
  const spec = reading.object(place, 'spec');
  const status = reading.object(place, 'status');
  const parameters = spec === null ? [] : reading.objects(spec, 'params');
  const results =
    status === null ? [] : [...reading.objects(status, 'results'), ...reading.objects(status, 'pipelineResults')];
  const valued = (list: readonly Place[], ...names: readonly string[]): string | undefined =>
    list.flatMap((one) =>
      names.includes(reading.text(one, 'name') ?? '') ? (reading.text(one, 'value') ?? []) : [],
    )[0];
  return {
    repo: repositoryNameOf(note('repo-url') ?? valued(parameters, 'repo-url', 'repo_url', 'git-url', 'url')),
    sha:
      fullShaOf(note('sha')) ??
      fullShaOf(valued(results, 'commit', 'commit-sha', 'sha')) ??
      fullShaOf(valued(parameters, 'revision', 'git-revision', 'commit', 'sha')),
    branch: note('branch'),
  };
}
