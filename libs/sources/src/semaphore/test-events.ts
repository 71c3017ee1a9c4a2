import type { TestBodies } from '../json-test-events.js';

/** Pipelines of a project that nobody has. */
export const bodies: TestBodies = {
  running: (at, id) => body('running', at, id),
  done: (at, id) => body('done', at, id),
};

/** What is not yet, is of the beginning of time. */
const NEVER = '1970-01-01T00:00:00Z';

const body = (state: string, at: string, id: string): object => ({
  version: '1.0.0',
  organization: { name: 'leadline', id: 'leadline-test' },
  project: { name: 'leadline-test', id: 'leadline-test' },
  repository: { url: 'https://github.com/leadline/leadline-test', slug: 'leadline/leadline-test' },
  revision: {
    tag: null,
    reference_type: 'branch',
    reference: 'refs/heads/main',
    commit_sha: '2'.repeat(40),
    commit_message: 'Try the hook',
    branch: { name: 'main', commit_range: '' },
    pull_request: null,
    sender: { login: 'leadline-test' },
  },
  pipeline: {
    id,
    name: 'Deploy',
    working_directory: '.semaphore',
    yaml_file_name: 'deploy.yml',
    state,
    result: 'passed',
    result_reason: 'test',
    created_at: at,
    queuing_at: at,
    running_at: at,
    stopping_at: NEVER,
    done_at: state === 'done' ? at : NEVER,
  },
  workflow: { id, initial_pipeline_id: id, created_at: at },
  blocks: [],
});
