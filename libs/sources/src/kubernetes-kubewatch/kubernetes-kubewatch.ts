import { eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Kubernetes by kubewatch's CloudEvents: Deployments whose images change, and how their rollout ends. */
export const kubernetesKubewatch: Source = {
  id: 'kubernetes-kubewatch',
  title: 'Kubernetes (kubewatch)',
  deliveryId: () => null,
  eventName: (request) =>
    [memberOf(request, 'data', 'kind'), memberOf(request, 'data', 'operation')].filter(Boolean).join('.'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** Number of the template of pods, counted up by each change of it. */
const REVISION = 'deployment.kubernetes.io/revision';

function understand({ body, reading }: JsonHook): Understood {
  const data = reading.requiredObject(body, 'data');
  const kind = reading.requiredText(data, 'kind');
  const operation = reading.requiredText(data, 'operation');
  if (reading.misfit === null && kind !== 'Deployment')
    return ignored(`a ${quoted(kind)} is rolled out by its Deployment`);
  if (reading.misfit === null && operation !== 'update' && operation !== 'create') {
    return ignored(`the operation ${quoted(operation)} brings nothing into the cluster`);
  }
  const object = reading.requiredObject(data, 'obj');
  const images = imagesOf(reading, object);
  const state = stateOf(reading, { object, images }, operation === 'create' ? null : reading.object(data, 'oldObj'));
  if (reading.misfit === null && state === null)
    return ignored('neither its images nor the end of its rollout changed');
  return says(deploymentOf(reading, { object, images }, state ?? inProgress(2), reading.requiredMoment(body, 'time')));
}

/** A Deployment as the cluster has it, with the images of its pods. */
interface Observed {
  readonly object: Place;
  readonly images: readonly string[];
}

/** What the update says of the rollout: its images are new, or it ended just now. */
function stateOf(reading: BodyReading, { object, images }: Observed, old: Place | null): DeploymentState | null {
  if (old === null || images.join() !== imagesOf(reading, old).join()) return inProgress(2);
  const reason = progressOf(reading, object);
  const before = progressOf(reading, old);
  if (reason === before) return null;
  if (reason === 'NewReplicaSetAvailable') return succeeded;
  return reason === 'ProgressDeadlineExceeded' ? failed : null;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
function progressOf(reading: BodyReading, object: Place): string | undefined {
  const status = reading.object(object, 'status');
  const conditions = status === null ? [] : reading.objects(status, 'conditions');
  const condition = conditions.find((place) => reading.text(place, 'type') === 'Progressing');
  return condition && reading.text(condition, 'reason');
}

function imagesOf(reading: BodyReading, object: Place): string[] {
  const spec = reading.object(object, 'spec');
  const template = spec && reading.object(spec, 'template');
  const pods = template && reading.object(template, 'spec');
  return pods === null
    ? []
    : reading.objects(pods, 'containers').flatMap((container) => reading.text(container, 'image') ?? []);
}

function deploymentOf(
  reading: BodyReading,
  { object, images }: Observed,
  { status, rank }: DeploymentState,
  at: string,
) {
  const metadata = reading.requiredObject(object, 'metadata');
  const annotations = reading.object(metadata, 'annotations');
  const revision = reading.text(annotations, REVISION) ?? reading.requiredKey(metadata, 'generation');
  const labels = reading.object(metadata, 'labels');
  const id = `kubernetes-kubewatch/${reading.requiredText(metadata, 'uid')}/${revision}`;
  const namespace = reading.requiredText(metadata, 'namespace');
  const [image] = images;
  return eventOf(
    'deployment',
    { id: `${id.replace('/', ':')}:${status}`, source: 'kubernetes-kubewatch', time: at },
    {
      id,
      service: reading.requiredText(metadata, 'name'),
      source: 'kubernetes-kubewatch',
      environment: reading.text(labels, 'environment') ?? reading.text(labels, 'env') ?? namespace,
      status,
      startedAt: status === 'in_progress' ? at : undefined,
      finishedAt: status === 'in_progress' ? null : at,
      version: image === undefined ? undefined : tagOf(image),
      artifacts: images.length > 0 ? [...images] : undefined,
      sha: fullShaOf(reading.text(annotations, 'org.opencontainers.image.revision')),
      occurredAt: at,
      revision: revisionOf(at, rank),
    },
  );
}

/** "registry:5000/shop/api:v1.4.0@sha256:…" → "v1.4.0"; an image without a tag stands for itself. */
function tagOf(image: string): string {
  const [name = image] = image.split('@');
  return /:([^:/]+)$/.exec(name)?.[1] ?? image;
}
