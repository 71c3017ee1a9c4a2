import type { TestBodies } from '../json-test-events.js';

/** Changes of a flag that nobody has. */
export const bodies: TestBodies = {
  'flag.updated': (timestamp) => ({
    version: '0.1',
    type: 'flag',
    action: 'updated',
    metadata: { actor: { authentication: 'none', ip: '127.0.0.1' } },
    payload: {
      key: 'leadline-test',
      name: 'Leadline test',
      description: '',
      enabled: true,
      namespace_key: 'leadline-test',
    },
    timestamp,
  }),
};
