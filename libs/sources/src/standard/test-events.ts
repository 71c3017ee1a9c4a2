import type { TestBodies } from '../json-test-events.js';

/** A body that no mapping knows, or one of a deployment as a mapping might. */
export const bodies: TestBodies = {
  deployed: (at) => ({
    type: 'leadline.test.deployed',
    app: 'leadline-test',
    environment: 'leadline-test',
    commit: '2'.repeat(40),
    at,
  }),
};
