import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. */
export const bodies: TestBodies = {
  'public_incident.incident_created_v2': (at, id) => ({
    event_type: 'public_incident.incident_created_v2',
    'public_incident.incident_created_v2': incident(at, id, 'live'),
  }),
  'public_incident.incident_status_updated_v2': (at, id) => ({
    event_type: 'public_incident.incident_status_updated_v2',
    'public_incident.incident_status_updated_v2': {
      new_status: { id: 'closed', name: 'Closed', category: 'closed' },
      previous_status: { id: 'live', name: 'Fixing', category: 'live' },
      incident: incident(at, id, 'closed'),
    },
  }),
};

const incident = (at: string, id: string, category: string): object => ({
  id,
  reference: 'INC-1',
  name: 'Leadline tries the hook',
  visibility: 'public',
  mode: 'standard',
  incident_status: { id: category, name: category, category },
  severity: { id: 'minor', name: 'Minor', rank: 1 },
  created_at: at,
  updated_at: at,
});
