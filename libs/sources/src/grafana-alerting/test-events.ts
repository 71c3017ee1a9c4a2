import type { TestBodies } from '../json-test-events.js';

/** Alerts of a rule that nobody has. */
export const bodies: TestBodies = {
  firing: (at, id) => body('firing', at, id),
  resolved: (at, id) => body('resolved', at, id),
};

const body = (status: string, at: string, fingerprint: string): object => ({
  receiver: 'leadline',
  status,
  orgId: 1,
  state: status === 'firing' ? 'alerting' : 'ok',
  version: '1',
  groupKey: '{}',
  externalURL: 'https://grafana.example.org/',
  alerts: [
    {
      status,
      labels: { alertname: 'Try the way', severity: 'info', service: 'leadline-test' },
      annotations: { summary: 'Try the way' },
      startsAt: at,
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : at,
      fingerprint,
    },
  ],
});
