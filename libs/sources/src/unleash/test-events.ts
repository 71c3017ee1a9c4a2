import type { TestBodies } from '../json-test-events.js';

/** Changes of a flag that nobody has. */
export const bodies: TestBodies = {
  'feature-environment-enabled': (at, id) => body('feature-environment-enabled', at, id),
  'feature-environment-disabled': (at, id) => body('feature-environment-disabled', at, id),
};

const body = (type: string, createdAt: string, id: string): object => ({
  id,
  type,
  createdAt,
  createdBy: 'leadline',
  featureName: 'leadline-test',
  project: 'leadline-test',
  environment: 'leadline-test',
  data: null,
  preData: null,
});
