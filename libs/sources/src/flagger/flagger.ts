import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Flagger: webhooks of type `event` of a canary. */
export const flagger: Source = {
  id: 'flagger',
  title: 'Flagger',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'phase'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://docs.flagger.app/usage/how-it-works#canary-status */
const phases: ReadonlyMap<string, DeploymentState & { readonly action: EventData<'rollout_step'>['action'] }> = new Map(
  [
    ['Progressing', { ...inProgress(1), action: 'stepped' }],
    ['Waiting', { ...inProgress(2), action: 'paused' }],
    ['WaitingPromotion', { ...inProgress(2), action: 'paused' }],
    ['Promoting', { ...inProgress(3), action: 'stepped' }],
    ['Finalising', { ...inProgress(4), action: 'stepped' }],
    ['Succeeded', { ...succeeded, action: 'promoted' }],
    ['Failed', { ...failed, action: 'aborted' }],
  ],
);

/** https://docs.flagger.app/usage/webhooks#event-webhook */
function understand({ body, reading }: JsonHook): Understood {
  const phase = reading.requiredText(body, 'phase');
  const state = phases.get(phase);
  if (reading.misfit === null && state === undefined) return ignored(`the phase ${quoted(phase)} tells no outcome`);
  const name = reading.requiredText(body, 'name');
  const namespace = reading.requiredText(body, 'namespace');
  const metadata = reading.object(body, 'metadata');
  if (reading.misfit === null && reading.text(metadata, 'eventMessage') === undefined) {
    return ignored('a gate asks whether the rollout may go on, and says nothing of it');
  }
  const at = reading.requiredMoment(metadata ?? body, 'timestamp');
  const { status, rank, action } = state ?? { ...failed, action: 'aborted' as const };
  // The hash of what is rolled out. Old versions do not send it: then only the end of a rollout can be told from others.
  const rollout =
    reading.text(body, 'checksum') ?? (status === 'in_progress' ? undefined : String(Date.parse(at) || 0));
  if (reading.misfit === null && rollout === undefined) {
    return ignored('without a checksum it does not say which rollout is going on');
  }
  const id = `flagger/${namespace}/${name}/${rollout ?? ''}`;
  const started = /new revision detected/i.test(reading.text(metadata, 'eventMessage') ?? '');
  const deployment = eventOf(
    'deployment',
    { id: `${id.replace('/', ':')}:${phase}:${Date.parse(at) || 0}`, source: 'flagger', time: at },
    {
      id,
      service: name,
      source: 'flagger',
      environment: namespace,
      status,
      startedAt: started ? at : undefined,
      finishedAt: status === 'in_progress' ? null : at,
      trigger: 'auto',
      occurredAt: at,
      revision: revisionOf(at, rank),
    },
  );
  return says(deployment, ...stepOf(reading, body, { at, id, action }));
}

interface Step {
  readonly at: string;
  readonly id: string;
  readonly action: EventData<'rollout_step'>['action'];
}

/** Newer versions say how much traffic the canary gets. */
function stepOf(reading: BodyReading, body: Place, { at, id, action }: Step): LeadlineEvent[] {
  const weight = reading.integer(body, 'canaryWeight');
  if (weight === undefined || weight < 0 || weight > 100) return [];
  const step = `${id}/${action}/${Date.parse(at) || 0}`;
  const envelope = { id: `flagger:step:${step}`, source: 'flagger', time: at };
  return [eventOf('rollout_step', envelope, { id: step, deployment: id, at, weight, action, occurredAt: at })];
}
