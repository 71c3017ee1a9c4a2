import type { TestBodies } from '../json-test-events.js';

/** Changes of a gate that nobody has. */
export const bodies: TestBodies = {
  'statsig::config_change': (at) => ({
    data: [
      {
        user: { name: 'Leadline', email: 'test@example.org' },
        timestamp: Date.parse(at),
        eventName: 'statsig::config_change',
        metadata: {
          type: 'Gate',
          name: 'leadline_test',
          description: '- Gate was enabled',
          action: 'updated',
          environments: 'leadline-test',
        },
      },
    ],
  }),
};
