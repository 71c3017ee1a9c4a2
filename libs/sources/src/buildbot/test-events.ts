import type { TestBodies } from '../json-test-events.js';

/** Builds of a builder that nobody has. */
export const bodies: TestBodies = {
  new: (at) => ({ ...build(at), event: 'new' }),
  finished: (at) => ({ ...build(at), event: 'finished', results: 0 }),
};

const build = (at: string): object => ({
  buildid: 1,
  buildername: 'leadline-test',
  url: 'https://buildbot.example.org/#builders/1/builds/1',
  project: 'leadline/leadline-test',
  timestamp: Math.floor(Date.parse(at) / 1000),
});
