import type { CliCommand } from '../command.js';

export const sendTestEvent: CliCommand = {
  words: 'send-test-event',
  summary: 'Try the way of a hook with an example that never counts',
  details:
    "The server signs the example with the endpoint's own secret, takes it in as any hook, and shows what it was understood " +
    'as. Nothing of it counts. Every sender has some: the reference of senders lists them. Travis CI alone signs with a ' +
    'key that Leadline does not have; its signature is not tried.',
  examples: [
    {
      line: 'leadline send-test-event github deployment_status',
      meaning: 'is the endpoint on, its secret right, its hook understood?',
    },
  ],
  arguments: [
    { name: '<source>', description: 'endpoint or source, e.g. github; "events" for POST /events' },
    { name: '[event]', description: 'what the sender calls it, e.g. deployment_status; without it the first there is' },
  ],
  run: async (invocation) => (await import('../operations/send-test-event.js')).sendTestEvent(invocation),
};
