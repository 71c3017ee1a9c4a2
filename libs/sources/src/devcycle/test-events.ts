import type { TestBodies } from '../json-test-events.js';

/** Changes of a feature that nobody has. */
export const bodies: TestBodies = {
  modifiedFeature: (date) => ({
    events: ['modifiedFeature'],
    key: 'leadline-test',
    date,
    user: { name: 'Leadline', email: 'test@example.org' },
    version: '1',
    changes: [
      {
        type: 'modifiedFeature',
        newContents: { status: 'active' },
        previousContents: { status: 'inactive' },
        _environments: ['leadline-test'],
      },
    ],
  }),
};
