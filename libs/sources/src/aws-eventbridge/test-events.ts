import type { TestBodies } from '../json-test-events.js';

/** Events of an account that nobody has. */
export const bodies: TestBodies = {
  'CodeDeploy Deployment State-change Notification': (at, id) =>
    event('aws.codedeploy', at, id, {
      'detail-type': 'CodeDeploy Deployment State-change Notification',
      detail: {
        application: 'leadline-test',
        deploymentId: 'd-LEADLINE1',
        state: 'SUCCESS',
        deploymentGroup: 'production',
      },
    }),
  'CodeBuild Build State Change': (at, id) =>
    event('aws.codebuild', at, id, {
      'detail-type': 'CodeBuild Build State Change',
      detail: {
        'build-status': 'SUCCEEDED',
        'project-name': 'leadline-test',
        'build-id': `arn:aws:codebuild:eu-central-1:000000000000:build/leadline-test:${id}`,
        'additional-information': { 'source-version': '2'.repeat(40) },
      },
    }),
};

const event = (source: string, time: string, id: string, said: object): object => ({
  version: '0',
  id,
  source,
  account: '000000000000',
  time,
  region: 'eu-central-1',
  resources: [],
  ...said,
});
