import type { TestBodies } from '../json-test-events.js';

/** Webhooks of an incident that nobody has. */
export const bodies: TestBodies = {
  'incident.triggered': (at, id) => body('incident.triggered', 'triggered', at, id),
  'incident.acknowledged': (at, id) => body('incident.acknowledged', 'acknowledged', at, id),
  'incident.resolved': (at, id) => body('incident.resolved', 'resolved', at, id),
};

const body = (event_type: string, status: string, occurred_at: string, id: string): object => ({
  event: {
    id,
    event_type,
    resource_type: 'incident',
    occurred_at,
    data: {
      id: 'QLEADLINETEST',
      type: 'incident',
      status,
      title: 'Try the hook',
      created_at: occurred_at,
      service: { id: 'PLEADLINETEST', summary: 'leadline-test', type: 'service_reference' },
      priority: null,
      urgency: 'low',
    },
  },
});
