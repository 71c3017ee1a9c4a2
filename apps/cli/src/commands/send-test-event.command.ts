import type { CliCommand } from '../command.js';

export const sendTestEvent: CliCommand = {
  words: 'send-test-event',
  summary: 'Let the server take in an example, signed as a sender would',
  examples: [
    {
      line: 'leadline send-test-event github deployment_status',
      meaning: 'then see it with: leadline tail --since 1h',
    },
  ],
  arguments: [
    { name: '<source>', description: 'source or endpoint, e.g. github' },
    { name: '<event>', description: 'what the sender calls it, e.g. deployment_status' },
  ],
  run: async (invocation) => (await import('../operations/send-test-event.js')).sendTestEvent(invocation),
};
