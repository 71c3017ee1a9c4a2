import type { EventData } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';

const IN_CLUSTER: readonly [name: string, address: string] = ['in-cluster', 'https://kubernetes.default.svc'];

/**
 * Where an application goes. Its own label `environment` or `env` is plainest; without one a cluster that has a name
 * is an environment, and in Argo CD's own cluster the namespace is.
 */
export function placeOf(
  reading: BodyReading,
  app: Place,
  metadata: Place,
): Pick<EventData<'deployment'>, 'environment' | 'target'> {
  const spec = reading.requiredObject(app, 'spec');
  const destination = reading.requiredObject(spec, 'destination');
  const labels = reading.object(metadata, 'labels');
  const labelled = reading.text(labels, 'environment') ?? reading.text(labels, 'env');
  const cluster = reading.text(destination, 'name') ?? hostOf(reading.text(destination, 'server'));
  const remote = cluster === undefined || IN_CLUSTER.includes(cluster) ? undefined : cluster;
  if (labelled !== undefined) return { environment: labelled, ...(remote !== undefined && { target: remote }) };
  if (remote !== undefined && reading.text(destination, 'name') !== undefined) return { environment: remote };
  // Manifests may each name their own namespace: then only the cluster is left.
  const namespace = reading.text(destination, 'namespace');
  if (namespace === undefined) return { environment: remote ?? IN_CLUSTER[0] };
  return { environment: remote === undefined ? namespace : `${remote}/${namespace}` };
}

/** Clusters are known by their address where nobody named them. */
function hostOf(server: string | undefined): string | undefined {
  if (server === undefined || IN_CLUSTER.includes(server)) return undefined;
  return /^https?:\/\/([^/]+)/i.exec(server)?.[1];
}
