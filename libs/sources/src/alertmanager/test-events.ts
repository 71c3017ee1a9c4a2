import type { TestBodies } from '../json-test-events.js';

const NEVER = '0001-01-01T00:00:00Z';

/** Alerts of a service that nobody has. */
export const bodies: TestBodies = {
  firing: (at) => body('firing', at, NEVER),
  resolved: (at) => body('resolved', at, at),
};

const body = (status: string, startsAt: string, endsAt: string): object => ({
  version: '4',
  status,
  receiver: 'leadline',
  alerts: [
    {
      status,
      labels: { alertname: 'LeadlineTest', service: 'leadline-test', severity: 'info' },
      annotations: { summary: 'Try the hook' },
      startsAt,
      endsAt,
      fingerprint: '1eadbeef00000001',
    },
  ],
});
