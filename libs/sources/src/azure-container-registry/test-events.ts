import type { TestBodies } from '../json-test-events.js';

/** An image of a registry that nobody has. */
export const bodies: TestBodies = {
  push: (timestamp, id) => ({
    id,
    timestamp,
    action: 'push',
    target: {
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      digest: `sha256:${'2'.repeat(64)}`,
      repository: 'leadline-test',
      tag: 'test',
    },
    request: { id, host: 'leadline.azurecr.io', method: 'PUT' },
  }),
};
