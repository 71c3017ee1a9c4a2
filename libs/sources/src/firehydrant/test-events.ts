import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. */
export const bodies: TestBodies = {
  'incident.started': (at, id) => body('CREATED', 'started', at, id),
  'incident.resolved': (at, id) => body('UPDATED', 'resolved', at, id),
};

const body = (operation: string, milestone: string, at: string, id: string): object => ({
  data: {
    incident: {
      id,
      name: 'Try the hook',
      number: 1,
      severity: 'SEV4',
      current_milestone: milestone,
      created_at: at,
      impacts: [{ id: 'leadline-test', type: 'service', name: 'leadline-test' }],
      services: [],
      milestones: [{ type: milestone, occurred_at: at, created_at: at }],
    },
  },
  event: { operation, resource_type: 'incident' },
});
