import type { TestBodies } from '../json-test-events.js';

/** Changes of a flag that nobody has. */
export const bodies: TestBodies = {
  'turned on the flag': (at, id) => body('turned on the flag', at, id),
  'turned off the flag': (at, id) => body('turned off the flag', at, id),
};

const body = (titleVerb: string, at: string, _id: string): object => ({
  _id,
  date: Date.parse(at),
  kind: 'flag',
  name: 'Try the hook',
  titleVerb,
  accesses: [{ action: 'updateOn', resource: 'proj/leadline-test:env/leadline-test:flag/leadline-test' }],
});
