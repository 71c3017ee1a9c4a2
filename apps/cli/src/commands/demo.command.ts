import type { CliCommand } from '../command.js';
import { demoOptions } from '../demo/options.js';

export const demo: CliCommand = {
  words: 'demo',
  summary: 'Start Leadline with believable data of a made-up organisation, until Ctrl-C',
  examples: [{ line: 'leadline demo', meaning: 'then open http://127.0.0.1:4000' }],
  options: demoOptions,
  isLocal: true,
  run: async (invocation) => (await import('../demo/run.js')).runDemo(invocation),
};
