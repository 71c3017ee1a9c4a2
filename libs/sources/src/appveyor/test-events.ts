import type { TestBodies } from '../json-test-events.js';

/** A build of a project that nobody has. */
export const bodies: TestBodies = {
  build_success: (at) => body('success', at),
  build_failure: (at) => body('failed', at),
};

const body = (status: string, at: string): object => ({
  eventName: status === 'success' ? 'build_success' : 'build_failure',
  eventData: {
    passed: status === 'success',
    failed: status === 'failed',
    status,
    started: at,
    finished: at,
    projectId: 1,
    projectName: 'leadline-test',
    buildId: 1,
    buildNumber: 1,
    repositoryProvider: 'gitHub',
    repositoryName: 'leadline/leadline-test',
    branch: 'main',
    commitId: '2222222222',
    buildUrl: 'https://ci.appveyor.com/project/leadline/leadline-test/build/1',
  },
});
