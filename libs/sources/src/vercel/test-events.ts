import type { TestBodies } from '../json-test-events.js';

/** A deployment of a project that nobody has. */
export const bodies: TestBodies = {
  'deployment.created': (at, id) => body('deployment.created', at, id),
  'deployment.succeeded': (at, id) => body('deployment.succeeded', at, id),
};

const body = (type: string, at: string, id: string): object => ({
  id,
  type,
  createdAt: Date.parse(at),
  payload: {
    deployment: { id: `dpl_${id}`, name: 'leadline-test', meta: { githubCommitSha: '2'.repeat(40) } },
    project: { id: 'prj_test' },
    target: 'production',
  },
});
