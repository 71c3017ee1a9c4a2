import type { CliCommand } from '../command.js';

export const sources: CliCommand = {
  words: 'sources',
  summary: 'Who sends, what became of it, and what is missing for which metric',
  details:
    'The same as the page "Data" of the dashboard: every endpoint with its last delivery, how many came and what of them ' +
    'was not understood or refused, and the next step wherever something is wrong or missing.',
  examples: [
    { line: 'leadline sources', meaning: 'all of it' },
    { line: 'leadline sources --json | jq .dataGaps', meaning: 'what is missing for which metric' },
  ],
  run: async (invocation) => (await import('../operations/sources.js')).listSources(invocation),
};
