import type { CliCommand } from '../command.js';

export const rebuild: CliCommand = {
  words: 'rebuild',
  summary: 'Make everything that is derived again, from the log',
  examples: [
    { line: 'leadline rebuild', meaning: 'beside the live numbers, then switch' },
    { line: 'leadline rebuild --compare', meaning: 'only compare; exit code 1 if a row differs' },
  ],
  options: [{ flags: '--compare', description: 'compare with the live rows, switch nothing' }],
  run: async (invocation) => (await import('../operations/rebuild.js')).rebuild(invocation),
};
