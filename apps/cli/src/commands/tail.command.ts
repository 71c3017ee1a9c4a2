import type { CliCommand } from '../command.js';

export const tail: CliCommand = {
  words: 'tail',
  summary: 'Watch events arrive, until Ctrl-C',
  examples: [
    { line: 'leadline tail', meaning: 'everything from now on' },
    { line: 'leadline tail --type deployment --since 1h', meaning: 'deployments, from an hour ago on' },
    { line: 'leadline tail --json | jq .subject', meaning: 'one JSON object per line' },
  ],
  options: [
    { flags: '--since <when>', description: 'begin earlier: 2026-03-02T10:00:00Z, or 1h (ago)' },
    { flags: '--type <part>', description: 'only types that contain this, e.g. deployment' },
    { flags: '--interval <seconds>', description: 'how often to ask', default: '2' },
    { flags: '--once', description: 'show what there is and end' },
  ],
  run: async (invocation) => (await import('../questions/tail.js')).tail(invocation),
};
