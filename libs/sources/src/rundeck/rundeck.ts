import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { verifyHookToken } from '../hook-token.js';
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
import { keyOn } from '../repository.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

const TRIGGER = 'x-rundeck-notification-trigger';

/** Rundeck: webhook notifications of jobs, in JSON. */
export const rundeck: Source = {
  id: 'rundeck',
  title: 'Rundeck',
  deliveryId: () => null,
  eventName: (request) => request.headers[TRIGGER] ?? memberOf(request, 'trigger'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['running', inProgress(2)],
  ['failed', failed],
  ['failed-with-retry', failed],
  ['timedout', failed],
  ['aborted', cancelled],
  ['succeeded', succeeded],
]);

/**
 * https://docs.rundeck.com/docs/manual/notifications/webhooks.html. A job is a deployment where it has an option that
 * names the environment; any other is a run.
 */
function understand({ body, reading, headers }: JsonHook): Understood {
  const named = headers[TRIGGER];
  const trigger = reading.text(body, 'trigger');
  if (named !== undefined && trigger !== undefined && named !== trigger) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(trigger)}`, '/trigger');
  }
  const execution = reading.requiredObject(body, 'execution');
  const word = reading.text(execution, 'status') ?? reading.requiredText(body, 'status');
  if (reading.misfit === null && word === 'scheduled') return ignored('it is only planned');
  const state = states.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the status ${quoted(word)} tells no outcome`);
  const { status, rank } = state ?? cancelled;
  const id = keyOn(reading.link(execution, 'href'), null, reading.requiredKey(execution, 'id'));
  const startedAt = reading.requiredMoment(reading.requiredObject(execution, 'date-started'), 'unixtime');
  const ended = status === 'in_progress' ? null : reading.object(execution, 'date-ended');
  const finishedAt = ended === null ? null : reading.requiredMoment(ended, 'unixtime');
  const at = finishedAt ?? startedAt;
  const common = {
    source: 'rundeck',
    status,
    startedAt,
    // Failures may come without an end.
    ...((status === 'in_progress' || finishedAt !== null) && { finishedAt }),
    url: reading.link(execution, 'permalink') ?? reading.link(execution, 'href'),
    occurredAt: at,
    revision: revisionOf(at, rank),
  };
  const envelope = { id: `rundeck:${id}:${word}`, source: 'rundeck', time: at };
  const job = reading.requiredObject(execution, 'job');
  const deployment = deployedBy(reading, job);
  if (deployment !== null)
    return says(eventOf('deployment', envelope, { id: `rundeck/${id}`, ...deployment, ...common }));
  const pipeline = nameOf(reading, job);
  return says(eventOf('pipeline_run', envelope, { run: `rundeck/${id}`, pipeline, ...common }));
}

/** "group/name". */
function nameOf(reading: BodyReading, job: Place): string {
  const group = reading.text(job, 'group');
  const name = reading.requiredText(job, 'name');
  return group === undefined ? name : `${group}/${name}`;
}

function deployedBy(reading: BodyReading, job: Place): Partial<EventData<'deployment'>> | null {
  const options = reading.object(job, 'options');
  const environment = reading.text(options, 'environment') ?? reading.text(options, 'env');
  if (environment === undefined) return null;
  return {
    environment,
    service: reading.text(options, 'service') ?? reading.text(options, 'app') ?? reading.requiredText(job, 'name'),
    version: reading.text(options, 'version'),
  };
}
