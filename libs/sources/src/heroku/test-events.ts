import type { TestBodies } from '../json-test-events.js';

/** Releases of an app that nobody has. */
export const bodies: TestBodies = {
  'release.create': (at, id) => body('create', 'pending', at, id),
  'release.update': (at, id) => body('update', 'succeeded', at, id),
};

const body = (action: string, status: string, at: string, id: string): object => ({
  id,
  action,
  resource: 'release',
  created_at: at,
  published_at: at,
  data: {
    id,
    app: { id: 'leadline-test', name: 'leadline-test' },
    slug: { id: 'leadline-test', commit: '2'.repeat(40) },
    status,
    version: 1,
    description: 'Deploy 22222222',
    current: status === 'succeeded',
    created_at: at,
    updated_at: at,
  },
});
