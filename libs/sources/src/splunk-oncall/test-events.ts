import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has. The names of members have dots in them. */
export const bodies: TestBodies = {
  UNACKED: (at, id) => body('UNACKED', 'CRITICAL', at, id),
  RESOLVED: (at, id) => body('RESOLVED', 'OK', at, id),
};

const body = (phase: string, state: string, at: string, id: string): object => ({
  'INCIDENT.INCIDENT_ID': id,
  'INCIDENT.INCIDENT_NAME': '#0',
  'INCIDENT.INCIDENT_TIMESTAMP': Date.parse(at),
  'INCIDENT.SERVICE': 'leadline-test',
  'INCIDENT.CURRENT_PHASE': phase,
  'INCIDENT.ALERT_COUNT': 1,
  'INCIDENT.ENTITY_STATE': state,
  'INCIDENT.ENTITY_DISPLAY_NAME': 'Try the hook',
  'INCIDENT.SEQUENCING.SEQUENCE': 1,
  'INCIDENT.SEQUENCING.SERVICE_TIME': Date.parse(at),
  'ALERT.VO_ORGANIZATION_ID': 'leadline-test',
  'ALERT.VO_ALERT_RCV_TIME': String(Date.parse(at)),
  'STATE.LAST_TIMESTAMP': Date.parse(at),
});
