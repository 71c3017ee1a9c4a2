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

const reconcileOptions: readonly CommandOption[] = [
  { flags: '--endpoint <name>', description: 'endpoint that its hooks come to (default: the name of the source)' },
  { flags: '--hook <number>', description: 'its webhook, where the address does not tell' },
  { flags: '--since <when>', description: 'how far back (default: as far as it keeps what it sent)' },
  { flags: '--token-file <path>', description: 'file that holds the token, instead of a variable' },
  { flags: '--dry-run', description: 'only say what was missed' },
];

export const reconcileGithub: CliCommand = {
  words: 'reconcile github',
  summary: 'Have GitHub send again what nobody took',
  details:
    'GitHub sends a hook once and keeps it for three days. What came while Leadline was down is sent again, with its ' +
    'signature and its id. The token (GITHUB_TOKEN or GH_TOKEN) needs the permission "Webhooks: write".',
  examples: [
    { line: 'leadline reconcile github acme/shop', meaning: 'the webhook of a repository' },
    { line: 'leadline reconcile github acme --dry-run', meaning: 'what that of an organisation has missed' },
  ],
  arguments: [{ name: '<target>', description: 'repository as owner/name, or an organisation' }],
  options: reconcileOptions,
  isLocal: true,
  run: async (invocation) => (await import('../backfill/reconcile.js')).reconcile(invocation, 'github'),
};

export const reconcileGitlab: CliCommand = {
  words: 'reconcile gitlab',
  summary: 'Have GitLab send again what nobody took',
  details:
    'GitLab gives up after a few attempts, and keeps what it sent for seven days (since 17.3). What came while Leadline was ' +
    'down is sent again. The token (GITLAB_TOKEN) needs the scope "api" and the role Maintainer.',
  examples: [{ line: 'leadline reconcile gitlab acme/web/shop', meaning: 'the webhook of a project' }],
  arguments: [{ name: '<target>', description: 'path of a project or a group' }],
  options: reconcileOptions,
  isLocal: true,
  run: async (invocation) => (await import('../backfill/reconcile.js')).reconcile(invocation, 'gitlab'),
};
