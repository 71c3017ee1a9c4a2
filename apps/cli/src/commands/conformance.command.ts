import type { CliCommand } from '../command.js';

export const conformance: CliCommand = {
  words: 'conformance',
  summary: 'Work through case files and compare the results',
  details:
    'Metric cases and scenarios go through log, fold, derive, warehouse and query, each also with its events shuffled and ' +
    'delivered twice; function cases call the statistics by name. A file that cannot be read is a failed case.',
  examples: [{ line: 'leadline conformance cases/*.json', meaning: 'a line a case, then: N passed, N failed' }],
  arguments: [{ name: '<file...>', description: 'case files' }],
  isLocal: true,
  run: async (invocation) => (await import('../conformance/conformance.js')).conformance(invocation),
};
