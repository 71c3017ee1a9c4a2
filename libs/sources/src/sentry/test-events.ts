import type { TestBodies } from '../json-test-events.js';

/** A metric alert of a project that nobody has. */
export const bodies: TestBodies = {
  critical: (at) => body('critical', at, null),
  resolved: (at) => body('resolved', at, at),
};

const body = (action: string, date_started: string, date_closed: string | null): object => ({
  action,
  data: {
    metric_alert: {
      id: '1',
      title: 'Try the hook',
      projects: ['leadline-test'],
      date_started,
      date_detected: date_started,
      date_closed,
    },
  },
});
