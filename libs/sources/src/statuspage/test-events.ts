import type { TestBodies } from '../json-test-events.js';

/** Incidents of a page that nobody has. */
export const bodies: TestBodies = {
  investigating: (at, id) => body('investigating', at, id),
  resolved: (at, id) => body('resolved', at, id),
};

const body = (status: string, at: string, id: string): object => ({
  meta: { generated_at: at },
  page: { id: 'leadline-test', status_indicator: 'none', status_description: 'All Systems Operational' },
  incident: {
    id,
    name: 'Try the hook',
    status,
    created_at: at,
    started_at: at,
    updated_at: at,
    resolved_at: status === 'resolved' ? at : null,
    impact: 'minor',
    scheduled_for: null,
    components: [{ name: 'leadline-test' }],
    incident_updates: [],
  },
});
