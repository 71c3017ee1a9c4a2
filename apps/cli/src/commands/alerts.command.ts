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
    'Notices of the last weeks, the latest first. One that is unknown may have arrived: it is sent once more only when ' +
    'somebody says so, with leadline notices send-again or on the dashboard.',
  examples: [
    { line: 'leadline notices ls', meaning: 'the latest' },
    { line: 'leadline notices ls --lost', meaning: 'what was refused, given up or is unknown' },
  ],
  options: [{ flags: '--lost', description: 'only what was refused, given up or is unknown' }],
  run: async (invocation) => (await import('../operations/notices.js')).listNotices(invocation),
};

export const noticesSendAgain: CliCommand = {
  words: 'notices send-again',
  summary: 'Have notices sent once more that were refused, given up, or of which nobody knows',
  details:
    'They are sent within a minute or so, under the same id and in words of what is known then. One that is unknown may ' +
    'arrive twice. Who wanted it is kept. Needs a token with corrections:write.',
  examples: [
    { line: 'leadline notices send-again 5f2c…', meaning: 'one, as leadline notices ls names it' },
    { line: 'leadline notices send-again --lost', meaning: 'all that was lost, as after an outage of the channel' },
  ],
  arguments: [{ name: '[ids...]', description: 'ids, from notices ls' }],
  options: [{ flags: '--lost', description: 'everything that was refused, given up or is unknown' }],
  run: async (invocation) => (await import('../operations/notices.js')).sendNoticesAgain(invocation),
};
