import type { TestBodies } from '../json-test-events.js';

/** Webhooks of a project that nobody has. */
export const bodies: TestBodies = {
  'Push Hook': (timestamp) => ({
    object_kind: 'push',
    event_name: 'push',
    before: '1'.repeat(40),
    after: '2'.repeat(40),
    ref: 'refs/heads/main',
    checkout_sha: '2'.repeat(40),
    project_id: 0,
    project,
    commits: [
      {
        id: '2'.repeat(40),
        message: 'Try the hook',
        title: 'Try the hook',
        timestamp,
        author: { name: 'Leadline', email: 'test@example.org' },
        added: [],
        modified: ['README.md'],
        removed: [],
      },
    ],
    total_commits_count: 1,
  }),
  'Merge Request Hook': (at) => ({
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user: { id: 0, username: 'leadline-test' },
    project,
    object_attributes: {
      id: 1,
      iid: 1,
      target_branch: 'main',
      source_branch: 'try-the-hook',
      author_id: 0,
      title: 'Try the hook',
      created_at: at,
      updated_at: at,
      state: 'opened',
      action: 'open',
      draft: false,
      last_commit: { id: '2'.repeat(40) },
      labels: [],
      target_project_id: 0,
    },
  }),
  'Deployment Hook': (at) => ({
    object_kind: 'deployment',
    status: 'success',
    status_changed_at: at,
    deployment_id: 1,
    deployable_id: 1,
    environment: 'production',
    environment_tier: 'production',
    project,
    short_sha: '22222222',
    commit_url: `https://gitlab.example.org/leadline/leadline-test/-/commit/${'2'.repeat(40)}`,
    ref: 'main',
  }),
  'Pipeline Hook': (at) => ({
    object_kind: 'pipeline',
    object_attributes: {
      id: 1,
      iid: 1,
      ref: 'main',
      tag: false,
      sha: '2'.repeat(40),
      source: 'push',
      status: 'success',
      created_at: at,
      finished_at: at,
    },
    project,
    builds: [],
  }),
};

const project = {
  id: 0,
  name: 'leadline-test',
  path_with_namespace: 'leadline/leadline-test',
  web_url: 'https://gitlab.example.org/leadline/leadline-test',
  default_branch: 'main',
};

/** Headers that say what is sent. */
export const headers = (name: string, id: string): Readonly<Record<string, string>> => ({
  'x-gitlab-event': name,
  'idempotency-key': id,
});
