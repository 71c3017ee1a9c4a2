import type { TestBodies } from '../json-test-events.js';

/** Webhooks of a repository that nobody has. */
export const bodies: TestBodies = {
  push: (at) => ({
    ref: 'refs/heads/main',
    before: '1'.repeat(40),
    after: '2'.repeat(40),
    total_commits: 1,
    commits: [commit(at)],
    head_commit: commit(at),
    repository,
    sender,
  }),
  pull_request: (at) => ({
    action: 'opened',
    number: 1,
    pull_request: {
      id: 1,
      number: 1,
      title: 'Try the hook',
      user: sender,
      state: 'open',
      draft: false,
      merged: false,
      merged_at: null,
      merge_commit_sha: null,
      base: { ref: 'main', sha: '1'.repeat(40) },
      head: { ref: 'try-the-hook', sha: '2'.repeat(40) },
      labels: [],
      created_at: at,
      updated_at: at,
      closed_at: null,
    },
    repository,
    sender,
  }),
};

const sender = { id: 0, login: 'leadline-test', username: 'leadline-test' };
const repository = {
  id: 0,
  name: 'leadline-test',
  full_name: 'leadline/leadline-test',
  html_url: 'https://git.example.org/leadline/leadline-test',
  default_branch: 'main',
};
const commit = (timestamp: string): object => ({
  id: '2'.repeat(40),
  message: 'Try the hook',
  author: { name: 'leadline-test', email: 'test@example.org', username: 'leadline-test' },
  committer: { name: 'leadline-test', email: 'test@example.org', username: 'leadline-test' },
  timestamp,
});

/** Headers that say what is sent, in the dialects that Gitea speaks at once. */
export const headers = (name: string, id: string): Readonly<Record<string, string>> => ({
  'x-gitea-event': name,
  'x-gitea-delivery': id,
  'x-github-event': name,
});
