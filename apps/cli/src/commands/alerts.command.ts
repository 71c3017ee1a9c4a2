import type { CliCommand } from '../command.js';

export const alertsLs: CliCommand = {
  words: 'alerts ls',
  summary: 'What somebody should look at: alerts that are open, or were',
  details: 'The rules are in docs/explanation/alerts.md. Without a team or service: everything in production.',
  examples: [
    { line: 'leadline alerts ls', meaning: 'what is open' },
    { line: 'leadline alerts ls --team eng/payments --all', meaning: 'of a team, with what is over' },
  ],
  options: [
    { flags: '--team <path>', description: 'of services of this team' },
    { flags: '--service <name>', description: 'of this service' },
    { flags: '--all', description: 'with those that are over' },
  ],
  run: async (invocation) => (await import('../questions/alerts.js')).listAlerts(invocation),
};

export const noticesLs: CliCommand = {
  words: 'notices ls',
  summary: 'What channels were told of alerts and deployments, and what did not arrive',
  details:
    'Notices of the last weeks, the latest first. One that is unknown may have arrived: it is sent once more only when somebody says so on the dashboard.',
  examples: [
    { line: 'leadline notices ls', meaning: 'the latest' },
    { line: 'leadline notices ls --lost', meaning: 'what was refused, given up or is unknown' },
  ],
  options: [{ flags: '--lost', description: 'only what was refused, given up or is unknown' }],
  run: async (invocation) => (await import('../questions/alerts.js')).listNotices(invocation),
};
