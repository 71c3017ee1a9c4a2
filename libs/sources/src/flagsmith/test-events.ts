import type { TestBodies } from '../json-test-events.js';

/** Changes of a feature that nobody has. */
export const bodies: TestBodies = {
  FLAG_UPDATED: (at) => ({
    event_type: 'FLAG_UPDATED',
    data: {
      changed_by: 'test@example.org',
      timestamp: at,
      new_state: state(true),
      previous_state: state(false),
    },
  }),
};

const state = (enabled: boolean): object => ({
  enabled,
  environment: { id: 1, name: 'leadline-test' },
  feature: { id: 1, name: 'leadline-test', project: { id: 1, name: 'leadline-test' }, type: 'STANDARD' },
  feature_segment: null,
  identity: null,
  identity_identifier: null,
  feature_state_value: null,
  multivariate_feature_state_values: [],
});
