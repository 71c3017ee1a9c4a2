import type { TestEvents } from '../test-event.js';

/** Builds of a repository that nobody has. Only Travis has the key that signs, so they are unsigned. */
export const travisTestEvents: TestEvents = {
  names: ['started', 'passed'],
  unsigned: true,
  make: (name, { now }) => {
    if (name !== 'started' && name !== 'passed') return undefined;
    const payload = JSON.stringify(build(name, new Date(now).toISOString()));
    return {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'travis-repo-slug': 'leadline/leadline-test',
      },
      body: Buffer.from(new URLSearchParams({ payload }).toString()),
    };
  },
};

const build = (state: string, at: string): object => ({
  id: 1,
  repository: { id: 1, name: 'leadline-test', owner_name: 'leadline' },
  number: '1',
  state,
  started_at: at,
  finished_at: state === 'passed' ? at : null,
  build_url: 'https://app.travis-ci.com/leadline/leadline-test/builds/1',
  commit: '2'.repeat(40),
  branch: 'main',
  message: 'Try the hook',
  committed_at: at,
  author_name: 'Leadline',
  type: 'push',
  pull_request: false,
  tag: null,
});
