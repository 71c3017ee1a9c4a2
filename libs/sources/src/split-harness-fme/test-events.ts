import type { TestBodies } from '../json-test-events.js';

/** Changes of a flag that nobody has. */
export const bodies: TestBodies = {
  split: (at) => ({
    name: 'leadline-test',
    type: 'split',
    changeNumber: Date.parse(at),
    time: Date.parse(at),
    definition: 'split 100:on',
    description: '',
    title: '',
    environmentName: 'leadline-test',
    environmentId: '00000000-0000-4000-8000-000000000001',
    editor: 'leadline-test',
    schemaVersion: 1,
    link: null,
  }),
};
