import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. */
export const bodies: TestBodies = {
  'incident.created': (at, id) => body('incident.created', at, id),
  'incident.resolved': (at, id) => body('incident.resolved', at, id),
};

const body = (type: string, at: string, id: string): object => ({
  event: { id, type, issued_at: at },
  data: {
    id,
    sequential_id: 1,
    title: 'Try the hook',
    slug: 'leadline-test',
    kind: 'normal',
    status: type === 'incident.resolved' ? 'resolved' : 'started',
    severity: { id: 'leadline-test', slug: 'sev4', name: 'SEV4' },
    services: [{ name: 'leadline-test' }],
    environments: [{ name: 'leadline-test' }],
    started_at: at,
    detected_at: at,
    acknowledged_at: null,
    mitigated_at: null,
    resolved_at: type === 'incident.resolved' ? at : null,
    created_at: at,
    updated_at: at,
  },
});
