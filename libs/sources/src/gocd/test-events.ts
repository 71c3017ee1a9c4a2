import type { TestBodies } from '../json-test-events.js';

/** Stages of a pipeline that nobody has. */
export const bodies: TestBodies = {
  stage: (at) => ({
    type: 'stage',
    data: {
      pipeline: {
        name: 'leadline-test',
        counter: '1',
        group: 'leadline-test',
        'build-cause': [
          {
            material: {
              type: 'git',
              'git-configuration': { branch: 'main', url: 'https://example.org/leadline/leadline-test' },
            },
            changed: true,
            modifications: [{ revision: '2'.repeat(40), 'modified-time': at }],
          },
        ],
        stage: {
          name: 'deploy',
          counter: '1',
          state: 'Passed',
          result: 'Passed',
          'create-time': at,
          jobs: [],
          'last-transition-time': at,
        },
      },
    },
  }),
};
