import type { TestBodies } from '../json-test-events.js';

/** Incidents that nobody has, as the business rule of the setup sends them. */
export const bodies: TestBodies = {
  opened: (at, id) => body('1', at, id),
  resolved: (at, id) => body('6', at, id),
};

/** ServiceNow writes instants as "2026-03-02 10:00:00", of UTC. */
const written = (at: string): string => at.slice(0, 19).replace('T', ' ');

const body = (state: string, at: string, sys_id: string): object => ({
  sys_id,
  number: 'INC0000000',
  short_description: 'Try the hook',
  state,
  priority: '5 - Planning',
  opened_at: written(at),
  resolved_at: state === '6' ? written(at) : '',
  closed_at: '',
  sys_updated_on: written(at),
  business_service: 'leadline-test',
  cmdb_ci: '',
});
