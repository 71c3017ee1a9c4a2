import type { TestBodies } from '../json-test-events.js';

/** Builds of a configuration that nobody has, in the template of the setup. */
export const bodies: TestBodies = {
  buildStarted: (at) => body('buildStarted', at),
  buildFinished: (at) => body('buildFinished', at),
};

const body = (notifyType: string, at: string): object => ({
  build: {
    buildStatus: 'Success',
    buildResult: notifyType === 'buildFinished' ? 'success' : 'running',
    notifyType,
    buildFullName: 'Leadline :: test',
    buildName: 'leadline-test',
    buildId: '1',
    buildTypeId: 'Leadline_Test',
    buildExternalTypeId: 'Leadline_Test',
    buildStatusUrl: 'https://ci.example.org/viewLog.html?buildId=1',
    projectName: 'Leadline',
    buildNumber: '1',
    branchDisplayName: 'main',
    vcsUrl: 'https://example.org/leadline/leadline-test',
    vcsRevision: '2'.repeat(40),
    buildStartTime: at,
    buildFinishTime: notifyType === 'buildFinished' ? at : '',
  },
});
