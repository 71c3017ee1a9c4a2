import type { CliCommand } from '../command.js';

const file = {
  flags: '--file <path>',
  description: 'configuration to read (default LEADLINE_CONFIG, else ./leadline.yaml)',
};

export const configCheck: CliCommand = {
  words: 'config check',
  summary: 'Every problem of leadline.yaml and the environment at once',
  examples: [{ line: 'leadline config check', meaning: 'as the server would read it here' }],
  options: [file],
  isLocal: true,
  run: async (invocation) => (await import('../operations/config.js')).checkConfig(invocation),
};

export const configPlan: CliCommand = {
  words: 'config plan',
  summary: 'Which numbers a changed leadline.yaml would change',
  examples: [{ line: 'leadline config plan --file leadline.yaml', meaning: 'before it is put in force' }],
  options: [file],
  run: async (invocation) => (await import('../operations/config.js')).planConfig(invocation),
};
