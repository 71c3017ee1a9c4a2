import { PATH_HEADER } from '../asked-path.js';
import type { TestBodies } from '../json-test-events.js';

/** A deployment of a project that nobody has. */
export const bodies: TestBodies = {
  register_deploy: (date) => ({
    sha: '2'.repeat(40),
    environment: 'production',
    date,
    branch: 'main',
    tags: ['#leadline-test'],
    email: 'test@example.org',
  }),
};

/** The address says whose deployment it is. */
export const headers = (name: string): Readonly<Record<string, string>> => ({
  [PATH_HEADER]: `/api/1/deployments/leadline/leadline-test/${name}`,
});
