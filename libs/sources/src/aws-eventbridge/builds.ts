import { type EventData, eventOf } from '@leadline/events';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { AwsEvent } from './aws-event.js';
import { deploymentEvent } from './deployments.js';

const ofPipeline: ReadonlyMap<string, DeploymentState> = new Map([
  ['STARTED', inProgress(2)],
  ['RESUMED', inProgress(3)],
  ['STOPPING', inProgress(4)],
  ['FAILED', failed],
  ['ABANDONED', cancelled],
  ['CANCELED', cancelled],
  ['STOPPED', cancelled],
  ['SUPERSEDED', cancelled],
  ['SUCCEEDED', succeeded],
]);

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export function codePipelineExecution(event: AwsEvent): Understood {
  const { reading, detail, scope } = event;
  const word = reading.requiredText(detail, 'state');
  const state = ofPipeline.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the state ${quoted(word)} tells no outcome`);
  const id = `${scope}/${reading.requiredText(detail, 'execution-id')}`;
  return says(runEvent(event, id, word, state ?? cancelled, { pipeline: reading.requiredText(detail, 'pipeline') }));
}

/** An action of the category Deploy is a deployment: of what the pipeline is named after, to where its stage is named after. */
export function codePipelineAction({ reading, detail, at, scope }: AwsEvent): Understood {
  const type = reading.requiredObject(detail, 'type');
  const category = reading.requiredText(type, 'category');
  if (reading.misfit === null && category !== 'Deploy')
    return ignored(`an action of the category ${quoted(category)} deploys nothing`);
  const word = reading.requiredText(detail, 'state');
  const state = ofPipeline.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the state ${quoted(word)} tells no outcome`);
  const stage = reading.requiredText(detail, 'stage');
  const action = `${stage}/${reading.requiredText(detail, 'action')}`;
  const id = `${scope}/${reading.requiredText(detail, 'execution-id')}/${action}`;
  const said = { service: reading.requiredText(detail, 'pipeline'), environment: stage };
  return says(deploymentEvent(id, said, at, word, state ?? cancelled));
}

const ofBuild: ReadonlyMap<string, DeploymentState> = new Map([
  ['IN_PROGRESS', inProgress(2)],
  ['FAILED', failed],
  ['FAULT', failed],
  ['TIMED_OUT', failed],
  ['STOPPED', cancelled],
  ['SUCCEEDED', succeeded],
]);

/** https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
export function codeBuild(event: AwsEvent): Understood {
  const { reading, detail, scope } = event;
  const word = reading.requiredText(detail, 'build-status');
  const state = ofBuild.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the status ${quoted(word)} tells no outcome`);
  const more = reading.object(detail, 'additional-information');
  const source = more && reading.object(more, 'source');
  const build = reading.requiredText(detail, 'build-id');
  return says(
    runEvent(event, `${scope}/${build.slice(build.lastIndexOf('/') + 1)}`, word, state ?? cancelled, {
      pipeline: reading.requiredText(detail, 'project-name'),
      sha: fullShaOf(reading.text(more, 'source-version')),
      repo: repositoryNameOf(reading.text(source, 'location')),
    }),
  );
}

function runEvent(
  { at }: AwsEvent,
  id: string,
  word: string,
  { status, rank }: DeploymentState,
  said: Partial<EventData<'pipeline_run'>>,
) {
  return eventOf(
    'pipeline_run',
    { id: `aws-eventbridge:${id}:${word}`, source: 'aws-eventbridge', time: at },
    {
      run: `aws-eventbridge/${id}`,
      ...said,
      source: 'aws-eventbridge',
      status,
      startedAt: rank === 2 ? at : undefined,
      finishedAt: status === 'in_progress' ? null : at,
      occurredAt: at,
      revision: revisionOf(at, rank),
    },
  );
}
