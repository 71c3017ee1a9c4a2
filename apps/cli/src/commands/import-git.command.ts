import type { CliCommand } from '../command.js';

export const importGit: CliCommand = {
  words: 'import git',
  summary: 'Import the history of a git repository: its commits, and its tags as deployments',
  details:
    'Deployments are the tags that match: at the tagger date of an annotated tag, else the committer date of the commit. ' +
    'Importing again, or beside webhooks, counts nothing twice. Stopped by Ctrl-C or a lost connection, the same command goes on.',
  examples: [
    { line: 'leadline import git .', meaning: 'every tag is a deployment to production' },
    { line: 'leadline import git ~/src/shop --tags "v*" --service shop', meaning: 'only version tags' },
    { line: 'leadline import git . --since 180d --dry-run', meaning: 'show what half a year would bring' },
  ],
  arguments: [{ name: '<path>', description: 'folder of the repository (a clone with its whole history)' }],
  options: [
    { flags: '--tags <glob>', description: 'which tags are deployments (default all)', repeatable: true },
    { flags: '--service <name>', description: 'service they deploy (default: the name of the repository)' },
    { flags: '--environment <name>', description: 'environment they go to', default: 'production' },
    { flags: '--repository <owner/name>', description: 'name of the repository (default: from the remote origin)' },
    { flags: '--since <when>', description: 'leave out earlier deployments: 2026-03-02, or 90d' },
    { flags: '--patch-ids', description: 'recognise cherry-picks by their diffs (slower)' },
    { flags: '--restart', description: 'begin anew instead of going on' },
    { flags: '--dry-run', description: 'show what would be sent, send nothing' },
  ],
  run: async (invocation) => (await import('../git-import/import-git.js')).importGit(invocation),
};
