import type { TestBodies } from '../json-test-events.js';

/** A Kustomization that nobody has. */
export const bodies: TestBodies = {
  ReconciliationSucceeded: (at, id) => body('ReconciliationSucceeded', at, id),
  HealthCheckFailed: (at, id) => body('HealthCheckFailed', at, id),
};

const body = (reason: string, timestamp: string, uid: string): object => ({
  involvedObject: { kind: 'Kustomization', namespace: 'leadline-test', name: 'leadline-test', uid },
  reason,
  severity: reason.endsWith('Failed') ? 'error' : 'info',
  timestamp,
  metadata: { 'kustomize.toolkit.fluxcd.io/revision': `main@sha1:${'2'.repeat(40)}` },
});
