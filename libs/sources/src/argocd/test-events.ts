import type { TestBodies } from '../json-test-events.js';

/** Syncs of an application that nobody has. */
export const bodies: TestBodies = {
  'on-sync-running': (at, id) => body({ phase: 'Running', startedAt: at }, id),
  'on-sync-succeeded': (at, id) => body({ phase: 'Succeeded', startedAt: at, finishedAt: at }, id),
  'on-sync-failed': (at, id) => body({ phase: 'Failed', startedAt: at, finishedAt: at }, id),
};

const body = (operationState: object, uid: string): object => ({
  app: {
    kind: 'Application',
    metadata: { name: 'leadline-test', namespace: 'argocd', uid },
    spec: {
      destination: { server: 'https://kubernetes.default.svc', namespace: 'leadline-test' },
      source: { repoURL: 'https://example.org/leadline/leadline-test.git', path: '.' },
    },
    status: { operationState: { operation: { sync: { revision: '2'.repeat(40) } }, ...operationState } },
  },
});
