import type { TestBodies } from '../json-test-events.js';

/** Builds of a project that nobody has. */
export const bodies: TestBodies = {
  testing: () => body('testing'),
  success: () => body('success'),
};

const body = (status: string): object => ({
  build: {
    build_url: 'https://app.codeship.com/projects/1/builds/1',
    project_id: 1,
    build_id: 1,
    status,
    project_full_name: 'leadline/leadline-test',
    project_name: 'leadline/leadline-test',
    commit_id: '2'.repeat(40),
    branch: 'main',
    committer: 'leadline-test',
  },
});
