import type { TestBodies } from '../json-test-events.js';

/** Webhooks of a repository that nobody has. */
export const bodies: TestBodies = {
  'repo:push': (date) => ({
    actor,
    repository,
    push: {
      changes: [
        {
          old: { type: 'branch', name: 'main', target: { type: 'commit', hash: '1'.repeat(40), date } },
          new: { type: 'branch', name: 'main', target: commit(date) },
          commits: [commit(date)],
          created: false,
          closed: false,
          forced: false,
          truncated: false,
        },
      ],
    },
  }),
  'pullrequest:created': (at) => ({
    actor,
    repository,
    pullrequest: {
      type: 'pullrequest',
      id: 1,
      title: 'Try the hook',
      state: 'OPEN',
      draft: false,
      author: actor,
      created_on: at,
      updated_on: at,
      merge_commit: null,
      source: { branch: { name: 'try-the-hook' }, commit: { type: 'commit', hash: '222222222222' }, repository },
      destination: { branch: { name: 'main' }, commit: { type: 'commit', hash: '111111111111' }, repository },
    },
  }),
  'repo:commit_status_updated': (at) => ({
    actor,
    repository,
    commit_status: {
      name: 'Try the hook',
      key: 'leadline-test',
      state: 'SUCCESSFUL',
      type: 'build',
      refname: 'main',
      url: 'https://bitbucket.org/leadline/leadline-test/pipelines/results/1',
      created_on: at,
      updated_on: at,
      commit: { hash: '2'.repeat(40) },
    },
  }),
};

const actor = { nickname: 'leadline-test', type: 'user', uuid: '{00000000-0000-4000-8000-000000000001}' };
const repository = {
  type: 'repository',
  full_name: 'leadline/leadline-test',
  name: 'leadline-test',
  uuid: '{00000000-0000-4000-8000-000000000002}',
};
const commit = (date: string): object => ({
  type: 'commit',
  hash: '2'.repeat(40),
  date,
  message: 'Try the hook',
  author: { raw: 'Leadline <test@example.org>' },
  parents: [{ hash: '1'.repeat(40) }],
});

/** Headers that say what is sent. */
export const headers = (name: string, id: string): Readonly<Record<string, string>> => ({
  'x-event-key': name,
  'x-request-uuid': id,
});
