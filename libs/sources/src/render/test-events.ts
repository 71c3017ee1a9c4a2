import type { TestBodies } from '../json-test-events.js';

/** A deployment of a service that nobody has. */
export const bodies: TestBodies = {
  deploy_ended: (timestamp, id) => ({
    type: 'deploy_ended',
    timestamp,
    data: { ...service(id), status: 'succeeded' },
  }),
  deploy_started: (timestamp, id) => ({ type: 'deploy_started', timestamp, data: service(id) }),
};

const service = (id: string): object => ({ id, serviceId: 'srv-leadline-test', serviceName: 'leadline-test' });
