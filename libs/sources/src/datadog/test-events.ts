import type { TestBodies } from '../json-test-events.js';

/** Alerts of a monitor that nobody has, in the template of the setup. */
export const bodies: TestBodies = {
  Triggered: (at, id) => body('Triggered', at, id),
  Recovered: (at, id) => body('Recovered', at, id),
};

const body = (transition: string, at: string, id: string): object => ({
  alert_cycle_key: id,
  monitor_id: '1',
  alert_transition: transition,
  alert_priority: 'P5',
  title: 'Try the hook',
  date: String(Date.parse(at)),
  tags: 'env:leadline-test,service:leadline-test',
  url: 'https://app.datadoghq.com/event/event?id=1',
});
