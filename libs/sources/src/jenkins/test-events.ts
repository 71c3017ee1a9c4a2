import type { TestBodies } from '../json-test-events.js';

/** Builds of a job that nobody has, as the Notification plugin tells of them. */
export const bodies: TestBodies = {
  STARTED: (at) => body('STARTED', at),
  COMPLETED: (at) => body('COMPLETED', at),
};

const body = (phase: string, at: string): object => ({
  name: 'leadline-test',
  display_name: 'leadline-test',
  url: 'job/leadline-test/',
  build: {
    full_url: 'https://ci.example.org/job/leadline-test/1/',
    number: 1,
    queue_id: 1,
    timestamp: Date.parse(at),
    duration: phase === 'COMPLETED' ? 1 : 0,
    phase,
    ...(phase === 'COMPLETED' && { status: 'SUCCESS' }),
    url: 'job/leadline-test/1/',
    scm: {
      url: 'git@example.org:leadline/leadline-test.git',
      branch: 'origin/main',
      commit: '2'.repeat(40),
      changes: [],
      culprits: [],
    },
  },
});
