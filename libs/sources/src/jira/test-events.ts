import type { TestBodies } from '../json-test-events.js';

/** An issue that nobody has. */
export const bodies: TestBodies = {
  'jira:issue_created': (at) => body('jira:issue_created', at, { name: 'Open', statusCategory: { key: 'new' } }),
  'jira:issue_updated': (at) => body('jira:issue_updated', at, { name: 'Done', statusCategory: { key: 'done' } }),
};

const body = (webhookEvent: string, at: string, status: object): object => ({
  webhookEvent,
  timestamp: Date.parse(at),
  issue: {
    id: '1',
    self: 'https://example.org/rest/api/2/issue/1',
    key: 'LEADLINETEST-1',
    fields: {
      summary: 'Try the hook',
      issuetype: { name: 'Incident' },
      project: { id: '1', key: 'LEADLINETEST' },
      created: at,
      updated: at,
      status,
      labels: [],
    },
  },
});
