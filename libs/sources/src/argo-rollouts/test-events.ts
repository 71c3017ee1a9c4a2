import type { TestBodies } from '../json-test-events.js';

/** A rollout that nobody has, as the template of the setup tells of it. */
export const bodies: TestBodies = {
  'on-rollout-updated': (at, id) => body('Progressing', at, id),
  'on-rollout-completed': (at, id) => body('Healthy', at, id),
};

const body = (phase: string, at: string, uid: string): object => ({
  at,
  rollout: {
    kind: 'Rollout',
    metadata: {
      name: 'leadline-test',
      namespace: 'leadline-test',
      uid,
      annotations: { 'rollout.argoproj.io/revision': '1' },
    },
    spec: {
      strategy: { canary: {} },
      template: { spec: { containers: [{ name: 'api', image: 'example.org/leadline/leadline-test:1.0.0' }] } },
    },
    status: {
      phase,
      currentPodHash: 'abc',
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: at,
          lastTransitionTime: at,
        },
      ],
    },
  },
});
