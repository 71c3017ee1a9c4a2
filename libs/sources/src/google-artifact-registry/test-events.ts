import type { TestBodies } from '../json-test-events.js';

const IMAGE = 'europe-docker.pkg.dev/leadline-test/images/leadline-test';

/** An image of a project that nobody has, as Pub/Sub pushes it. */
export const bodies: TestBodies = {
  INSERT: (at, id) => {
    const pushed = { action: 'INSERT', digest: `${IMAGE}@sha256:${'2'.repeat(64)}`, tag: `${IMAGE}:test` };
    const data = Buffer.from(JSON.stringify(pushed)).toString('base64');
    return {
      message: { data, messageId: id, publishTime: at },
      subscription: 'projects/leadline-test/subscriptions/leadline',
    };
  },
};
