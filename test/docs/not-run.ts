/** Every block of commands that no test runs, by its page and first line, with the reason. */
export const notRun: readonly (readonly [page: string, firstLine: string, reason: string])[] = [
  [
    'README.md',
    'npm run demo     # Leadline with 26 weeks of a made-up organisation',
    'runs until Ctrl-C, or is this very run',
  ],
  ['CONTRIBUTING.md', 'npm test          # installs, builds, runs every test', 'is this very run'],
  ['CONTRIBUTING.md', 'mvn -q -f tools/kafka/pom.xml dependency:copy-dependencies \\', 'fetches from the internet'],
  ['deploy/README.md', 'echo "CLICKHOUSE_PASSWORD=$(openssl rand -hex 24)" > .env', 'prepares containers'],
  ['deploy/README.md', 'docker compose up --build --detach --wait', 'needs Docker'],
  [
    'docs/tutorial/first-numbers.md',
    'git clone <address of this repository> ~/leadline',
    'fetches from the internet; the test starts it',
  ],
  ['docs/tutorial/first-numbers.md', 'mkdir -p ~/leadline-secrets', 'starts Leadline; the test does so with a secret'],
  [
    'docs/how-to/connect-github.md',
    'gh api repos/acme/shop/hooks --method POST --field name=web --field active=true \\',
    'changes a repository at GitHub',
  ],
  [
    'docs/how-to/configure-teams-and-services.md',
    'gh api --paginate --slurp orgs/acme/teams > teams.json',
    'asks GitHub',
  ],
  ['docs/how-to/backfill.md', 'leadline backfill github acme/shop --since 90d --dry-run', 'asks GitHub'],
  ['docs/how-to/backfill.md', 'leadline backfill github acme/shop --since 90d', 'asks GitHub and GitLab'],
  ['docs/how-to/backfill.md', 'leadline reconcile github acme/shop', 'asks GitHub and GitLab'],
  [
    'docs/how-to/correct-a-number.md',
    'leadline withdraw <event> --deployment run-30 --reason "Meant run-31"',
    'needs the id that the list before it shows',
  ],
  ['docs/how-to/run-scaled.md', 'cd deploy', 'needs Docker'],
  [
    'docs/how-to/run-scaled.md',
    'LEADLINE_URL=http://127.0.0.1:4000 leadline log export deliveries.ndjson',
    'needs two installations',
  ],
  [
    'docs/how-to/weekly-digest.md',
    'export LEADLINE_SMTP_URL_FILE=/run/secrets/smtp-url   # smtps://user:password@smtp.example.org',
    'needs a mail server',
  ],
  ['docs/how-to/weekly-digest.md', 'leadline digest send --dry-run', 'needs a mail server and recipients'],
  ['docs/how-to/upgrade.md', 'leadline log export deliveries.ndjson', 'changes the workspace'],
  ['docs/how-to/upgrade.md', 'leadline rebuild', 'docs/how-to/operate.md runs it with --compare'],
  [
    'docs/explanation/two-public-repositories.md',
    'git clone https://github.com/honojs/hono',
    'fetches from the internet',
  ],
  [
    'docs/explanation/two-public-repositories.md',
    "sh ~/leadline/docs/explanation/lead-time-by-git.sh hono 'v*'",
    'the page runs it on another repository',
  ],
];
