import type { TestBodies } from '../json-test-events.js';

/** Issues that nobody has, in the template of the setup. */
export const bodies: TestBodies = {
  ACTIVATED: (at, id) => body('ACTIVATED', at, id),
  CLOSED: (at, id) => body('CLOSED', at, id),
};

const body = (state: string, at: string, id: string): object => ({
  id,
  issueUrl: 'https://radar-api.service.newrelic.com/accounts/1/issues/leadline-test',
  title: 'Try the hook',
  priority: 'LOW',
  impactedEntities: ['leadline-test'],
  totalIncidents: 1,
  state,
  trigger: 'STATE_CHANGE',
  isCorrelated: 'false',
  createdAt: Date.parse(at),
  updatedAt: Date.parse(at),
  sources: ['newrelic'],
  alertPolicyNames: ['leadline-test'],
  workflowName: 'Leadline',
});
