import type { TestBodies } from '../json-test-events.js';

/** Workflows of a project that nobody has. */
export const bodies: TestBodies = {
  'workflow-completed': (at, id) => ({
    id,
    type: 'workflow-completed',
    happened_at: at,
    webhook: { id: 'leadline-test', name: 'Leadline' },
    project: { id: 'leadline-test', name: 'leadline-test', slug: 'github/leadline/leadline-test' },
    organization: { id: 'leadline-test', name: 'leadline' },
    workflow: { id, name: 'deploy', status: 'success', created_at: at, stopped_at: at },
    pipeline: {
      id: 'leadline-test',
      number: 1,
      trigger: { type: 'webhook' },
      vcs: {
        provider_name: 'github',
        target_repository_url: 'https://github.com/leadline/leadline-test',
        revision: '2'.repeat(40),
        branch: 'main',
        commit: { subject: 'Try the hook', authored_at: at, committed_at: at },
      },
    },
  }),
  ping: (at, id) => ({
    id,
    type: 'ping',
    happened_at: at,
    webhook: { id: 'leadline-test', name: 'Leadline' },
  }),
};

/** Headers that say what is sent. */
export const headers = (name: string): Readonly<Record<string, string>> => ({ 'circleci-event-type': name });
