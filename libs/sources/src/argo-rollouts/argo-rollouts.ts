import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Argo Rollouts by its notifications: the template of the setup sends the whole Rollout and the time. */
export const argoRollouts: Source = {
  id: 'argo-rollouts',
  title: 'Argo Rollouts',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'rollout', 'status', 'phase'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://argo-rollouts.readthedocs.io/en/stable/features/specification/: status.phase */
const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['Progressing', inProgress(2)],
  ['Paused', inProgress(3)],
  ['Degraded', failed],
  ['Healthy', succeeded],
]);

/** Each template of pods has a number of its own in this annotation, counted up for rollbacks too. */
const REVISION = 'rollout.argoproj.io/revision';

function understand({ body, reading }: JsonHook): Understood {
  const rollout = reading.text(body, 'kind') === 'Rollout' ? body : reading.requiredObject(body, 'rollout');
  const metadata = reading.requiredObject(rollout, 'metadata');
  const status = reading.requiredObject(rollout, 'status');
  const phase = reading.requiredText(status, 'phase');
  const known = states.get(phase);
  if (reading.misfit === null && known === undefined) return ignored(`the phase ${quoted(phase)} tells no outcome`);
  const state = known ?? cancelled;
  const revision = reading.requiredText(reading.requiredObject(metadata, 'annotations'), REVISION);
  const at = momentOf(reading, { body, status }, phase);
  const aborted = reading.truth(status, 'abort') === true;
  const id = `argo-rollouts/${reading.requiredText(metadata, 'uid')}/${revision}`;
  const said: Said = { reading, metadata, status, at, id };
  return says(deploymentOf(said, rollout, phase, state), ...stepOf(said, phase, aborted));
}

interface Said {
  readonly reading: BodyReading;
  readonly metadata: Place;
  readonly status: Place;
  readonly at: string;
  readonly id: string;
}

function deploymentOf(
  { reading, metadata, status, at, id }: Said,
  rollout: Place,
  phase: string,
  state: DeploymentState,
) {
  const ended = state.status !== 'in_progress';
  return eventOf(
    'deployment',
    { id: `${id.replace('/', ':')}:${phase}:${Date.parse(at) || 0}`, source: 'argo-rollouts', time: at },
    {
      id,
      service: reading.requiredText(metadata, 'name'),
      source: 'argo-rollouts',
      environment: environmentOf(reading, metadata),
      status: state.status,
      ...(phase === 'Progressing' && isFirstStep(reading, status) && { startedAt: at }),
      finishedAt: ended ? at : null,
      version: imageOf(reading, rollout),
      occurredAt: at,
      revision: revisionOf(at, state.rank),
    } satisfies EventData<'deployment'>,
  );
}

/** Later steps of a canary come in the same phase; a rollout without steps has none. */
const isFirstStep = (reading: BodyReading, status: Place): boolean =>
  (reading.integer(status, 'currentStepIndex') ?? 0) === 0;

/** Its own label, else the namespace. */
function environmentOf(reading: BodyReading, metadata: Place): string {
  const labels = reading.object(metadata, 'labels');
  return (
    reading.text(labels, 'environment') ?? reading.text(labels, 'env') ?? reading.requiredText(metadata, 'namespace')
  );
}

/** The image of the first container. */
function imageOf(reading: BodyReading, rollout: Place): string | undefined {
  const spec = reading.object(rollout, 'spec');
  const template = spec && reading.object(spec, 'template');
  const pods = template && reading.object(template, 'spec');
  const [container] = pods === null ? [] : reading.objects(pods, 'containers');
  return container && reading.text(container, 'image');
}

/**
 * When the phase began. The object tells it for the ends; for the others the template's own time does, which also stands
 * in where a condition is missing.
 */
function momentOf(reading: BodyReading, { body, status }: { body: Place; status: Place }, phase: string): string {
  const conditions = reading.objects(status, 'conditions');
  const condition = conditions.find((place) => reading.text(place, 'type') === 'Progressing') ?? null;
  const ended = phase === 'Healthy' ? reading.moment(condition, 'lastUpdateTime') : undefined;
  const aborted = phase === 'Degraded' ? reading.moment(status, 'abortedAt') : undefined;
  return ended ?? aborted ?? reading.requiredMoment(body, 'at');
}

/** Share of traffic of the new version, where a canary has weights. */
function stepOf({ reading, status, at, id }: Said, phase: string, aborted: boolean): LeadlineEvent[] {
  const canary = reading.object(status, 'canary');
  const weights = canary && reading.object(canary, 'weights');
  const weight = weights && reading.object(weights, 'canary');
  const share = weight === null ? undefined : reading.integer(weight, 'weight');
  if (share === undefined || share < 0 || share > 100) return [];
  const action = actionOf(phase, aborted);
  if (action === undefined) return [];
  const step = `${id}/${action}/${Date.parse(at) || 0}`;
  const envelope = { id: `argo-rollouts:step:${step}`, source: 'argo-rollouts', time: at };
  return [eventOf('rollout_step', envelope, { id: step, deployment: id, at, weight: share, action, occurredAt: at })];
}

function actionOf(phase: string, aborted: boolean): EventData<'rollout_step'>['action'] | undefined {
  switch (phase) {
    case 'Progressing':
      return 'stepped';
    case 'Paused':
      return 'paused';
    case 'Healthy':
      return 'promoted';
    default:
      return aborted ? 'aborted' : undefined;
  }
}
