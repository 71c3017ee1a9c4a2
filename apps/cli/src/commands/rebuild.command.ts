import type { CliCommand } from '../command.js';

export const rebuild: CliCommand = {
  words: 'rebuild',
  summary: 'Make everything that is derived again, from the log',
  examples: [
    { line: 'leadline rebuild', meaning: 'beside the live numbers, then switch' },
    { line: 'leadline rebuild --compare', meaning: 'only compare; exit code 1 if a row differs' },
    { line: 'leadline rebuild --list', meaning: 'generations that take room' },
    { line: 'leadline rebuild --drop 1', meaning: 'remove one that is not in force' },
  ],
  options: [
    { flags: '--compare', description: 'compare with the live rows, switch nothing' },
    { flags: '--list', description: 'name the generations: the one in force, those before it, and what was left' },
    { flags: '--drop <generation>', description: 'remove a generation that is not in force, with its rows' },
  ],
  run: async (invocation) => (await import('../operations/rebuild.js')).rebuild(invocation),
};
