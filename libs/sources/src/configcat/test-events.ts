import type { TestBodies } from '../json-test-events.js';

/** Changes of a setting that nobody has. */
export const bodies: TestBodies = {
  turned_on: () => body('false \u2794 true'),
  turned_off: () => body('true \u2794 false'),
};

const body = (change: string): object => ({
  environment: 'leadline-test',
  changes: [{ settingKey: 'leadlineTest', event: 'changed', details: `leadlineTest: ${change}` }],
});
