import type { TestBodies } from '../json-test-events.js';

/** A Deployment that nobody has, given a new image that came up. */
export const bodies: TestBodies = {
  rolled_out: (time, id) => ({
    specversion: '1.0',
    type: 'KUBERNETES_TOPOLOGY_CHANGE',
    source: 'https://github.com/robusta-dev/kubewatch',
    id,
    time,
    datacontenttype: 'application/json',
    data: {
      operation: 'update',
      kind: 'Deployment',
      clusterUid: 'TODO',
      apiVersion: 'apps/v1',
      obj: deployment(time, id, 'NewReplicaSetAvailable'),
      oldObj: deployment(time, id, 'ReplicaSetUpdated'),
    },
  }),
};

const deployment = (at: string, uid: string, reason: string): object => ({
  metadata: {
    name: 'leadline-test',
    namespace: 'leadline-test',
    uid,
    generation: 1,
    labels: {},
    annotations: {
      'deployment.kubernetes.io/revision': '1',
      'org.opencontainers.image.revision': '2'.repeat(40),
    },
  },
  spec: { template: { spec: { containers: [{ name: 'api', image: 'example.org/leadline/leadline-test:1.0.0' }] } } },
  status: { conditions: [{ type: 'Progressing', status: 'True', reason, lastUpdateTime: at }] },
});
