import type { TestBodies } from '../json-test-events.js';

/** Webhooks of a repository that nobody has. */
export const bodies: TestBodies = {
  branch_updated: (at) => ({
    trigger: 'branch_updated',
    repo,
    principal,
    ref: { name: 'refs/heads/main', repo },
    sha: '2'.repeat(40),
    old_sha: '1'.repeat(40),
    forced: false,
    head_commit: commit(at),
    commits: [commit(at)],
    total_commits_count: 1,
  }),
  pullreq_created: (at) => ({
    trigger: 'pullreq_created',
    repo,
    principal,
    pull_req: {
      number: 1,
      state: 'open',
      is_draft: false,
      title: 'Try the hook',
      source_branch: 'try-the-hook',
      target_branch: 'main',
      merge_strategy: null,
      author: principal,
      created: Date.parse(at),
      updated: Date.parse(at),
    },
    sha: '2'.repeat(40),
    head_commit: commit(at),
  }),
};

const repo = {
  id: 0,
  path: 'leadline/leadline-test',
  identifier: 'leadline-test',
  default_branch: 'main',
  git_url: 'https://git.example.org/leadline/leadline-test.git',
};
const principal = { id: 0, uid: 'leadline-test', type: 'user' };
const commit = (when: string): object => {
  const person = { identity: { name: 'Leadline', email: 'test@example.org' }, when };
  return { sha: '2'.repeat(40), message: 'Try the hook', author: person, committer: person };
};

/** Headers that say what is sent. */
export const headers = (name: string): Readonly<Record<string, string>> => ({ 'x-harness-trigger': name });
