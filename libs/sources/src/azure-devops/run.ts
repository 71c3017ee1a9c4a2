import { runEvent, type RunStatus } from '../ci-run.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { branchIn, builtFrom, member, personOf, type ResourceHook, shaIn, SOURCE } from './resource.js';

/** Results of builds, runs and stages. https://learn.microsoft.com/rest/api/azure/devops/build/builds/get#buildresult */
function outcomeOf(result: string | undefined): RunStatus {
  switch (result?.toLowerCase()) {
    case 'succeeded':
    case 'partiallysucceeded':
    case 'succeededwithissues':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case undefined:
      return 'in_progress';
    default:
      return 'cancelled';
  }
}

/** https://learn.microsoft.com/azure/devops/service-hooks/events#build.complete. Old servers tell the result as the status. */
export function build({ reading, resource, within }: ResourceHook): Understood {
  const id = reading.requiredKey(resource, 'id');
  const said = reading.requiredText(resource, 'status');
  const result = said === 'completed' ? reading.requiredText(resource, 'result') : said;
  const sha = shaIn(reading.text(resource, 'sourceVersion')) ?? shaIn(reading.text(resource, 'sourceGetVersion'));
  const ref = reading.text(resource, 'sourceBranch') ?? reading.text(resource, 'sourceGetVersion')?.split(':')[1];
  // Old servers list whoever asked for it, and as several where builds are batched.
  const [request] = reading.objects(resource, 'requests');
  const links = reading.object(resource, '_links');
  const web = links && reading.object(links, 'web');
  return says(
    runEvent({
      source: SOURCE,
      key: within(id),
      pipeline: reading.text(reading.object(resource, 'definition'), 'name'),
      repo: undefined,
      ...builtFrom(reading.object(resource, 'repository'), reading),
      sha,
      branch: branchIn(ref),
      state: result,
      status: outcomeOf(result),
      startedAt: reading.moment(resource, 'startTime'),
      finishedAt: reading.moment(resource, 'finishTime'),
      actor: personOf(reading, reading.object(request ?? resource, 'requestedFor')),
      url: (web && reading.link(web, 'href')) ?? reading.link(resource, 'url'),
    }),
  );
}

/** https://learn.microsoft.com/azure/devops/service-hooks/events#ms.vss-pipelines.run-state-changed-event: the same runs as builds. */
export function run({ reading, resource, within, createdAt }: ResourceHook): Understood {
  const place = reading.requiredObject(resource, 'run');
  const pipeline = reading.object(resource, 'pipeline') ?? reading.object(place, 'pipeline');
  const state = reading.requiredText(place, 'state');
  const result = state === 'completed' ? reading.requiredText(place, 'result') : undefined;
  const startedAt = reading.moment(place, 'createdDate');
  return says(
    runEvent({
      source: SOURCE,
      key: within(reading.requiredKey(place, 'id')),
      pipeline: reading.text(pipeline, 'name'),
      ...checkoutOf(resource, reading),
      state: result ?? state,
      status: outcomeOf(result),
      startedAt,
      finishedAt: reading.moment(place, 'finishedDate') ?? createdAt,
      at: result === undefined ? (createdAt ?? startedAt) : undefined,
      url: linkOf(place, reading),
    }),
  );
}

/**
 * https://learn.microsoft.com/azure/devops/service-hooks/events#ms.vss-pipelines.stage-state-changed-event. Stages are
 * where pipelines deploy, so each is a run of its own, "Pipeline/Stage".
 */
export function stage({ reading, resource, within, createdAt }: ResourceHook): Understood {
  const place = reading.requiredObject(resource, 'stage');
  const ofRun = reading.object(resource, 'run');
  const pipeline = reading.object(resource, 'pipeline') ?? (ofRun && reading.object(ofRun, 'pipeline'));
  const name = reading.requiredText(place, 'name');
  const state = reading.requiredText(place, 'state');
  const result = reading.text(place, 'result');
  if (state !== 'completed' && state !== 'running' && state !== 'inProgress') {
    return ignored(`a stage that is ${quoted(state)} has not begun`);
  }
  if (result === 'skipped') return ignored('a stage that was skipped did nothing');
  const runId = reading.key(ofRun, 'id');
  const stageId = reading.key(place, 'id') ?? name;
  const attempt = reading.integer(place, 'attempt');
  return says(
    runEvent({
      source: SOURCE,
      key: within(runId === undefined ? stageId : `${runId}/${stageId}`),
      attempt,
      pipeline: [reading.text(pipeline, 'name'), name].filter((part) => part !== undefined).join('/'),
      ...checkoutOf(resource, reading),
      state: `${attempt ?? 1}:${state === 'completed' ? (result ?? state) : state}`,
      status: state === 'completed' ? outcomeOf(result) : 'in_progress',
      startedAt: reading.moment(place, 'startTime') ?? (state === 'completed' ? undefined : createdAt),
      finishedAt: reading.moment(place, 'finishTime') ?? createdAt,
      url: linkOf(place, reading) ?? (ofRun === null ? undefined : linkOf(ofRun, reading)),
    }),
  );
}

/** Repository and commit that a run checked out: of the run itself, or listed beside it. */
function checkoutOf(resource: ResourceHook['resource'], reading: ResourceHook['reading']) {
  const self = member(resource, 'run', 'resources', 'repositories', 'self');
  const [listed = null] = reading.objects(resource, 'repositories');
  const change = listed && reading.object(listed, 'change');
  return {
    repo: undefined,
    ...builtFrom(self ? reading.object(self, 'repository') : listed, reading),
    sha: shaIn(reading.text(self, 'version')) ?? shaIn(reading.text(change, 'version')),
    branch: branchIn(reading.text(self, 'refName')),
  };
}

const linkOf = (place: ResourceHook['resource'], reading: ResourceHook['reading']): string | undefined => {
  const web = member(place, '_links', 'web');
  return web === null ? undefined : reading.link(web, 'href');
};
