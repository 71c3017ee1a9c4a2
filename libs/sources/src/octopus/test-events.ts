import type { TestBodies } from '../json-test-events.js';

/** Deployments of a project that nobody has. */
export const bodies: TestBodies = {
  DeploymentStarted: (at, id) => body('DeploymentStarted', 'started ', at, id),
  DeploymentSucceeded: (at, id) => body('DeploymentSucceeded', 'succeeded ', at, id),
  DeploymentFailed: (at, id) => body('DeploymentFailed', 'failed ', at, id),
};

const project = 'leadline-test';
const environment = 'Production';

/** Names stand nowhere but in the message, by where they begin in it. */
const body = (category: string, outcome: string, at: string, id: string): object => {
  const Message = `Deploy to ${environment} ${outcome} for ${project} release 1.0.0 to ${environment}`;
  const reference = (ReferencedDocumentId: string, text: string, from = 0): object => ({
    ReferencedDocumentId,
    StartIndex: Message.indexOf(text, from),
    Length: text.length,
  });
  return {
    Timestamp: at,
    EventType: 'SubscriptionPayload',
    Payload: {
      ServerUri: 'https://octopus.example.org',
      Subscription: { Id: 'Subscriptions-1', Type: 'Event' },
      Event: {
        Id: id,
        RelatedDocumentIds: ['Deployments-1', 'Projects-1', 'Releases-1', 'Environments-1', 'ServerTasks-1'],
        Category: category,
        UserId: 'users-system',
        Username: 'system',
        Occurred: at,
        Message,
        MessageReferences: [
          reference('Projects-1', project),
          reference('Releases-1', '1.0.0'),
          reference('Environments-1', environment, Message.lastIndexOf(environment)),
        ],
        SpaceId: 'Spaces-1',
      },
      BatchId: id,
      TotalEventsInBatch: 1,
      EventNumberInBatch: 1,
    },
  };
};
