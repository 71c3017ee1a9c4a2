import type { TestBodies } from '../json-test-events.js';

/** A check that nobody has. */
export const bodies: TestBodies = {
  DOWN: (at) => body('UP', 'DOWN', at),
  UP: (at) => body('DOWN', 'UP', at),
};

const body = (previous_state: string, current_state: string, at: string): object => ({
  check_id: 1,
  check_name: 'Try the hook',
  check_type: 'HTTP',
  check_params: { hostname: 'leadline-test.example.org' },
  tags: ['service:leadline-test'],
  previous_state,
  current_state,
  importance_level: 'LOW',
  state_changed_timestamp: Math.floor(Date.parse(at) / 1000),
  state_changed_utc_time: at.slice(0, 19),
  long_description: '',
  description: '',
});
