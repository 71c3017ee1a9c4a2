import type { TestBodies } from '../json-test-events.js';

/** Alert groups that nobody has. */
export const bodies: TestBodies = {
  'alert group created': (at, id) => body('alert group created', 'firing', at, id),
  resolve: (at, id) => body('resolve', 'resolved', at, id),
};

const body = (type: string, state: string, at: string, id: string): object => ({
  event: { type, time: at },
  user: null,
  alert_group: {
    id,
    integration_id: 'leadline-test',
    alerts_count: 1,
    state,
    created_at: at,
    resolved_at: state === 'resolved' ? at : null,
    acknowledged_at: null,
    title: 'Try the hook',
    labels: { severity: 'info' },
  },
  alert_group_id: id,
  alert_payload: {},
  integration: { id: 'leadline-test', type: 'webhook', name: 'leadline-test', labels: { service: 'leadline-test' } },
});
