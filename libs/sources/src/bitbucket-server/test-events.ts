import type { TestBodies } from '../json-test-events.js';

/** Webhooks of a repository that nobody has. */
export const bodies: TestBodies = {
  'repo:refs_changed': (date) => ({
    eventKey: 'repo:refs_changed',
    date,
    actor,
    repository,
    changes: [
      {
        ref: { id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' },
        refId: 'refs/heads/main',
        fromHash: '1'.repeat(40),
        toHash: '2'.repeat(40),
        type: 'UPDATE',
      },
    ],
  }),
  'pr:opened': (date) => ({
    eventKey: 'pr:opened',
    date,
    actor,
    pullRequest: {
      id: 1,
      version: 0,
      title: 'Try the hook',
      state: 'OPEN',
      open: true,
      closed: false,
      createdDate: Date.parse(date),
      updatedDate: Date.parse(date),
      fromRef: ref('try-the-hook', '2'.repeat(40)),
      toRef: ref('main', '1'.repeat(40)),
      author: { user: actor, role: 'AUTHOR' },
      reviewers: [],
      participants: [],
    },
  }),
  'diagnostics:ping': () => ({ test: true }),
};

const actor = { name: 'leadline-test', id: 1, slug: 'leadline-test', type: 'NORMAL' };
const repository = { slug: 'leadline-test', id: 0, name: 'leadline-test', project: { key: 'LEADLINE', id: 0 } };
const ref = (displayId: string, latestCommit: string): object => ({
  id: `refs/heads/${displayId}`,
  displayId,
  latestCommit,
  repository,
});

/** Headers that say what is sent. */
export const headers = (name: string, id: string): Readonly<Record<string, string>> => ({
  'x-event-key': name,
  'x-request-id': id,
});
