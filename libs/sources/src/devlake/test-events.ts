import { PATH_HEADER } from '../asked-path.js';
import type { TestBodies } from '../json-test-events.js';

/** What a pipeline would tell of a service that nobody has. */
export const bodies: TestBodies = {
  deployments: (at, id) => ({
    id,
    createdDate: at,
    startedDate: at,
    finishedDate: at,
    environment: 'PRODUCTION',
    result: 'SUCCESS',
    deploymentCommits: [
      {
        repoUrl: 'https://example.org/leadline/leadline-test',
        refName: 'main',
        commitSha: '2'.repeat(40),
        startedDate: at,
        finishedDate: at,
        result: 'SUCCESS',
      },
    ],
  }),
  issues: (at, id) => ({
    issueKey: `leadline-test-${id}`,
    title: 'Try the way',
    type: 'INCIDENT',
    status: 'TODO',
    originalStatus: 'open',
    createdDate: at,
    severity: 'sev4',
  }),
};

/** Both have an address of their own. */
export const headers = (name: string): Readonly<Record<string, string>> => ({
  [PATH_HEADER]: `/api/rest/plugins/webhook/connections/by-name/leadline-test/${name}`,
});
