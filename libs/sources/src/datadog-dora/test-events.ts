import { PATH_HEADER } from '../asked-path.js';
import type { TestBodies } from '../json-test-events.js';

/** What a pipeline would tell of a service that nobody has. */
export const bodies: TestBodies = {
  deployment: (at) => ({
    data: {
      attributes: {
        service: 'leadline-test',
        env: 'production',
        started_at: Date.parse(at) * 1_000_000,
        finished_at: Date.parse(at) * 1_000_000,
        version: '1.0.0',
        git: { commit_sha: '2'.repeat(40), repository_url: 'https://example.org/leadline/leadline-test' },
      },
    },
  }),
  failure: (at, id) => ({
    data: {
      attributes: {
        id,
        services: ['leadline-test'],
        env: 'production',
        name: 'Try the way',
        severity: 'SEV-4',
        started_at: Date.parse(at) * 1_000_000,
      },
    },
  }),
};

/** Both have an address of their own. */
export const headers = (name: string): Readonly<Record<string, string>> => ({
  [PATH_HEADER]: `/api/v2/dora/${name}`,
});
