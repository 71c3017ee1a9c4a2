import type { TestBodies } from '../json-test-events.js';

/** A canary that nobody has. */
export const bodies: TestBodies = {
  Progressing: (at) => ({
    ...body('Progressing', 'Advance leadline-test.leadline-test canary weight 20', at),
    canaryWeight: 20,
  }),
  Succeeded: (at) => body('Succeeded', 'Promotion completed! Scaling down leadline-test.leadline-test', at),
  Failed: (at) => body('Failed', 'Canary failed! Scaling down leadline-test.leadline-test', at),
};

const body = (phase: string, eventMessage: string, at: string): object => ({
  name: 'leadline-test',
  namespace: 'leadline-test',
  phase,
  checksum: '0123456789',
  metadata: { eventMessage, eventType: 'Normal', timestamp: String(Date.parse(at)) },
});
