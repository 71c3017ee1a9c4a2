import type { CliCommand, CommandOption } from '../command.js';

const options: readonly CommandOption[] = [
  { flags: '--since <when>', description: 'how far back: 2026-03-02, or 90d', default: '90d' },
  { flags: '--endpoint <name>', description: 'endpoint that its hooks come to (default: the name of the source)' },
  { flags: '--token-file <path>', description: 'file that holds the token, instead of a variable' },
  { flags: '--restart', description: 'begin anew instead of going on' },
  { flags: '--dry-run', description: 'count what there is, send nothing' },
];

export const backfillGithub: CliCommand = {
  words: 'backfill github',
  summary: 'Read what happened at GitHub before there was a webhook',
  details:
    'Pull requests with reviews and commits, deployments with statuses, releases, workflow runs, issues and the default ' +
    'branch, by its API. What webhooks told too counts once. Waits where GitHub limits; stopped by Ctrl-C or a lost ' +
    'connection, the same command goes on. The token is taken from GITHUB_TOKEN or GH_TOKEN, the address of an own server ' +
    'from GITHUB_API_URL.',
  examples: [
    { line: 'leadline backfill github acme/shop --since 90d', meaning: 'one repository' },
    {
      line: 'leadline backfill github acme --since 2026-01-01 --dry-run',
      meaning: 'what all of an account would bring',
    },
  ],
  arguments: [{ name: '<target>', description: 'repository as owner/name, or an organisation or user' }],
  options,
  run: async (invocation) => (await import('../backfill/backfill.js')).backfill(invocation, 'github'),
};

export const backfillGitlab: CliCommand = {
  words: 'backfill gitlab',
  summary: 'Read what happened at GitLab before there was a webhook',
  details:
    'Merge requests with notes, approvals and commits, deployments, pipelines, releases, issues and the default branch, by ' +
    'its API. What webhooks told too counts once. Waits where GitLab limits; stopped by Ctrl-C or a lost connection, the ' +
    'same command goes on. The token is taken from GITLAB_TOKEN, the address of an own server from GITLAB_API_URL ' +
    '(https://<host>/api/v4).',
  examples: [
    { line: 'leadline backfill gitlab acme/web/shop --since 90d', meaning: 'one project' },
    { line: 'leadline backfill gitlab acme --since 2026-01-01 --dry-run', meaning: 'what all of a group would bring' },
  ],
  arguments: [{ name: '<target>', description: 'path of a project or a group' }],
  options,
  run: async (invocation) => (await import('../backfill/backfill.js')).backfill(invocation, 'gitlab'),
};
