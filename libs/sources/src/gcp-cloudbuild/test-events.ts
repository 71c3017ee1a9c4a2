import type { TestBodies } from '../json-test-events.js';

/** A build of a trigger that nobody has, as Pub/Sub pushes it. */
export const bodies: TestBodies = {
  SUCCESS: (at, id) => body('SUCCESS', at, id),
  FAILURE: (at, id) => body('FAILURE', at, id),
};

const body = (status: string, at: string, id: string): object => {
  const build = {
    id,
    projectId: 'leadline-test',
    status,
    createTime: at,
    startTime: at,
    finishTime: at,
    substitutions: {
      TRIGGER_NAME: 'leadline-test',
      REPO_FULL_NAME: 'leadline/leadline-test',
      REPO_NAME: 'leadline-test',
      BRANCH_NAME: 'main',
      COMMIT_SHA: '2'.repeat(40),
    },
  };
  const data = Buffer.from(JSON.stringify(build)).toString('base64');
  return {
    message: { data, attributes: { buildId: id, status }, messageId: id, publishTime: at },
    subscription: 'projects/leadline-test/subscriptions/leadline',
  };
};
