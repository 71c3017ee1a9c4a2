import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. */
export const bodies: TestBodies = {
  INCIDENT_OPEN: (at) => body('INCIDENT_OPEN', 'Open', at),
  INCIDENT_CLOSED: (at) => body('INCIDENT_CLOSED', 'Closed', at),
};

/** Freshstatus writes instants as "2026-03-02 10:00:43.392582+00:00". */
const written = (at: string): string => at.replace('T', ' ').replace('Z', '+00:00');

const body = (event_type: string, status: string, at: string): object => ({
  id: 'leadline-test',
  title: 'Try the hook',
  source: 'Manual',
  start_time: written(at),
  end_time: status === 'Closed' ? written(at) : 'None',
  is_private: 'False',
  description: '',
  affected_services: 'leadline-test',
  status,
  event_data: { webhook_id: 1, account_id: 1, event_id: 1, event_type, event_created_on: written(at) },
});
