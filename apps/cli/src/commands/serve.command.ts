import type { CliCommand } from '../command.js';

export const serve: CliCommand = {
  words: 'serve',
  summary: 'Start Leadline: every role in one process, until Ctrl-C',
  details:
    'Configured by leadline.yaml and the environment (LEADLINE_HOST, LEADLINE_PORT, LEADLINE_DATA, LEADLINE_CONFIG).',
  examples: [{ line: 'leadline serve', meaning: 'on http://127.0.0.1:4000, with data in ./data' }],
  isLocal: true,
  run: async ({ io }) => (await import('../processes/standalone.js')).runStandalone(io),
};
