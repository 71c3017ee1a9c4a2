import type { TestBodies } from '../json-test-events.js';

/** Service hooks of a project that nobody has. */
export const bodies: TestBodies = {
  'git.push': (at, id) =>
    event('git.push', at, id, {
      commits: [{ commitId: '2'.repeat(40), author: person(at), committer: person(at), comment: 'Try the hook' }],
      refUpdates: [{ name: 'refs/heads/main', oldObjectId: '1'.repeat(40), newObjectId: '2'.repeat(40) }],
      repository,
      pushId: 1,
      date: at,
    }),
  'git.pullrequest.created': (at, id) =>
    event('git.pullrequest.created', at, id, {
      repository,
      pullRequestId: 1,
      status: 'active',
      createdBy: { id: 'leadline-test', uniqueName: 'leadline-test' },
      creationDate: at,
      title: 'Try the hook',
      sourceRefName: 'refs/heads/try-the-hook',
      targetRefName: 'refs/heads/main',
      isDraft: false,
    }),
  'build.complete': (at, id) =>
    event('build.complete', at, id, {
      id: 1,
      buildNumber: '1',
      status: 'completed',
      result: 'succeeded',
      queueTime: at,
      startTime: at,
      finishTime: at,
      definition: { id: 1, name: 'leadline-test' },
      sourceBranch: 'refs/heads/main',
      sourceVersion: '2'.repeat(40),
      repository: { id: repository.id, type: 'TfsGit' },
    }),
  'ms.vss-release.deployment-completed-event': (at, id) =>
    event('ms.vss-release.deployment-completed-event', at, id, {
      environment: { id: 1, releaseId: 1, name: 'Production', status: 'succeeded', definitionEnvironmentId: 1 },
      deployment: {
        id: 1,
        attempt: 1,
        startedOn: at,
        completedOn: at,
        release: {
          id: 1,
          name: 'Release-1',
          releaseDefinition: { id: 1, name: 'leadline-test' },
          artifacts: [
            {
              alias: '_leadline-test',
              type: 'Build',
              isPrimary: true,
              definitionReference: { version: { id: '1', name: '1' }, sourceVersion: { id: '2'.repeat(40) } },
            },
          ],
        },
      },
      project: { name: 'leadline-test' },
    }),
};

const repository = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'leadline-test',
  project: { id: '00000000-0000-4000-8000-000000000002', name: 'leadline-test' },
  defaultBranch: 'refs/heads/main',
  remoteUrl: 'https://dev.azure.com/leadline/leadline-test/_git/leadline-test',
};

const person = (date: string): object => ({ name: 'Leadline', email: 'test@example.org', date });

const event = (eventType: string, createdDate: string, id: string, resource: object): object => ({
  subscriptionId: 'leadline-test',
  notificationId: 1,
  id,
  eventType,
  publisherId: 'tfs',
  resource,
  resourceVersion: '1.0',
  resourceContainers: { collection: { id: '00000000-0000-4000-8000-000000000003' } },
  createdDate,
});
