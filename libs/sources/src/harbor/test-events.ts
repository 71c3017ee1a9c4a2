import type { TestBodies } from '../json-test-events.js';

/** An image of a project that nobody has. */
export const bodies: TestBodies = {
  PUSH_ARTIFACT: (at) => ({
    type: 'PUSH_ARTIFACT',
    occur_at: Math.floor(Date.parse(at) / 1000),
    operator: 'leadline-test',
    event_data: {
      resources: [
        {
          digest: `sha256:${'2'.repeat(64)}`,
          tag: 'test',
          resource_url: 'harbor.example.org/leadline/leadline-test:test',
        },
      ],
      repository: { name: 'leadline-test', namespace: 'leadline', repo_full_name: 'leadline/leadline-test' },
    },
  }),
};
