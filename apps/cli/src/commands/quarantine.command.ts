import type { CliCommand } from '../command.js';

export const quarantineLs: CliCommand = {
  words: 'quarantine ls',
  summary: 'What arrived and could not be understood',
  examples: [{ line: 'leadline quarantine ls', meaning: 'the newest first' }],
  options: [{ flags: '--limit <count>', description: 'how many to show', default: '50' }],
  run: async (invocation) => (await import('../operations/quarantine.js')).listQuarantine(invocation),
};

export const quarantineShow: CliCommand = {
  words: 'quarantine show',
  summary: 'Why one was not understood, and what was sent',
  examples: [{ line: 'leadline quarantine show 0:1234', meaning: 'headers and body as they came' }],
  arguments: [{ name: '<id>', description: 'its id, from quarantine ls' }],
  run: async (invocation) => (await import('../operations/quarantine.js')).showQuarantined(invocation),
};

export const quarantineRetry: CliCommand = {
  words: 'quarantine retry',
  summary: 'Try to understand them again',
  examples: [
    { line: 'leadline quarantine retry 0:1234 0:1235', meaning: 'these' },
    { line: 'leadline quarantine retry --all', meaning: 'all, as after an update' },
  ],
  arguments: [{ name: '[ids...]', description: 'ids, from quarantine ls' }],
  options: [{ flags: '--all', description: 'everything in quarantine' }],
  run: async (invocation) => (await import('../operations/quarantine.js')).retryQuarantined(invocation),
};
