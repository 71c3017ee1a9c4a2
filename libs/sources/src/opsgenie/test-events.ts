import type { TestBodies } from '../json-test-events.js';

/** Alerts of a service that nobody has. */
export const bodies: TestBodies = {
  Create: (at, id) => body('Create', at, id),
  Close: (at, id) => body('Close', at, id),
};

const body = (action: string, at: string, alertId: string): object => ({
  action,
  alert: {
    alertId,
    message: 'Try the hook',
    tags: ['service:leadline-test'],
    createdAt: Date.parse(at),
    updatedAt: Date.parse(at) * 1e6,
    priority: 'P5',
  },
});
