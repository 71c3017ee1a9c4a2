import { eventOf } from '@leadline/events';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { AwsEvent } from './aws-event.js';

const ofCodeDeploy: ReadonlyMap<string, DeploymentState> = new Map([
  ['START', inProgress(2)],
  ['READY', inProgress(3)],
  ['FAILURE', failed],
  ['STOP', cancelled],
  ['SUCCESS', succeeded],
]);

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html. It knows no commit. */
export function codeDeploy({ reading, detail, at, scope }: AwsEvent): Understood {
  const word = reading.requiredText(detail, 'state');
  const state = ofCodeDeploy.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the state ${quoted(word)} tells no outcome`);
  const id = `${scope}/${reading.requiredText(detail, 'deploymentId')}`;
  const said = {
    service: reading.requiredText(detail, 'application'),
    environment: reading.requiredText(detail, 'deploymentGroup'),
  };
  return says(deploymentEvent(id, said, at, word, state ?? cancelled));
}

const ofEcs: ReadonlyMap<string, DeploymentState> = new Map([
  ['SERVICE_DEPLOYMENT_IN_PROGRESS', inProgress(2)],
  ['SERVICE_DEPLOYMENT_FAILED', failed],
  ['SERVICE_DEPLOYMENT_COMPLETED', succeeded],
]);

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export function ecsDeployment({ reading, detail, resources, at, scope }: AwsEvent): Understood {
  const word = reading.requiredText(detail, 'eventName');
  const state = ofEcs.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`${quoted(word)} tells no outcome`);
  const [, cluster, service] = /:service\/([^/]+)\/([^/]+)$/.exec(resources[0] ?? '') ?? [];
  if (cluster === undefined || service === undefined) return ignored('it names no service of a cluster');
  const id = `${scope}/${reading.requiredText(detail, 'deploymentId')}`;
  const updatedAt = reading.instant(detail, 'updatedAt') ?? at;
  return says(deploymentEvent(id, { service, environment: cluster }, updatedAt, word, state ?? cancelled));
}

export function deploymentEvent(
  id: string,
  said: { readonly service: string; readonly environment: string },
  at: string,
  word: string,
  { status, rank }: DeploymentState,
) {
  return eventOf(
    'deployment',
    { id: `aws-eventbridge:${id}:${word}`, source: 'aws-eventbridge', time: at },
    {
      id: `aws-eventbridge/${id}`,
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
