import type { CliCommand } from '../command.js';

export const catalogueImport: CliCommand = {
  words: 'catalogue import',
  summary: 'Teams and services that another tool knows, as a part of leadline.yaml',
  details:
    'Prints YAML and changes no file. codeowners: the directories that have owners are services, the owning teams theirs. ' +
    'backstage: catalog-info.yaml files with their components, groups and systems; name all that belong together. ' +
    'github-teams: what GET /orgs/{org}/teams ' +
    'answers. What is left out is said, with its line.',
  examples: [
    { line: 'leadline catalogue import codeowners .github/CODEOWNERS', meaning: 'of the repository you are in' },
    {
      line: 'leadline catalogue import backstage groups.yaml */catalog-info.yaml',
      meaning: 'of several files, one or many documents each',
    },
    {
      line: 'leadline catalogue import github-teams teams.json --merge leadline.yaml',
      meaning: 'what would change in it',
    },
  ],
  arguments: [
    { name: '<format>', description: 'codeowners, backstage or github-teams' },
    { name: '<files...>', description: 'file to read; of backstage several' },
  ],
  options: [
    { flags: '--merge <leadline.yaml>', description: 'say what would change in this file' },
    {
      flags: '--repository <owner/name>',
      description: 'repository of a CODEOWNERS file (default: from the remote origin)',
    },
  ],
  isLocal: true,
  run: async (invocation) => (await import('../catalogue-import/import-catalogue.js')).importCatalogue(invocation),
};
