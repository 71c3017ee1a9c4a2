import type { TestBodies } from '../json-test-events.js';

/** A deployment of a site that nobody has. */
export const bodies: TestBodies = {
  deploy_building: (at, id) => body('building', at, id),
  deploy_created: (at, id) => body('ready', at, id),
  deploy_failed: (at, id) => body('error', at, id),
};

const body = (state: string, at: string, id: string): object => ({
  id,
  site_id: '00000000-0000-4000-8000-000000000001',
  build_id: id,
  state,
  name: 'leadline-test',
  url: 'https://leadline-test.example.org',
  created_at: at,
  updated_at: at,
  error_message: state === 'error' ? 'Try the hook' : null,
  commit_ref: '2'.repeat(40),
  branch: 'main',
  commit_url: `https://github.com/leadline/leadline-test/commit/${'2'.repeat(40)}`,
  published_at: state === 'ready' ? at : null,
  context: 'production',
});

/** Headers that say what is sent. */
export const headers = (name: string): Readonly<Record<string, string>> => ({ 'x-netlify-event': name });
