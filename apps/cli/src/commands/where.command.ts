import type { CliCommand } from '../command.js';

export const where: CliCommand = {
  words: 'where',
  summary: 'Where a commit is live, since when, or where it waits',
  examples: [
    { line: 'leadline where HEAD', meaning: 'the commit you have checked out' },
    { line: 'leadline where 3f2a9c1 --repository acme/shop', meaning: 'from anywhere' },
  ],
  arguments: [{ name: '<sha>', description: 'commit; within a checkout also a branch, a tag or HEAD' }],
  options: [
    { flags: '--repository <owner/name>', description: 'its repository (default: from the checkout you are in)' },
  ],
  run: async (invocation) => (await import('../questions/where.js')).where(invocation),
};
