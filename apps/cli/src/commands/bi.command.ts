import type { CliCommand } from '../command.js';

export const biInit: CliCommand = {
  words: 'bi init',
  summary: 'Files that are ready for a BI tool: data source, queries, dashboard',
  details:
    'For grafana, powerbi, csv, metabase, superset, tableau or looker. Nothing secret is written: the files say where the token goes. The same command again changes nothing that somebody changed.',
  examples: [
    { line: 'leadline bi init grafana', meaning: 'into ./leadline-grafana' },
    {
      line: 'leadline bi init powerbi --address https://leadline.example.org --to report',
      meaning: 'of another server',
    },
  ],
  arguments: [{ name: '<tool>', description: 'grafana, powerbi, csv, metabase, superset, tableau or looker' }],
  options: [
    { flags: '--to <directory>', description: 'where the files go (default: leadline-<tool>)' },
    {
      flags: '--address <url>',
      description: 'where the tool reaches Leadline (default: LEADLINE_URL, else http://127.0.0.1:4000)',
    },
    { flags: '--force', description: 'write over files that are there' },
  ],
  isLocal: true,
  run: async (invocation) => (await import('../bi/init.js')).initBi(invocation),
};
