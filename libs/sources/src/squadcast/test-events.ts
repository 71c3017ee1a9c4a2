import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. */
export const bodies: TestBodies = {
  'incident.triggered': (at, id) => body('incident.triggered', 'triggered', at, id),
  'incident.resolved': (at, id) => body('incident.resolved', 'resolved', at, id),
};

const body = (type: string, status: string, at: string, id: string): object => ({
  version: 'v2',
  event: { id, type, resource: 'incident', timestamp: at },
  data: {
    resource_data: {
      id,
      message: 'Try the hook',
      description: '',
      service: { id: 'leadline-test', name: 'leadline-test', slug: 'leadline-test' },
      status,
      created_at: at,
      assigned_to: { id: 'leadline-test', assigned_at: '0001-01-01T00:00:00Z' },
      tags: { severity: { color: '#000', value: 'low' } },
    },
    resource_type: 'incident',
  },
});
